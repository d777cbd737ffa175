package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainOnly;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.RetrainRequest;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replays a rating file through the real system and asks for a retrain at set points. At each of
 * them the replay waits until the candidate's fate is known and, if promoted, adopted. A second
 * replay without retraining is there to compare with.
 */
public final class RetrainEvaluation {

  private static final String HYBRID = Prefix.DEFAULT;
  private static final String ONLINE = "online.";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final StreamSettings settings;
  private final RatingSet set;
  private final int partitions;
  private final double every;
  private final UnaryOperator<RetrainSettings> retraining;
  private final Evaluation.StageProgress progress;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * An evaluation of a set of ratings; nothing runs yet.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory
   * @param set what to replay
   * @param partitions of each topic
   * @param every share of the stream between two retrainings
   * @param progress is told
   */
  public RetrainEvaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      double every,
      Evaluation.StageProgress progress) {
    this(settings, set, partitions, every, UnaryOperator.identity(), progress);
  }

  /** An evaluation that retrains with other settings. */
  RetrainEvaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      double every,
      UnaryOperator<RetrainSettings> retraining,
      Evaluation.StageProgress progress) {
    this.settings = settings.withScale(set.scale());
    this.set = set;
    this.partitions = partitions;
    this.every = every;
    this.retraining = retraining;
    this.progress = progress;
  }

  /**
   * Evaluates.
   *
   * @param picture where to draw the error curves, null for no picture
   * @throws IOException if the picture cannot be written
   * @throws IllegalStateException if Freshet died
   * @throws EvaluationException if it got stuck, or the counts do not add up
   */
  public RetrainReport run(@Nullable Path picture) throws IOException {
    int n = set.ratings().size();
    int[] points = points(n);
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), partitions)) {
      List<RetrainReport.Step> steps = new ArrayList<>();
      Predictions hybrid = replay(system, HYBRID, points, steps);
      Predictions online = replay(system, ONLINE, new int[0], new ArrayList<>());
      RetrainSettings retrain = retrain(system.on(settings, HYBRID));
      float[] retrainOnly =
          RetrainOnly.predict(
              Matrices.of(set, true),
              points,
              retrain,
              done -> progress.at("retraining without learning", done, points.length));
      if (picture != null) {
        ErrorCurves curves =
            new ErrorCurves(title(n), set.ratings())
                .add("retrained, nothing between", retrainOnly)
                .add("biases alone", online.bias())
                .add("online alone", online.online())
                .add("retrained and online", hybrid.online());
        steps.stream()
            .filter(step -> step.checkpoint().fate() == Checkpoint.Fate.PROMOTED)
            .forEach(step -> curves.mark(step.at()));
        curves.write(picture);
      }
      return new RetrainReport(
          n,
          new RetrainReport.RetrainErrors(
              hybrid.rmse(hybrid.online(), 0, n),
              hybrid.rmse(hybrid.online(), n / 2, n),
              hybrid.rmse(retrainOnly, n / 2, n),
              online.rmse(online.online(), n / 2, n),
              online.rmse(online.bias(), n / 2, n)),
          steps);
    }
  }

  private String title(int n) {
    return set.format() + ", " + n + " ratings; a line where a checkpoint was promoted";
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

  private Predictions replay(
      LocalSystem system, String prefix, int[] points, List<RetrainReport.Step> steps) {
    system.createTopics(prefix);
    StreamSettings here = system.on(settings, prefix);
    Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
    Tally tally = new Tally();
    Fates fates = new Fates();
    try (Replay replay = new Replay(kafka, prefix);
        FreshetStreams streams =
            new FreshetStreams(here, EnumSet.allOf(Side.class), tally, failure::set);
        Retrainer retrainer = new Retrainer(retrain(here), fates)) {
      retrainer.start();
      streams.start();
      replay.movies(set.movies());
      int from = 0;
      for (int point : points) {
        learn(system, prefix, replay, tally, from, point);
        from = point;
        long before = reapplied(system, prefix);
        replay.retrain(new RetrainRequest("at " + point + " ratings", null));
        Checkpoint checkpoint = fates.await(fates.decided);
        long published = System.nanoTime();
        double adopt = 0;
        if (checkpoint.fate() == Checkpoint.Fate.PROMOTED) {
          fates.await(fates.adopted);
          adopt = (System.nanoTime() - published) * 1e-9;
        }
        long again = reapplied(system, prefix) - before;
        steps.add(new RetrainReport.Step(point, adopt, again, checkpoint));
      }
      learn(system, prefix, replay, tally, from, set.ratings().size());
    }
    LearnedTotals.read(system.bootstrapServers(), prefix, set.ratings().size())
        .counts()
        .requireThatTheyAddUp();
    return Predictions.live(
        set.ratings(), system.bootstrapServers(), Topic.USER_RATINGS_CHANGELOG.name(prefix));
  }

  private void learn(
      LocalSystem system, String prefix, Replay replay, Tally tally, int from, int to) {
    for (int i = from; i < to; i++) {
      replay.rating(set.ratings().event(i));
    }
    replay.flush();
    String stage = prefix.equals(HYBRID) ? "learning, retrained" : "learning online alone";
    await(
        () -> tally.handled() >= to && tally.learnedByMovies() >= tally.learned(),
        () -> progress.at(stage, Math.min(to, tally.handled()), set.ratings().size()));
    await(() -> taken(system, prefix) >= to, () -> {});
  }

  private static long taken(LocalSystem system, String prefix) {
    return newest(system, prefix).values().stream()
        .filter(report -> report.side() == Side.USERS)
        .mapToLong(LearningProgress::sequence)
        .sum();
  }

  private static long reapplied(LocalSystem system, String prefix) {
    return newest(system, prefix).values().stream().mapToLong(LearningProgress::reapplied).sum();
  }

  private static Map<String, LearningProgress> newest(LocalSystem system, String prefix) {
    Map<String, LearningProgress> newest = new HashMap<>();
    new TopicScan(Map.of("bootstrap.servers", system.bootstrapServers()))
        .read(
            Topic.LEARNING_PROGRESS.name(prefix),
            record -> {
              LearningProgress report = LearningProgress.fromJson(record.value());
              newest.put(report.side() + "-" + report.partition(), report);
            });
    return newest;
  }

  private void await(BooleanSupplier isOver, Runnable meanwhile) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isOver.getAsBoolean()) {
      throwIfDead();
      if (System.nanoTime() > deadline) {
        throw new EvaluationException("no end within " + PATIENCE.toMinutes() + " minutes");
      }
      meanwhile.run();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void throwIfDead() {
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

    <T> T await(BlockingQueue<T> queue) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      try {
        while (System.nanoTime() < deadline) {
          throwIfDead();
          @Nullable T next = queue.poll(50, TimeUnit.MILLISECONDS);
          if (next != null) {
            return next;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped", e);
      }
      throw new EvaluationException(
          "no candidate was decided and adopted within " + PATIENCE.toMinutes() + " minutes");
    }
  }
}
