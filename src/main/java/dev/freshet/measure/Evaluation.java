package dev.freshet.measure;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the real thing over a whole rating file, as fast as it goes: embedded broker, both sides,
 * lists on; then reads back from Kafka what it did. Then again, to look at lists alone.
 */
public final class Evaluation implements StreamEvaluation {

  private static final String PREFIX = Prefix.DEFAULT;
  private static final String WARM_UP = "warmup.";

  /** Ratings of the planted set that warm the machine up. */
  private static final int WARM_UP_RATINGS = 900_000;

  private static final int PASS_THROUGH_RUNS = 3;

  private final StreamSettings settings;
  private final RatingSet set;
  private final int partitions;
  private final @Nullable Float likedFrom;
  private final Effort effort;
  private final StageProgress progress;
  private Map<String, Map<String, Double>> timeShares = Map.of();
  private @Nullable EvaluationReport known;
  private @Nullable ListReplays lists;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * How much is done beside the replay.
   *
   * @param warmUpRatings ratings of a planted set that are learned first
   * @param passThroughRuns measured runs of a topology that only consumes and produces
   */
  record Effort(int warmUpRatings, int passThroughRuns) {}

  /** Is told how far an evaluation is. */
  public interface StageProgress {
    /**
     * Called now and then.
     *
     * @param stage what is going on
     * @param done steps of it that are done
     * @param of all its steps
     */
    void at(String stage, long done, long of);

    /** A copy that ends the evaluation once its thread is interrupted. */
    default StageProgress untilStopped() {
      return (stage, done, of) -> {
        EvaluationException.throwIfStopped();
        at(stage, done, of);
      };
    }
  }

  /**
   * An evaluation of a set of ratings; nothing runs yet.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory, which are the
   *     evaluation's own
   * @param set what to replay
   * @param partitions of each topic
   * @param likedFrom lowest rating that counts as liked; null to leave lists out
   * @param progress is told
   */
  public Evaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      @Nullable Float likedFrom,
      StageProgress progress) {
    this(
        settings,
        set,
        partitions,
        likedFrom,
        new Effort(WARM_UP_RATINGS, PASS_THROUGH_RUNS),
        progress);
  }

  Evaluation(
      StreamSettings settings,
      RatingSet set,
      int partitions,
      @Nullable Float likedFrom,
      Effort effort,
      StageProgress progress) {
    this.settings = settings.withScale(set.scale());
    this.set = set;
    this.partitions = partitions;
    this.likedFrom = likedFrom;
    this.effort = effort;
    this.progress = progress.untilStopped();
  }

  @Override
  public EvaluationReport run(@Nullable Path picture) throws IOException {
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), partitions)) {
      return run(system, picture);
    }
  }

  @Override
  public @Nullable EvaluationReport soFar(String why) {
    EvaluationReport throughput = known;
    return throughput == null ? null : throughput.with(lists == null ? null : lists.soFar(), why);
  }

  /** Evaluates on a broker that nothing was done on yet. */
  EvaluationReport run(LocalSystem system, @Nullable Path picture) throws IOException {
    StreamSettings here = system.on(settings, PREFIX);
    produce(system, PREFIX, set);
    double passThrough = passThrough(system, here);
    warmUp(system);
    Tally tally = new Tally();
    try (HeapPeak heap = HeapPeak.start()) {
      learn(here, tally, set.ratings(), "learning");
      known = report(system, here, tally, passThrough, heap, picture);
    }
    if (likedFrom == null) {
      return known;
    }
    lists = new ListReplays(system, settings, set, likedFrom, UnaryOperator.identity(), progress);
    return known.with(lists.run(new int[0]), null);
  }

  private void warmUp(LocalSystem system) {
    RatingSet planted =
        SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(effort.warmUpRatings()));
    produce(system, WARM_UP, planted);
    StreamSettings warm = system.on(settings, WARM_UP).withScale(planted.scale());
    learn(warm, new Tally(), planted.ratings(), "warming up");
  }

  private void produce(LocalSystem system, String prefix, RatingSet what) {
    EvaluationException.unlessStopped(() -> system.createTopics(prefix));
    Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
    int n = what.ratings().size();
    try (Replay replay = new Replay(kafka, prefix)) {
      EvaluationException.unlessStopped(
          () -> {
            replay.movies(what.movies());
            replay.ratings(what.ratings(), 0, done -> progress.at("producing", done, n));
          });
    }
  }

  private double passThrough(LocalSystem system, StreamSettings here) {
    double[] rates = new double[effort.passThroughRuns()];
    for (int run = -1; run < rates.length; run++) {
      long done = run + 1L;
      Standstill still = new Standstill(Duration.ofMinutes(2));
      double rate =
          PassThrough.measure(
              system,
              here,
              Topic.RATINGS.name(PREFIX),
              set.ratings().size(),
              "pass-through-" + done,
              seen -> progress.at(still.named("pass-through", seen), done, rates.length + 1L));
      if (run >= 0) { // the first one warms up
        rates[run] = rate;
      }
    }
    Arrays.sort(rates);
    return rates[rates.length / 2];
  }

  private void learn(StreamSettings here, Tally tally, Ratings ratings, String stage) {
    int n = ratings.size();
    try (FreshetStreams streams =
        new FreshetStreams(here, EnumSet.allOf(Side.class), tally, failure::set)) {
      streams.start();
      await(
          stage,
          tally::handled,
          n,
          () -> tally.handled() >= n && tally.learnedByMovies() >= tally.learned());
      timeShares = streams.timeShares();
      String servers = String.valueOf(here.deployment().kafka().bootstrapServers());
      await("reporting", tally::handled, n, () -> counts(servers, here, n).handled() >= n);
      await("sending lists", tally::lists, n, () -> tally.dueLists() == 0);
    }
  }

  private static EventCounts counts(String servers, StreamSettings here, int produced) {
    return LearnedTotals.read(servers, here.prefix(), produced).counts();
  }

  private void await(
      String stage, java.util.function.LongSupplier done, long of, BooleanSupplier isOver) {
    Standstill still = new Standstill(Duration.ofMinutes(2));
    while (!isOver.getAsBoolean()) {
      Throwable died = failure.get();
      if (died != null) {
        throw new IllegalStateException("Freshet stopped: " + died, died);
      }
      long now = done.getAsLong();
      progress.at(still.named(stage, now), Math.min(now, of), of);
      LockSupport.parkNanos(20_000_000);
    }
    progress.at(stage, of, of);
  }

  private EvaluationReport report(
      LocalSystem system,
      StreamSettings here,
      Tally tally,
      double passThrough,
      HeapPeak heap,
      @Nullable Path picture)
      throws IOException {
    Ratings ratings = set.ratings();
    int n = ratings.size();
    String servers = system.bootstrapServers();
    LearnedTotals totals = LearnedTotals.read(servers, PREFIX, n);
    totals.counts().requireThatTheyAddUp();
    Predictions live =
        Predictions.live(ratings, servers, Topic.USER_RATINGS_CHANGELOG.name(PREFIX));
    Predictions sequential =
        Predictions.sequential(ratings, new OnlineSgd(here.sgd(), here.scale()));
    if (picture != null) {
      new ErrorCurves(set.format() + ", " + n + " " + ratings.noun(), ratings)
          .add("global mean", sequential.mean())
          .add("biases alone", live.bias())
          .add("sequential, no Kafka", sequential.online())
          .add("online (live)", live.online())
          .write(picture);
    }
    SentLists lists = SentLists.read(servers, PREFIX, ratings, here.users().interactions());
    double perSecond = n / tally.seconds();
    return new EvaluationReport(
        ratings.count(n),
        n,
        tally.seconds(),
        perSecond,
        passThrough,
        perSecond / passThrough,
        new EvaluationReport.EvaluationErrors(
            totals.rmse(totals.squaredError()),
            live.rmse(live.online(), n / 2, n),
            totals.rmse(totals.squaredErrorBaseline()),
            live.rmse(live.bias(), n / 2, n),
            totals.rmse(totals.squaredErrorMean()),
            sequential.rmse(sequential.online(), 0, n),
            sequential.rmse(sequential.online(), n / 2, n)),
        tally.maxStaleness(),
        here.staleness().bound(),
        tally.heldBackSeconds(),
        totals.counts(),
        ratings.userIds().size(),
        lists.complete(),
        lists.withRated(),
        tally.lists(),
        heap.bytes(),
        partitions,
        here.users().threads(),
        here.movies().threads(),
        timeShares,
        null,
        null);
  }
}
