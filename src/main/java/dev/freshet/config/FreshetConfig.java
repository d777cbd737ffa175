package dev.freshet.config;

import dev.freshet.config.SettingValues.Given;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.OnlineSgd.Rate;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.online.UserFoldIn;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.LiveWatch;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicSpecs;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All settings of a process, read and checked: the records of the components that use them. {@link
 * FreshetSettings} says what each setting is and what its default is.
 *
 * @param side which applications run
 * @param retrains whether this process retrains
 * @param topics how topics are created
 * @param streams how the applications run
 * @param retraining how the trainer runs, on the same deployment, step and scale
 * @param http where metrics and health are served
 * @param bootstrapWait how long a start waits for a cluster that does not answer
 * @param rmseWindows lengths of sliding windows over which errors are shown, in ratings
 */
public record FreshetConfig(
    Sides side,
    boolean retrains,
    Topics topics,
    StreamSettings streams,
    RetrainSettings retraining,
    Http http,
    Duration bootstrapWait,
    List<Integer> rmseWindows) {

  /** Which applications a process runs. */
  public enum Sides {
    /** The user side. */
    USERS,
    /** The movie side. */
    MOVIES,
    /** Both sides, in one process. */
    ALL;

    /** Whether the user side runs here. */
    public boolean runsUsers() {
      return this != MOVIES;
    }
  }

  /**
   * How topics are created.
   *
   * @param create whether {@code run} creates those that are missing
   * @param replicationFactor -1 for what the contract says
   * @param configs Kafka's settings that are set, or left out where they are empty
   */
  public record Topics(
      boolean create, int replicationFactor, Map<Topic, Map<String, Optional<String>>> configs) {}

  /**
   * Where metrics and health are served.
   *
   * @param host address
   * @param port 0 for any that is free
   */
  public record Http(String host, int port) {}

  /** The defaults and nothing else: what a test or an embedded run starts from. */
  public static FreshetConfig defaults() {
    return new SettingsReader().read();
  }

  /** How clients reach the cluster. */
  public KafkaSettings kafka() {
    return streams.deployment().kafka();
  }

  /** What the names of all topics, groups and transactional ids start with. */
  public String prefix() {
    return streams.prefix();
  }

  /** What the topics of this deployment should be like. */
  public TopicSpecs.Settings topicSpecs() {
    TopicSpecs.Settings specs =
        TopicSpecs.Settings.production()
            .withPrefix(prefix())
            .withPartitions(streams.partitions())
            .withConfigs(topics.configs());
    int replication = topics.replicationFactor();
    return replication < 0 ? specs : specs.withReplication(replication);
  }

  /** A copy with other streams; the trainer is where they are. */
  public FreshetConfig with(StreamSettings other) {
    RetrainSettings there = retraining.at(other.deployment(), other.scale());
    return new FreshetConfig(
        side, retrains, topics, other, there, http, bootstrapWait, rmseWindows);
  }

  static FreshetConfig from(SettingValues values) {
    StreamSettings streams = streams(values);
    return new FreshetConfig(
        values.get(FreshetSettings.SIDE),
        values.get(RetrainingSettings.RETRAIN),
        new Topics(
            values.get(FreshetSettings.TOPICS_CREATE),
            values.get(FreshetSettings.REPLICATION_FACTOR),
            TopicSettings.read(values)),
        streams,
        retraining(values, streams),
        new Http(values.get(FreshetSettings.HTTP_HOST), values.get(FreshetSettings.HTTP_PORT)),
        values.get(FreshetSettings.BOOTSTRAP_WAIT),
        values.get(FreshetSettings.RMSE_WINDOWS));
  }

  private static StreamSettings streams(SettingValues values) {
    return new StreamSettings(
        new Deployment(
            kafka(values),
            values.get(FreshetSettings.PREFIX),
            values.get(FreshetSettings.PARTITIONS)),
        values.get(FreshetSettings.STATE_DIR),
        new StreamSettings.Processing(
            values.get(FreshetSettings.PROCESSING_GUARANTEE),
            values.get(FreshetSettings.COMMIT_INTERVAL),
            values.get(FreshetSettings.CACHE_MEMORY),
            values.get(FreshetSettings.STANDBY_REPLICAS),
            values.get(FreshetSettings.ROCKSDB_MEMORY)),
        sgd(values),
        new Scale(values.get(LearningSettings.SCALE_MIN), values.get(LearningSettings.SCALE_MAX)),
        new StreamSettings.UserSide(
            values.get(FreshetSettings.THREADS_USERS),
            lists(values),
            values.get(LearningSettings.FORGET_RETENTION),
            values.get(LearningSettings.MOVIES_UNKNOWN),
            EventSettings.read(values)),
        new StreamSettings.MovieSide(values.get(FreshetSettings.THREADS_MOVIES)),
        new StalenessGate.Settings(
            values.get(LearningSettings.STALENESS_START),
            values.get(LearningSettings.STALENESS_SHARE),
            values.get(LearningSettings.STALENESS_BOUND),
            values.get(LearningSettings.STALENESS_CHECK)),
        values.get(FreshetSettings.PROGRESS_INTERVAL));
  }

  private static KafkaSettings kafka(SettingValues values) {
    Map<KafkaSettings.Group, Map<String, String>> groups = new EnumMap<>(KafkaSettings.Group.class);
    for (Map.Entry<String, Given> e : values.given().entrySet()) {
      String key = e.getKey();
      if (key.startsWith(KafkaSettings.PREFIX)) {
        KafkaSettings.Group group = KafkaSettings.Group.of(key);
        groups
            .computeIfAbsent(group, g -> new TreeMap<>())
            .put(group.name(key), e.getValue().text());
      }
    }
    return new KafkaSettings(values.find(FreshetSettings.BOOTSTRAP_SERVERS).orElse(null), groups);
  }

  private static OnlineSgd.Settings sgd(SettingValues values) {
    return new OnlineSgd.Settings(
        values.find(LearningSettings.LEARN_MEAN).orElse(null),
        values.get(LearningSettings.LEARN_RANK),
        values.get(LearningSettings.LEARN_INITIAL_STD),
        Map.of(
            Rate.USER_BIAS, values.get(LearningSettings.LEARN_RATE_USER_BIAS),
            Rate.MOVIE_BIAS, values.get(LearningSettings.LEARN_RATE_MOVIE_BIAS),
            Rate.USER_VECTOR, values.get(LearningSettings.LEARN_RATE_USER_VECTOR),
            Rate.MOVIE_VECTOR, values.get(LearningSettings.LEARN_RATE_MOVIE_VECTOR),
            Rate.USER_BASELINE, values.get(LearningSettings.LEARN_RATE_USER_BASELINE),
            Rate.MOVIE_BASELINE, values.get(LearningSettings.LEARN_RATE_MOVIE_BASELINE)),
        values.get(LearningSettings.LEARN_L2),
        new UserFoldIn.Settings(
            values.get(LearningSettings.LEARN_FOLD_IN_BIAS_L2),
            values.get(LearningSettings.LEARN_FOLD_IN_RATINGS),
            values.get(LearningSettings.LEARN_FOLD_IN_L2)),
        values.get(LearningSettings.LEARN_MAX_ERROR));
  }

  private static ListSettings lists(SettingValues values) {
    return new ListSettings(
        values.get(FreshetSettings.LISTS_INTERVAL),
        new Recommender.Settings(
            values.get(FreshetSettings.LISTS_SIZE),
            values.get(FreshetSettings.LISTS_DAMPING),
            values.get(FreshetSettings.LISTS_REASONS),
            new Recommender.Considered(values.get(FreshetSettings.LISTS_REASONS_CONSIDERED)),
            values.get(FreshetSettings.LISTS_EXPLORE),
            values.get(FreshetSettings.LISTS_MAX_PER_GENRE),
            values.get(FreshetSettings.LISTS_DIVERSITY)),
        values.get(FreshetSettings.LISTS_TICK),
        new ListSettings.Slice(values.get(FreshetSettings.LISTS_SLICE)),
        values.get(FreshetSettings.LISTS_CONTROL_SHARE));
  }

  private static RetrainSettings retraining(SettingValues values, StreamSettings streams) {
    CandidateTraining.Settings byDefault = CandidateTraining.Settings.defaults();
    return new RetrainSettings(
        streams.deployment(),
        streams.sgd(),
        streams.scale(),
        new RetrainSettings.Cadence(
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
            values.get(RetrainingSettings.RETRAIN_GATE_Z),
            values.get(RetrainingSettings.RETRAIN_GATE_TAKES)),
        values.get(RetrainingSettings.RETRAIN_KEEP),
        new LiveWatch.Settings(
            values.get(RetrainingSettings.RETRAIN_WATCH_SHARE),
            new LiveWatch.Window(
                values.get(RetrainingSettings.RETRAIN_WATCH_RATINGS),
                values.get(RetrainingSettings.RETRAIN_WATCH_Z)),
            values.get(RetrainingSettings.RETRAIN_DRIFT_SHARE),
            values.get(RetrainingSettings.RETRAIN_WATCH_LONGEST)),
        streams.users().interactions(),
        streams.users().lists().control());
  }
}
