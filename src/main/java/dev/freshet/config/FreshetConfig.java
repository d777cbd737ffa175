package dev.freshet.config;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.online.UserFoldIn;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.LiveWatch;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.staleness.StalenessGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * All settings of a process, read and checked. {@link FreshetSettings} says what each is and what
 * its default is.
 *
 * @param prefix what all names in Kafka start with
 * @param stateDir directory of the local stores; may not exist yet
 * @param scale of the ratings
 * @param learn the online step
 * @param staleness how far the user side may be ahead of the movie side
 * @param retraining when and how it is retrained
 * @param lists how lists are made
 * @param forgetRetention how long the marker of a forgotten user lives
 * @param unknownMovies what becomes of ratings of movies that are not in the catalogue
 */
public record FreshetConfig(
    String prefix,
    Sides side,
    Path stateDir,
    Threads threads,
    Processing processing,
    Topics topics,
    Scale scale,
    OnlineSgd.Settings learn,
    Duration forgetRetention,
    UnknownMovies unknownMovies,
    StalenessGate.Settings staleness,
    Retraining retraining,
    ListSettings lists,
    Http http,
    Progress progress,
    KafkaSettings kafka) {

  /** Which applications a process runs. */
  public enum Sides {
    /** The user side. */
    USERS,
    /** The movie side. */
    MOVIES,
    /** Both. */
    ALL;

    /** Whether the user side runs here. */
    public boolean runsUsers() {
      return this != MOVIES;
    }

    /** Whether the movie side runs here. */
    public boolean runsMovies() {
      return this != USERS;
    }
  }

  /** What becomes of ratings of movies that are not in the catalogue. */
  public enum UnknownMovies {
    /** They are learned, and the movie with them. */
    ACCEPT,
    /** They are rejected. */
    REJECT
  }

  /** What a crash may do to the counts. */
  public enum Guarantee {
    /** Nothing. */
    EXACTLY_ONCE_V2,
    /** Ratings may count twice. */
    AT_LEAST_ONCE;

    /** As Kafka Streams writes it. */
    public String kafkaValue() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Threads of each side. */
  public record Threads(int users, int movies) {}

  /**
   * How the two applications process.
   *
   * @param rocksDbMemory bytes outside the heap, for all stores together
   * @param cacheMemory bytes of heap, for the record cache of each side
   */
  public record Processing(
      Duration commitInterval,
      Guarantee guarantee,
      int standbyReplicas,
      long rocksDbMemory,
      long cacheMemory) {}

  /**
   * How topics are created.
   *
   * @param replicationFactor -1 for what the contract says
   */
  public record Topics(boolean create, int partitions, int replicationFactor) {}

  /**
   * Where metrics and health are served.
   *
   * @param port 0 for any that is free
   */
  public record Http(String host, int port) {}

  /**
   * How progress is shown.
   *
   * @param interval time between progress records
   * @param rmseWindows lengths of sliding windows, in ratings
   */
  public record Progress(Duration interval, List<Integer> rmseWindows) {}

  /**
   * How the model is retrained.
   *
   * @param enabled whether in this process
   * @param keep generations whose factors are kept
   */
  public record Retraining(
      boolean enabled,
      RetrainSettings.Schedule schedule,
      CandidateTraining.Settings training,
      Gate.Settings gate,
      int keep,
      LiveWatch.Settings watch) {}

  private static Retraining retraining(SettingValues values) {
    CandidateTraining.Settings byDefault = CandidateTraining.Settings.defaults();
    return new Retraining(
        values.get(RetrainingSettings.RETRAIN),
        new RetrainSettings.Schedule(
            values.get(RetrainingSettings.RETRAIN_FIRST),
            values.get(RetrainingSettings.RETRAIN_GROWTH),
            values.get(RetrainingSettings.RETRAIN_LOOK)),
        new CandidateTraining.Settings(
            byDefault.validation(),
            byDefault.least(),
            byDefault.seed(),
            values.get(RetrainingSettings.RETRAIN_THREADS),
            values.get(RetrainingSettings.RETRAIN_THREADS_SHARE)),
        new Gate.Settings(
            values.get(RetrainingSettings.RETRAIN_GATE_SHARE),
            values.get(RetrainingSettings.RETRAIN_GATE_LEAST),
            values.get(RetrainingSettings.RETRAIN_GATE_Z)),
        values.get(RetrainingSettings.RETRAIN_KEEP),
        new LiveWatch.Settings(
            values.get(RetrainingSettings.RETRAIN_WATCH_RATINGS),
            values.get(RetrainingSettings.RETRAIN_WATCH_SHARE),
            values.get(RetrainingSettings.RETRAIN_WATCH_Z),
            values.get(RetrainingSettings.RETRAIN_DRIFT_SHARE)));
  }

  /** The defaults and nothing else: what a test or an embedded run starts from. */
  public static FreshetConfig defaults() {
    return new SettingsReader().read();
  }

  static FreshetConfig from(SettingValues values) {
    return new FreshetConfig(
        values.get(FreshetSettings.PREFIX),
        values.get(FreshetSettings.SIDE),
        values.get(FreshetSettings.STATE_DIR),
        new Threads(
            values.get(FreshetSettings.THREADS_USERS), values.get(FreshetSettings.THREADS_MOVIES)),
        new Processing(
            values.get(FreshetSettings.COMMIT_INTERVAL),
            values.get(FreshetSettings.PROCESSING_GUARANTEE),
            values.get(FreshetSettings.STANDBY_REPLICAS),
            values.get(FreshetSettings.ROCKSDB_MEMORY),
            values.get(FreshetSettings.CACHE_MEMORY)),
        new Topics(
            values.get(FreshetSettings.TOPICS_CREATE),
            values.get(FreshetSettings.PARTITIONS),
            values.get(FreshetSettings.REPLICATION_FACTOR)),
        new Scale(values.get(LearningSettings.SCALE_MIN), values.get(LearningSettings.SCALE_MAX)),
        learn(values),
        values.get(LearningSettings.FORGET_RETENTION),
        values.get(LearningSettings.MOVIES_UNKNOWN),
        new StalenessGate.Settings(
            values.get(LearningSettings.STALENESS_BOUND),
            values.get(LearningSettings.STALENESS_START),
            values.get(LearningSettings.STALENESS_SHARE),
            values.get(LearningSettings.STALENESS_CHECK)),
        retraining(values),
        new ListSettings(
            recommender(values),
            values.get(FreshetSettings.LISTS_INTERVAL),
            values.get(FreshetSettings.LISTS_TICK),
            values.get(FreshetSettings.LISTS_SLICE)),
        new Http(values.get(FreshetSettings.HTTP_HOST), values.get(FreshetSettings.HTTP_PORT)),
        new Progress(
            values.get(FreshetSettings.PROGRESS_INTERVAL),
            values.get(FreshetSettings.RMSE_WINDOWS)),
        KafkaSettings.from(values));
  }

  private static OnlineSgd.Settings learn(SettingValues values) {
    return new OnlineSgd.Settings(
        values.get(LearningSettings.LEARN_RANK),
        values.find(LearningSettings.LEARN_MEAN).orElse(null),
        values.get(LearningSettings.LEARN_INITIAL_STD),
        values.get(LearningSettings.LEARN_RATE_USER_BIAS),
        values.get(LearningSettings.LEARN_RATE_MOVIE_BIAS),
        values.get(LearningSettings.LEARN_RATE_USER_VECTOR),
        values.get(LearningSettings.LEARN_RATE_MOVIE_VECTOR),
        values.get(LearningSettings.LEARN_L2),
        values.get(LearningSettings.LEARN_RATE_USER_BASELINE),
        values.get(LearningSettings.LEARN_RATE_MOVIE_BASELINE),
        values.get(LearningSettings.LEARN_MAX_ERROR),
        new UserFoldIn.Settings(
            values.get(LearningSettings.LEARN_FOLD_IN_RATINGS),
            values.get(LearningSettings.LEARN_FOLD_IN_BIAS_L2),
            values.get(LearningSettings.LEARN_FOLD_IN_L2)));
  }

  private static Recommender.Settings recommender(SettingValues values) {
    return new Recommender.Settings(
        values.get(FreshetSettings.LISTS_SIZE),
        values.get(FreshetSettings.LISTS_REASONS),
        values.get(FreshetSettings.LISTS_DAMPING),
        values.get(FreshetSettings.LISTS_REASONS_CONSIDERED));
  }
}
