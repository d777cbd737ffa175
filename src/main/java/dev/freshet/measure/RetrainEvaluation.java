package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.retrain.RetrainOnly;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.ListProbe;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replays a rating file through the real system and asks for a retrain at set points. At each of
 * them the replay waits until the candidate's fate is known and, if promoted, adopted. A second
 * replay without retraining is there to compare with; twice more of each look at lists.
 */
public final class RetrainEvaluation implements StreamEvaluation {

  private static final String HYBRID = Prefix.DEFAULT;
  private static final String ONLINE = "online.";

  private final StreamSettings settings;
  private final RatingSet set;
  private final int partitions;
  private final double every;
  private final @Nullable Float likedFrom;
  private final UnaryOperator<RetrainSettings> retraining;
  private final Evaluation.StageProgress progress;
  private final List<RetrainReport.Step> steps = new ArrayList<>();
  private Consumer<RetrainReport> keeper = report -> {};
  private @Nullable Predictions hybrid;
  private @Nullable Predictions online;
  private float @Nullable [] retrainOnly;
  private @Nullable ListReplays lists;
  private @Nullable EventCounts counts;

  /**
   * An evaluation of a set of ratings; nothing runs yet.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory
   * @param set what to replay
   * @param partitions of each topic
   * @param every share of the stream between two retrainings
   * @param likedFrom lowest rating that counts as liked; null to leave lists out
   * @param progress is told
   */
  public RetrainEvaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      double every,
      @Nullable Float likedFrom,
      Evaluation.StageProgress progress) {
    this(settings, set, partitions, every, likedFrom, UnaryOperator.identity(), progress);
  }

  /** An evaluation that retrains with other settings. */
  RetrainEvaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      double every,
      @Nullable Float likedFrom,
      UnaryOperator<RetrainSettings> retraining,
      Evaluation.StageProgress progress) {
    this.settings = settings.withScale(set.scale());
    this.set = set;
    this.partitions = partitions;
    this.every = every;
    this.likedFrom = likedFrom;
    this.retraining = retraining;
    this.progress = progress.untilStopped();
  }

  /**
   * Has what is known kept after each retrain, and after the replays that learn: a process may end
   * without a word.
   */
  public RetrainEvaluation keeping(Consumer<RetrainReport> reports) {
    keeper = reports;
    return this;
  }

  private void keep() {
    keeper.accept(soFar("it goes on, or was killed"));
  }

  @Override
  public RetrainReport run(@Nullable Path picture) throws IOException {
    int n = set.ratings().size();
    int[] points = points(n);
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), partitions)) {
      replay(system, HYBRID, "learning, retrained", points, found -> hybrid = found);
      counts = LearnedTotals.read(system.bootstrapServers(), HYBRID, n).counts();
      keep();
      replay(system, ONLINE, "learning online alone", new int[0], found -> online = found);
      keep();
      retrainOnly = retrainOnly(points, retrain(system.on(settings, HYBRID)));
      if (likedFrom != null) {
        lists = new ListReplays(system, settings, set, likedFrom, retraining, progress);
        lists.run(points);
      }
      if (picture != null) {
        draw(picture, n);
      }
      return report(null);
    }
  }

  @Override
  public RetrainReport soFar(String why) {
    return report(why);
  }

  private RetrainReport report(@Nullable String incomplete) {
    int n = set.ratings().size();
    return new RetrainReport(
        set.ratings().count(n),
        n,
        new RetrainReport.RetrainErrors(
            rmse(hybrid, Predictions::online, 0),
            rmse(hybrid, Predictions::online, n / 2),
            rmse(hybrid, of -> retrainOnly, n / 2),
            rmse(online, Predictions::online, n / 2),
            rmse(online, Predictions::bias, n / 2)),
        List.copyOf(steps),
        lists == null ? null : lists.soFar(),
        counts,
        incomplete);
  }

  private @Nullable Double rmse(
      @Nullable Predictions predictions,
      Function<Predictions, float @Nullable []> which,
      int from) {
    float[] of = predictions == null ? null : which.apply(predictions);
    return predictions == null || of == null
        ? null
        : predictions.rmse(of, from, set.ratings().size());
  }

  private void draw(Path picture, int n) throws IOException {
    ErrorCurves curves =
        new ErrorCurves(title(n), set.ratings())
            .add("retrained, nothing between", Objects.requireNonNull(retrainOnly))
            .add("biases alone", Objects.requireNonNull(online).bias())
            .add("online alone", online.online())
            .add("retrained and online", Objects.requireNonNull(hybrid).online());
    steps.stream()
        .filter(step -> step.checkpoint().fate() == Checkpoint.Fate.PROMOTED)
        .forEach(step -> curves.mark(step.at()));
    curves.write(picture);
  }

  /**
   * What models predict that are retrained at these points and learn nothing between.
   *
   * @return by event; NaN where it is no rating, or is rejected
   */
  private float[] retrainOnly(int[] points, RetrainSettings retrain) {
    Accepted accepted = Accepted.of(set, settings);
    RatingSet learned = accepted.set();
    int[] trained =
        IntStream.of(points)
            .map(point -> learned.ratings().count(accepted.before(point)))
            .filter(count -> count > 0)
            .toArray();
    float[] ofRatings =
        RetrainOnly.predict(
            Matrices.of(learned.ratingsAlone(), true),
            trained,
            retrain,
            done -> progress.at("retraining without learning", done, trained.length));
    float[] predictions = new float[set.ratings().size()];
    for (int i = 0, rating = 0; i < predictions.length; i++) {
      boolean isLearned = set.ratings().isRating(i) && accepted.has(i);
      predictions[i] = isLearned ? ofRatings[rating++] : Float.NaN;
    }
    return predictions;
  }

  private void add(RetrainReport.Step step) {
    steps.add(step);
    keep();
  }

  private String title(int n) {
    return set.format()
        + ", "
        + n
        + " "
        + set.ratings().noun()
        + "; a line where a checkpoint was promoted";
  }

  private int[] points(int n) {
    List<Integer> points = new ArrayList<>();
    for (double share = every; share < 1 - every / 2; share += every) {
      points.add((int) Math.round(share * n));
    }
    return points.stream().mapToInt(Integer::intValue).toArray();
  }

  private RetrainSettings retrain(StreamSettings here) {
    return retraining.apply(RetrainSettings.onRequest(here.deployment(), here.sgd(), here.scale()));
  }

  /** Replays; what was predicted is handed over, also where the replay ends early. */
  private void replay(
      LocalSystem system, String prefix, String stage, int[] points, Consumer<Predictions> found) {
    StreamSettings here = system.on(settings, prefix);
    HeldReplay replay = new HeldReplay(system, here, set, stage, progress);
    try {
      replay.run(points, retrain(here), ListProbe.NONE, HeldReplay.ANY, this::add);
    } catch (RuntimeException e) {
      try {
        found.accept(predictions(system, prefix));
      } catch (RuntimeException unread) {
        e.addSuppressed(unread);
      }
      throw e;
    }
    found.accept(predictions(system, prefix));
  }

  private Predictions predictions(LocalSystem system, String prefix) {
    return Predictions.live(
        set.ratings(), system.bootstrapServers(), Topic.USER_RATINGS_CHANGELOG.name(prefix));
  }
}
