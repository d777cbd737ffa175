package dev.freshet.measure;

import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the real thing over a whole rating file, as fast as it goes: embedded broker, both sides,
 * lists on; then reads back from Kafka what it did.
 */
public final class Evaluation {

  private static final String PREFIX = "freshet.";
  private static final String WARM_UP = "warmup.";

  /** Ratings of the planted set that warm the machine up. */
  private static final int WARM_UP_RATINGS = 900_000;

  private static final int PASS_THROUGH_RUNS = 3;

  /** Without any progress for so long, an evaluation has failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StreamSettings settings;
  private final RatingSet set;
  private final int partitions;
  private final Progress progress;
  private Map<String, Map<String, Double>> timeShares = Map.of();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Is told how far an evaluation is. */
  public interface Progress {
    /**
     * Called now and then.
     *
     * @param stage what is going on
     * @param done steps of it that are done
     * @param of all its steps
     */
    void at(String stage, long done, long of);
  }

  /**
   * Prepares.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory, which are the
   *     evaluation's own
   * @param set what to replay
   * @param partitions of each topic
   * @param progress is told
   */
  public Evaluation(StreamSettings settings, RatingSet set, int partitions, Progress progress) {
    this.settings = settings.withScale(set.scale());
    this.set = set;
    this.partitions = partitions;
    this.progress = progress;
  }

  /**
   * Evaluates.
   *
   * @param picture where to draw the error curves, null for no picture
   * @throws IOException if the picture cannot be written
   * @throws IllegalStateException if Freshet died or got stuck
   */
  public EvaluationReport run(@Nullable Path picture) throws IOException {
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), partitions)) {
      StreamSettings here = system.on(settings, PREFIX);
      produce(system, PREFIX, set);
      double passThrough = passThrough(system, here);
      warmUp(system);
      Tally tally = new Tally();
      try (HeapPeak heap = HeapPeak.start()) {
        learn(here, tally, set.ratings(), "learning");
        return report(system, here, tally, passThrough, heap, picture);
      }
    }
  }

  private void warmUp(LocalSystem system) {
    RatingSet planted = SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(WARM_UP_RATINGS));
    produce(system, WARM_UP, planted);
    StreamSettings warm = system.on(settings, WARM_UP).withScale(planted.scale());
    learn(warm, new Tally(), planted.ratings(), "warming up");
  }

  private void produce(LocalSystem system, String prefix, RatingSet what) {
    system.createTopics(prefix);
    Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
    try (Replay replay = new Replay(kafka, prefix)) {
      replay.movies(what.movies());
      int n = what.ratings().size();
      replay.ratings(what.ratings(), 0, done -> progress.at("producing", done, n));
    }
  }

  private double passThrough(LocalSystem system, StreamSettings here) {
    double[] rates = new double[PASS_THROUGH_RUNS];
    for (int run = -1; run < PASS_THROUGH_RUNS; run++) {
      progress.at("pass-through", run + 1L, PASS_THROUGH_RUNS + 1L);
      double rate =
          PassThrough.measure(
              system,
              here,
              Topic.RATINGS.name(PREFIX),
              set.ratings().size(),
              "pass-through-" + (run + 1));
      if (run >= 0) { // the first one warms up
        rates[run] = rate;
      }
    }
    Arrays.sort(rates);
    return rates[PASS_THROUGH_RUNS / 2];
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
      String servers = String.valueOf(here.kafka().get("bootstrap.servers"));
      await("reporting", tally::handled, n, () -> Totals.read(servers, here.prefix()).sum() >= n);
      await("sending lists", tally::lists, n, () -> tally.dueLists() == 0);
    }
  }

  private void await(
      String stage, java.util.function.LongSupplier done, long of, BooleanSupplier isOver) {
    long lastDone = -1;
    long lastChange = System.nanoTime();
    while (!isOver.getAsBoolean()) {
      Throwable died = failure.get();
      if (died != null) {
        throw new IllegalStateException("Freshet stopped: " + died, died);
      }
      long now = done.getAsLong();
      if (now != lastDone) {
        lastDone = now;
        lastChange = System.nanoTime();
      } else if (System.nanoTime() - lastChange > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "no progress in " + PATIENCE.toSeconds() + " s while " + stage + ", at " + now);
      }
      progress.at(stage, Math.min(now, of), of);
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
    Totals totals = Totals.read(servers, PREFIX);
    Predictions live =
        Predictions.live(ratings, servers, Topic.USER_RATINGS_CHANGELOG.name(PREFIX));
    Predictions sequential =
        Predictions.sequential(ratings, new OnlineSgd(here.sgd(), here.scale()));
    if (picture != null) {
      new ErrorCurves(set.format() + ", " + n + " ratings", ratings)
          .add("global mean", sequential.mean())
          .add("biases alone", live.bias())
          .add("sequential, no Kafka", sequential.online())
          .add("online (live)", live.online())
          .write(picture);
    }
    Lists lists = Lists.read(servers, PREFIX, ratings);
    double perSecond = n / tally.seconds();
    return new EvaluationReport(
        n,
        tally.seconds(),
        perSecond,
        passThrough,
        perSecond / passThrough,
        new EvaluationReport.Rmse(
            totals.rmse(totals.squaredError),
            live.rmse(live.online(), n / 2, n),
            totals.rmse(totals.squaredErrorBaseline),
            live.rmse(live.bias(), n / 2, n),
            totals.rmse(totals.squaredErrorMean),
            sequential.rmse(sequential.online(), 0, n),
            sequential.rmse(sequential.online(), n / 2, n)),
        tally.maxStaleness(),
        here.staleness().bound(),
        tally.heldBackSeconds(),
        n,
        totals.learned,
        totals.unchanged,
        totals.late,
        totals.retracted,
        totals.forgotten,
        totals.rejected,
        ratings.userIds().size(),
        lists.complete,
        lists.withRated,
        tally.lists(),
        heap.bytes(),
        partitions,
        here.userThreads(),
        here.movieThreads(),
        timeShares);
  }

  /**
   * Sums of the newest committed reports of all user partitions, and the number of rejected
   * records.
   */
  private static final class Totals {
    private long learned;
    private long unchanged;
    private long late;
    private long retracted;
    private long forgotten;
    private long rejected;
    private double squaredError;
    private double squaredErrorBaseline;
    private double squaredErrorMean;

    static Totals read(String servers, String prefix) {
      Map<Integer, LearningProgress> newest = new HashMap<>();
      TopicReader.readAll(
          servers,
          Topic.LEARNING_PROGRESS.name(prefix),
          record -> {
            LearningProgress report = LearningProgress.fromJson(record.value());
            if (report.side() == Side.USERS) {
              newest.put(report.partition(), report);
            }
          });
      Totals totals = new Totals();
      for (LearningProgress report : newest.values()) {
        totals.learned += report.learned();
        totals.unchanged += report.unchanged();
        totals.late += report.late();
        totals.retracted += report.retracted();
        totals.forgotten += report.forgotten();
        totals.squaredError += report.squaredError();
        totals.squaredErrorBaseline += report.squaredErrorBaseline();
        totals.squaredErrorMean += report.squaredErrorMean();
      }
      TopicReader.readAll(
          servers, Topic.RATINGS_REJECTED.name(prefix), record -> totals.rejected++);
      return totals;
    }

    long sum() {
      return learned + unchanged + late + retracted + forgotten + rejected;
    }

    double rmse(double squares) {
      return Math.sqrt(squares / learned);
    }
  }

  /** The newest list of each user, held against what the user rated. */
  private static final class Lists {
    private long complete;
    private long withRated;

    static Lists read(String servers, String prefix, Ratings ratings) {
      Map<String, Set<String>> rated = new HashMap<>();
      for (int i = 0; i < ratings.size(); i++) {
        rated
            .computeIfAbsent(ratings.userIds().get(ratings.user(i)), id -> new HashSet<>())
            .add(ratings.movieIds().get(ratings.movie(i)));
      }
      Map<String, Recommendations> newest = new HashMap<>();
      TopicReader.readAll(
          servers,
          Topic.RECOMMENDATIONS.name(prefix),
          record ->
              newest.put(
                  new String(record.key(), StandardCharsets.UTF_8),
                  Recommendations.fromJson(record.value())));
      Lists lists = new Lists();
      for (Map.Entry<String, Recommendations> entry : newest.entrySet()) {
        Set<String> known = rated.getOrDefault(entry.getKey(), Set.of());
        List<Recommendations.Item> items = entry.getValue().items();
        if (entry.getValue().ratings() == known.size() && !items.isEmpty()) {
          lists.complete++;
        }
        if (items.stream().anyMatch(item -> known.contains(item.movieId()))) {
          lists.withRated++;
        }
      }
      return lists;
    }
  }
}
