package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.LiveRecall;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches how the live model does, over windows of ratings that follow each other from the moment
 * when everybody has adopted it. If the live model does worse in the first window than the model
 * before it did, or people take less of its lists, that model comes back. If it does worse in a
 * later window than in the first, it is retrained. All that the watch knows is in the records of
 * {@code checkpoints}.
 */
public final class LiveWatch {

  /** Ratings without which a difference says nothing. */
  private static final int LEAST = 500;

  /** Who looks often sees chance more often: so many more standard errors are asked for then. */
  private static final int OF_MANY_LOOKS = 1;

  private LiveWatch() {}

  /**
   * How strict it is.
   *
   * @param share by which a promoted model may do worse than the one before
   * @param window how one is compared with another
   * @param drift share by which it may become worse before it is retrained; 0 never retrains it
   * @param longest time after its adoption at which a promoted model is no longer on probation,
   *     however few ratings came: they are compared as they are
   */
  public record Settings(float share, Window window, float drift, Duration longest) {
    /** The defaults. */
    public static Settings defaults() {
      return new Settings(.02f, new Window(5_000, 2), .05f, Duration.ofDays(7));
    }

    /** Settings that watch nothing. */
    public static Settings off() {
      return new Settings(0, new Window(0, 0), 0, Duration.ZERO);
    }
  }

  /**
   * The newest ratings, over which the error is taken.
   *
   * @param ratings in it; 0 watches nothing
   * @param z standard errors by which a difference must exceed chance
   */
  public record Window(int ratings, float z) {}

  /**
   * What was found.
   *
   * @param noted the live checkpoint as it has to be noted now; null if nothing is new
   * @param back why the generation before must come back; null if it need not
   * @param drift why the live model must be retrained; null if it need not
   * @param isOnProbation whether a promoted model has yet to show that it is no worse
   */
  record Observation(
      @Nullable Checkpoint noted,
      @Nullable String back,
      @Nullable String drift,
      boolean isOnProbation) {
    static final Observation NOTHING = new Observation(null, null, null, false);
  }

  /**
   * Compares the live error with what it was, once.
   *
   * @param checkpoints newest record of each generation
   * @param live the live generation, adopted by everybody
   * @param totals of all ratings learned so far
   * @param lists what people took of lists, by generation and arm
   * @param liveFor time since everybody has adopted it
   */
  static Observation look(
      NavigableMap<Integer, Checkpoint> checkpoints,
      int live,
      ErrorSums totals,
      Collection<LiveRecall> lists,
      Duration liveFor,
      Settings settings) {
    Checkpoint checkpoint = checkpoints.get(live);
    if (checkpoint == null || settings.window().ratings() == 0) {
      return Observation.NOTHING;
    }
    Checkpoint.Watch watch =
        checkpoint.watch() == null ? Checkpoint.Watch.NONE : checkpoint.watch();
    ErrorSums from = watch.from();
    if (from == null || totals.ratings() < from.ratings()) {
      Checkpoint noted = checkpoint.watched(watch.beginning(totals));
      return new Observation(noted, null, null, isOnProbation(watch));
    }
    ErrorSums window = totals.since(from);
    boolean isOver = isOnProbation(watch) && liveFor.compareTo(settings.longest()) >= 0;
    boolean isFull = isOver || window.ratings() >= settings.window().ratings();
    if (isOnProbation(watch) && !isFull && wasJudgedByListsAlone(checkpoint)) {
      return byLists(checkpoint, watch, window, totals, lists, settings);
    }
    if (isOnProbation(watch) && !isFull) {
      String back = early(lists, checkpoint, settings);
      if (back != null) {
        return new Observation(checkpoint.watched(watch.full(window, totals)), back, null, false);
      }
    }
    if (!isFull) {
      String drift = drift(watch, reference(checkpoints, live, watch, settings), settings);
      return new Observation(null, null, drift, isOnProbation(watch));
    }
    Checkpoint noted = checkpoint.watched(watch.full(window, totals));
    boolean isEnough = window.ratings() >= Math.min(LEAST, settings.window().ratings());
    String back = isOnProbation(watch) && isEnough ? back(watch, window, settings) : null;
    if (back == null && isOnProbation(watch) && !isOver && wasJudgedByListsAlone(checkpoint)) {
      return byLists(checkpoint, watch, window, totals, lists, settings); // when there are enough
    }
    if (back == null && isOnProbation(watch)) {
      back = back(lists, checkpoint, settings.window().z(), settings);
    }
    return new Observation(noted, back, null, false);
  }

  private static @Nullable String back(
      Collection<LiveRecall> lists, Checkpoint live, double z, Settings settings) {
    return LiveLists.back(
        lists, live.generation(), live.lineage().incumbent(), settings.share(), z);
  }

  /** Lists that are clearly worse need not wait until enough was rated. */
  private static @Nullable String early(
      Collection<LiveRecall> lists, Checkpoint live, Settings settings) {
    return back(lists, live, settings.window().z() + OF_MANY_LOOKS, settings);
  }

  private static boolean wasJudgedByListsAlone(Checkpoint checkpoint) {
    return checkpoint.judgement().judged() == 0 && checkpoint.rankingOrNone().judged() > 0;
  }

  /** Where too little is rated, what people take of lists ends the probation. */
  private static Observation byLists(
      Checkpoint live,
      Checkpoint.Watch watch,
      ErrorSums window,
      ErrorSums totals,
      Collection<LiveRecall> lists,
      Settings settings) {
    if (LiveLists.takes(lists, live.generation()) < LiveLists.LEAST) {
      return new Observation(null, null, null, true);
    }
    String back = back(lists, live, settings.window().z(), settings);
    return new Observation(live.watched(watch.full(window, totals)), back, null, false);
  }

  static boolean isOnProbation(Checkpoint.Watch watch) {
    return watch.before() != null && watch.after() == null;
  }

  private static @Nullable String back(
      Checkpoint.Watch watch, ErrorSums window, Settings settings) {
    ErrorSums before = watch.before();
    if (before == null) {
      return null; // nothing was trained
    }
    LiveError now = LiveError.of(window);
    LiveError then = LiveError.of(before);
    return now.isWorseThan(then, settings.share(), settings.window().z())
        ? now.against(then, "before it") + allowed(settings.share())
        : null;
  }

  private static @Nullable String drift(
      Checkpoint.Watch watch, @Nullable ErrorSums reference, Settings settings) {
    if (settings.drift() == 0 || reference == null || watch.newest() == null) {
      return null;
    }
    LiveError now = LiveError.of(watch.newest());
    LiveError then = LiveError.of(reference);
    return now.isWorseThan(then, settings.drift(), settings.window().z())
        ? now.against(then, "then") + allowed(settings.drift())
        : null;
  }

  private static String allowed(float share) {
    return String.format(Locale.ROOT, ", %.1f%% are allowed", 100 * share);
  }

  /**
   * What the newest window is compared with. At first it is the first window of this generation.
   * Once a retrain was refused, it is how well the live model did then: it must not become worse by
   * that a second time.
   */
  private static @Nullable ErrorSums reference(
      NavigableMap<Integer, Checkpoint> checkpoints,
      int live,
      Checkpoint.Watch watch,
      Settings settings) {
    for (Checkpoint since : checkpoints.tailMap(live, false).descendingMap().values()) {
      Checkpoint.Watch its = since.watch();
      boolean isDecided = since.fate() != Checkpoint.Fate.FAILED;
      if (isDecided && its != null && its.before() != null) {
        return its.before();
      }
    }
    ErrorSums after = watch.after();
    boolean isWhole = after != null && after.ratings() >= settings.window().ratings();
    return isWhole ? after : null; // fewer, where time ended the probation
  }
}
