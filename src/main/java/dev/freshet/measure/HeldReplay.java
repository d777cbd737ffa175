package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.ListProbe;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.RetrainRequest;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays a rating file through the real system, and holds at set points: there it asks for a
 * retrain, and goes on once the candidate's fate is known and, if promoted, it is adopted.
 */
final class HeldReplay {

  /** No bound on the ratings that are on their way. */
  static final long ANY = Long.MAX_VALUE;

  private final LocalSystem system;
  private final StreamSettings here;
  private final RatingSet set;
  private final String stage;
  private final Evaluation.StageProgress progress;
  private final Tally tally = new Tally();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * A replay.
   *
   * @param here how Freshet runs, with a prefix of its own
   * @param stage what {@code progress} is told that goes on
   */
  HeldReplay(
      LocalSystem system,
      StreamSettings here,
      RatingSet set,
      String stage,
      Evaluation.StageProgress progress) {
    this.system = system;
    this.here = here;
    this.set = set;
    this.stage = stage;
    this.progress = progress;
  }

  /** Counts what is done. */
  Tally tally() {
    return tally;
  }

  /**
   * Replays the file once.
   *
   * @param points numbers of events after which it holds
   * @param retrain how it retrains there
   * @param probe is told where movies stood in lists
   * @param window events on their way to the movie side, at most
   * @param steps is told what came of each retrain
   */
  void run(
      int[] points,
      RetrainSettings retrain,
      ListProbe probe,
      long window,
      Consumer<RetrainReport.Step> steps) {
    EvaluationException.unlessStopped(() -> system.createTopics(here.prefix()));
    Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
    Fates fates = new Fates();
    try (Replay replay = new Replay(kafka, here.prefix());
        FreshetStreams streams =
            new FreshetStreams(here, EnumSet.allOf(Side.class), tally, probe, failure::set);
        Retrainer retrainer = new Retrainer(retrain, fates)) {
      retrainer.start();
      streams.start();
      EvaluationException.unlessStopped(
          () -> {
            awaitCatalogue(replay, streams);
            int from = 0;
            for (int point : points) {
              learn(replay, from, point, window);
              from = point;
              steps.accept(retrain(replay, point, fates, retrainer));
            }
            learn(replay, from, set.ratings().size(), window);
          });
    }
    LearnedTotals.read(system.bootstrapServers(), here.prefix(), set.ratings().size())
        .counts()
        .requireThatTheyAddUp();
  }

  private void awaitCatalogue(Replay replay, FreshetStreams streams) {
    replay.movies(set.movies());
    long movies =
        set.movies().stream().filter(HeldReplay::isAccepted).map(Movie::movieId).distinct().count();
    await(() -> streams.replica().catalogueSize() >= movies, 20_000_000);
  }

  private static boolean isAccepted(Movie movie) {
    try {
      MovieParser.check(movie);
      return true;
    } catch (RejectedException e) {
      return false;
    }
  }

  private RetrainReport.Step retrain(Replay replay, int point, Fates fates, Retrainer trainer) {
    long before = reapplied();
    replay.retrain(new RetrainRequest("at " + point + " ratings", null));
    Checkpoint checkpoint = fates.await(fates.decided, trainer, point);
    long published = System.nanoTime();
    double adopt = 0;
    if (checkpoint.fate() == Checkpoint.Fate.PROMOTED) {
      fates.await(fates.adopted, trainer, point);
      adopt = (System.nanoTime() - published) * 1e-9;
    }
    return new RetrainReport.Step(point, adopt, reapplied() - before, checkpoint);
  }

  private void learn(Replay replay, int from, int to, long window) {
    for (int i = from; i < to; i++) {
      long produced = i;
      await(() -> onTheirWay(produced) < window, 500_000);
      replay.rating(set.ratings().event(i));
    }
    replay.flush();
    await(() -> tally.handled() >= to && tally.learnedByMovies() >= tally.learned(), 20_000_000);
    await(() -> committed() >= to, 20_000_000);
  }

  /**
   * Ratings of those produced that the user side has not handled, or the movie side not learned.
   */
  private long onTheirWay(long produced) {
    return produced - tally.handled() + tally.learned() - tally.learnedByMovies();
  }

  /** Events whose outcome is committed: those that are rejected have one, too. */
  private long committed() {
    return LearnedTotals.read(system.bootstrapServers(), here.prefix(), set.ratings().size())
        .counts()
        .handled();
  }

  private long reapplied() {
    return newest().values().stream().mapToLong(LearningProgress::reapplied).sum();
  }

  private Map<String, LearningProgress> newest() {
    Map<String, LearningProgress> newest = new HashMap<>();
    WholeTopic.read(
        system.bootstrapServers(),
        Topic.LEARNING_PROGRESS.name(here.prefix()),
        record -> {
          LearningProgress report = LearningProgress.fromJson(record.value());
          newest.put(report.side() + "-" + report.partition(), report);
        });
    return newest;
  }

  private void await(BooleanSupplier isOver, long parkNanos) {
    throwIfDead();
    Standstill still = new Standstill(Duration.ofMinutes(2));
    while (!isOver.getAsBoolean()) {
      throwIfDead();
      int n = set.ratings().size();
      String name = still.named(stage, tally.handled() + tally.learnedByMovies());
      progress.at(name, Math.min(tally.handled(), n), n);
      LockSupport.parkNanos(parkNanos);
    }
  }

  private void throwIfDead() {
    EvaluationException.throwIfStopped();
    Throwable died = failure.get();
    if (died != null) {
      throw new IllegalStateException("Freshet stopped: " + died, died);
    }
  }

  /** What the trainer says. */
  private final class Fates implements RetrainListener {
    private final BlockingQueue<Checkpoint> decided = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> adopted = new LinkedBlockingQueue<>();

    @Override
    public void decided(Checkpoint checkpoint) {
      decided.add(checkpoint);
    }

    @Override
    public void adopted(int generation) {
      adopted.add(generation);
    }

    /** However long it takes: training rests while the machine is busy. */
    <T> T await(BlockingQueue<T> queue, Retrainer trainer, int point) {
      try {
        while (trainer.isRunning()) {
          throwIfDead();
          progress.at(ForcedRetrain.named(stage, trainer), point, set.ratings().size());
          @Nullable T next = queue.poll(50, TimeUnit.MILLISECONDS);
          if (next != null) {
            return next;
          }
        }
      } catch (InterruptedException e) {
        throw new EvaluationException("stopped");
      }
      throw new EvaluationException(
          "the trainer has ended: " + trainer.problem().orElse("for no known reason"));
    }
  }
}
