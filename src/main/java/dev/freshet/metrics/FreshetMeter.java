package dev.freshet.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Every meter of Freshet's own: name, unit and description together, each written once.
 *
 * <p>Prometheus sees the name with underscores, the unit appended, and {@code _total} after a
 * counter: {@code freshet.learned} in {@code ratings} is {@code freshet_learned_ratings_total}.
 * Counters count what this process handled since it started: work that a crash or a rebalance
 * repeats is counted again. The exact counts are in the topic {@code learning-progress}.
 */
public enum FreshetMeter {
  /** Counter, tag {@code side}. */
  LEARNED("freshet.learned", "ratings", "Ratings for which this side took its learning step"),
  /** Counter, tag {@code outcome}. */
  OUTCOMES("freshet.outcomes", "events", "Accepted events by what became of them"),
  /** Counter, tag {@code reason}. */
  REJECTED("freshet.rejected", "records", "Records sent to ratings-rejected, by reason"),
  /** Counter, tag {@code where}. */
  UNREADABLE(
      "freshet.unreadable",
      "records",
      "Records of internal topics and values of stores that could not be read"),
  /** Gauge, tags {@code model}, {@code window}. */
  RMSE("freshet.rmse", null, "Test-then-train error over the newest ratings, in rating points"),
  /** Gauge, tag {@code window}. */
  RMSE_WINDOW("freshet.rmse.window", "ratings", "Ratings that the window of freshet.rmse holds"),
  /** Gauge. */
  STALENESS(
      "freshet.staleness",
      "ratings",
      "Ratings learned by the user side, not yet by the movie side"),
  /** Gauge. */
  STALENESS_BOUND(
      "freshet.staleness.bound", "ratings", "Staleness above which the user side waits"),
  /** Counter. */
  THROTTLED("freshet.throttled", "seconds", "Time the user side was held back by the bound"),
  /** Timer with histogram. */
  FRESHNESS(
      "freshet.freshness",
      "seconds",
      "From a rating's arrival in the ratings topic to handing over the list that contains it"),
  /** Counter, tag {@code reason}. */
  LISTS_SENT("freshet.sent", "lists", "Lists handed to the producer, by why they were refreshed"),
  /** Timer. */
  LIST_COMPUTATION("freshet.list.computation", "seconds", "Time to score and choose one list"),
  /** Counter, tags {@code generation}, {@code arm}. */
  LIST_TAKES("freshet.list.takes", "events", "Takes of users to whom a list was sent"),
  /** Counter, tags {@code generation}, {@code arm}. */
  LIST_HITS("freshet.list.hits", "events", "Takes of which the movie was in the user's last list"),
  /** Counter, tags {@code generation}, {@code arm}. */
  LIST_POPULAR_HITS(
      "freshet.list.popular.hits",
      "events",
      "Takes of which the movie would have been in a list by popularity, of the same length"),
  /** Distribution, tag {@code arm}. */
  LIST_PLACE(
      "freshet.list.place", null, "Place in the last list of movies that were taken from it"),
  /** Timer, tag {@code arm}. */
  LIST_AGE("freshet.list.age", "seconds", "From sending a user's last list to the next take"),
  /** Gauge. */
  LISTS_DUE("freshet.due", "lists", "Users whose list waits to be refreshed"),
  /** Counter, tag {@code side}. */
  STEPS_REFUSED(
      "freshet.refused",
      "steps",
      "Learning steps refused because a factor became non-finite, and foreign checkpoint records"),
  /** Counter. */
  UNKNOWN_UNTOLD(
      "freshet.untold",
      "ratings",
      "Ratings taken though the catalogue could not be asked for their movie in time"),
  /** Gauge. */
  REPLICA_MOVIES("freshet.replica", "movies", "Movies whose factors this instance can score"),
  /** Gauge. */
  CATALOGUE_MOVIES("freshet.catalogue", "movies", "Movies in the catalogue"),
  /** Gauge, tag {@code store}. */
  STORE_ENTRIES(
      "freshet.store.estimated",
      "entries",
      "Entries of a state store as RocksDB estimates them: overwritten ones count until merged"),
  /** Gauge. */
  BLOCK_CACHE("freshet.block.cache", "bytes", "Memory in use of the cache that all stores share"),
  /** Gauge, tag {@code side}. */
  GENERATION("freshet.generation", null, "Generation of factors in use"),
  /** Counter, tag {@code fate}. */
  CHECKPOINTS("freshet.checkpoints", null, "Candidates decided by this process, by their fate"),
  /** Counter. */
  ROLLBACKS(
      "freshet.automatic.rollbacks",
      null,
      "Times that this process went back to an earlier generation by itself"),
  /** Gauge. */
  RETRAIN_FAILURES(
      "freshet.retrain.failures",
      null,
      "Failures of retraining in a row, as this process sees them if it is the trainer; 0 is well"),
  /** Counter. */
  RETRAIN_SKIPPED(
      "freshet.retrain.skipped",
      "records",
      "Records that the trainer passed over because it cannot read them"),
  /** Gauge. */
  TRAINER("freshet.trainer", null, "1 in the process that is the trainer, 0 in all others"),
  /** Gauge. */
  CHECKPOINT_DECIDED(
      "freshet.checkpoint.decided.timestamp",
      "seconds",
      "When the newest candidate was decided, since the epoch"),
  /** Gauge, tag {@code model}. */
  CHECKPOINT_RMSE(
      "freshet.checkpoint.rmse",
      null,
      "Error of the newest judged candidate and of the live model on the same ratings"),
  /** Gauge. */
  CHECKPOINT_GAIN(
      "freshet.checkpoint.gain",
      null,
      "Mean squared error of the live model less that of the newest judged candidate"),
  /** Gauge, tag {@code model}. */
  CHECKPOINT_NDCG(
      "freshet.checkpoint.ndcg",
      null,
      "NDCG@10 of lists of the newest judged candidate and of the live model before the same takes"),
  /** Gauge, tag {@code phase}. */
  CHECKPOINT_PHASE(
      "freshet.checkpoint.phase", "seconds", "Time that each part of the newest judged one took"),
  /** Gauge. */
  ADOPTION(
      "freshet.adoption",
      null,
      "Share of the partitions of both sides that have adopted the live generation"),
  /** Gauge, tag {@code window}. */
  LIVE_ERROR(
      "freshet.live.error",
      null,
      "Live RMSE over that of biases alone on the same ratings, around the live generation"),
  /** Gauge. */
  BROKER_REACHABLE("freshet.broker.reachable", null, "1 while the Kafka cluster answers, else 0"),
  /** Gauge, tag {@code side}. */
  RUNNING("freshet.running", null, "1 while this side's Kafka Streams application is running");

  private final String meterName;
  private final @Nullable String unit;
  private final String description;

  FreshetMeter(String meterName, @Nullable String unit, String description) {
    this.meterName = meterName;
    this.unit = unit;
    this.description = description;
  }

  /** Micrometer's name, with dots. */
  public String meterName() {
    return meterName;
  }

  /** The base unit, null for a bare number. */
  public @Nullable String unit() {
    return unit;
  }

  /** One line for people. */
  public String description() {
    return description;
  }
}
