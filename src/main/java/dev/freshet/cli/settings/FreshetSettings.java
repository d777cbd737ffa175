package dev.freshet.cli.settings;

import dev.freshet.cli.settings.FreshetConfig.Guarantee;
import dev.freshet.cli.settings.FreshetConfig.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The registry of all settings but those that pass through to Kafka ({@link KafkaSettings}). To add
 * one: a constant here, and a component that reads it in {@link FreshetConfig}; documentation,
 * environment variable, checks and {@code --set} follow.
 */
public final class FreshetSettings {

  /**
   * Settings that belong together.
   *
   * @param title as a heading
   * @param settings in the order in which they are documented
   */
  public record Section(String title, List<Setting<?>> settings) {}

  /** A rule over several settings, checked once each of them is right by itself. */
  record CrossCheck(List<Setting<?>> about, String expected, Predicate<SettingValues> holds) {}

  private static final List<Section> SECTIONS = new ArrayList<>();
  private static final Pattern TOPIC_CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]{0,100}");

  // ---- Connection -------------------------------------------------------------------------------
  private static final Section CONNECTION = section("Kafka and names");

  /** Brokers. */
  public static final Setting<String> BOOTSTRAP_SERVERS =
      in(
          CONNECTION,
          Setting.of(
              "bootstrap.servers",
              SettingType.SERVERS,
              "Brokers to find the Kafka cluster by; `run` needs it."));

  /** What all names start with. */
  public static final Setting<String> PREFIX =
      in(
          CONNECTION,
          Setting.of(
                  "prefix",
                  SettingType.TEXT,
                  "freshet.",
                  "What the names of all topics, groups and transactional ids start with.")
              .where(
                  "of at most 100 letters, digits, dots, dashes and underscores",
                  text -> TOPIC_CHARACTERS.matcher(text).matches()));

  // ---- Process ----------------------------------------------------------------------------------
  private static final Section PROCESS = section("The process");

  /** Which applications this process runs. */
  public static final Setting<Side> SIDE =
      in(
          PROCESS,
          Setting.of(
              "side",
              SettingType.choice(Side.class),
              "all",
              "Which half of the learner this process runs; both halves must run somewhere."));

  /** Where the stores are. */
  public static final Setting<Path> STATE_DIR =
      in(
          PROCESS,
          Setting.of(
              "state.dir",
              SettingType.PATH,
              "~/.local/state/freshet",
              "Directory of the local stores, a cache of what is in Kafka; each process needs its"
                  + " own."));

  /** Threads of the user side. */
  public static final Setting<Integer> THREADS_USERS =
      in(
          PROCESS,
          atLeast(
              1, Setting.of("threads.users", SettingType.WHOLE, "2", "Threads of the user side.")));

  /** Threads of the movie side. */
  public static final Setting<Integer> THREADS_MOVIES =
      in(
          PROCESS,
          atLeast(
              1,
              Setting.of("threads.movies", SettingType.WHOLE, "1", "Threads of the movie side.")));

  /** Time between commits. */
  public static final Setting<Duration> COMMIT_INTERVAL =
      in(
          PROCESS,
          positive(
              Setting.of(
                  "commit.interval",
                  SettingType.DURATION,
                  "100ms",
                  "Time between commits: longer means more ratings per second and older lists.")));

  /** Once or at least once. */
  public static final Setting<Guarantee> PROCESSING_GUARANTEE =
      in(
          PROCESS,
          Setting.of(
              "processing.guarantee",
              SettingType.choice(Guarantee.class),
              "exactly_once_v2",
              "Whether a crash may make ratings count twice (`at_least_once`)."));

  /** Copies of the stores on other instances. */
  public static final Setting<Integer> STANDBY_REPLICAS =
      in(
          PROCESS,
          atLeast(
              0,
              Setting.of(
                  "standby.replicas",
                  SettingType.WHOLE,
                  "0",
                  "Warm copies of each store on other instances, for a quick takeover.")));

  /** Memory of RocksDB. */
  public static final Setting<Long> ROCKSDB_MEMORY =
      in(
          PROCESS,
          Setting.of(
                  "rocksdb.memory",
                  SettingType.SIZE,
                  "128MiB",
                  "Memory outside the heap for the block cache and memtables of all stores"
                      + " together.")
              .where("at least 8MiB", bytes -> bytes >= 8 << 20));

  /** Memory of the record cache. */
  public static final Setting<Long> CACHE_MEMORY =
      in(
          PROCESS,
          Setting.of(
              "cache.memory",
              SettingType.SIZE,
              "64MiB",
              "Heap for the record cache of each side, which merges updates of the same key"
                  + " between commits."));

  // ---- Topics -----------------------------------------------------------------------------------
  private static final Section TOPICS = section("Topics");

  /** Whether missing topics are created. */
  public static final Setting<Boolean> TOPICS_CREATE =
      in(
          TOPICS,
          Setting.of(
              "topics.create",
              SettingType.YES_OR_NO,
              "true",
              "Whether `run` creates topics that are missing."));

  /** Partitions of new topics. */
  public static final Setting<Integer> PARTITIONS =
      in(
          TOPICS,
          Setting.of(
                  "partitions",
                  SettingType.WHOLE,
                  "12",
                  "Partitions of topics that are created, the most instances that can share the"
                      + " work; fixed from then on.")
              .where("from 1 to 1000", n -> n >= 1 && n <= 1000));

  /** Copies of new topics. */
  public static final Setting<Integer> REPLICATION_FACTOR =
      in(
          TOPICS,
          Setting.of(
                  "replication.factor",
                  SettingType.WHOLE,
                  "-1",
                  "Replication factor of topics that are created; -1 is what"
                      + " `topology/topics.yaml` says.")
              .where("-1 or from 1 to 32767", n -> n == -1 || (n >= 1 && n <= Short.MAX_VALUE)));

  // ---- Learning ---------------------------------------------------------------------------------
  private static final Section LEARNING = section("Learning");

  /** Lowest rating. */
  public static final Setting<Float> SCALE_MIN =
      in(
          LEARNING,
          Setting.of(
              "scale.min", SettingType.NUMBER, "0.5", "Lowest rating; lower ones are rejected."));

  /** Highest rating. */
  public static final Setting<Float> SCALE_MAX =
      in(
          LEARNING,
          Setting.of(
              "scale.max", SettingType.NUMBER, "5", "Highest rating; higher ones are rejected."));

  /** Length of factor vectors. */
  public static final Setting<Integer> LEARN_RANK =
      in(
          LEARNING,
          Setting.of(
                  "learn.rank",
                  SettingType.WHOLE,
                  "32",
                  "Length of the factor vectors; fixed once there are any.")
              .where("from 1 to 1024", n -> n >= 1 && n <= 1024));

  /** How long a forgotten user's marker lives. */
  public static final Setting<Duration> FORGET_RETENTION =
      in(
          LEARNING,
          positive(
              Setting.of(
                  "forget.retention",
                  SettingType.DURATION,
                  "30d",
                  "How long older events of a forgotten user are still ignored.")));

  /** How far the movie side may be behind. */
  public static final Setting<Integer> STALENESS_BOUND =
      in(
          LEARNING,
          atLeast(
              1,
              Setting.of(
                  "staleness.bound",
                  SettingType.WHOLE,
                  "2000",
                  "Ratings that the user side may be ahead of the movie side before it waits.")));

  /** How often the distance is looked at. */
  public static final Setting<Duration> STALENESS_CHECK =
      in(
          LEARNING,
          positive(
              Setting.of(
                  "staleness.check",
                  SettingType.DURATION,
                  "50ms",
                  "Time between looks at how far the user side is ahead.")));

  // ---- Lists ------------------------------------------------------------------------------------
  private static final Section LISTS = section("Lists");

  /** Movies per list. */
  public static final Setting<Integer> LISTS_SIZE =
      in(
          LISTS,
          Setting.of("lists.size", SettingType.WHOLE, "10", "Movies in a list.")
              .where("from 1 to 1000", n -> n >= 1 && n <= 1000));

  /** Least time between lists of one user. */
  public static final Setting<Duration> LISTS_INTERVAL =
      in(
          LISTS,
          Setting.of(
              "lists.interval",
              SettingType.DURATION,
              "1s",
              "Least time between two lists of the same user; 0ms sends one for each rating."));

  /** How often due lists are sent. */
  public static final Setting<Duration> LISTS_TICK =
      in(
          LISTS,
          positive(
              Setting.of(
                  "lists.tick",
                  SettingType.DURATION,
                  "50ms",
                  "Time between looks for lists that are due.")));

  // ---- Watching ---------------------------------------------------------------------------------
  private static final Section WATCHING = section("Watching it");

  /** Address of the web server. */
  public static final Setting<String> HTTP_HOST =
      in(
          WATCHING,
          Setting.of(
                  "http.host",
                  SettingType.TEXT,
                  "127.0.0.1",
                  "Address that metrics and health are served on; 0.0.0.0 opens them to the"
                      + " network.")
              .where("not empty", text -> !text.isEmpty()));

  /** Port of the web server. */
  public static final Setting<Integer> HTTP_PORT =
      in(
          WATCHING,
          Setting.of(
                  "http.port", SettingType.WHOLE, "8080", "Port of the same; 0 takes a free one.")
              .where("from 0 to 65535", n -> n >= 0 && n <= 65535));

  /** How often progress is published. */
  public static final Setting<Duration> PROGRESS_INTERVAL =
      in(
          WATCHING,
          positive(
              Setting.of(
                  "progress.interval",
                  SettingType.DURATION,
                  "1s",
                  "Time between records in the topic `learning-progress`.")));

  /** Windows of the error meters. */
  public static final Setting<List<Integer>> RMSE_WINDOWS =
      in(
          WATCHING,
          Setting.of(
                  "rmse.windows",
                  SettingType.WHOLES,
                  "1000,10000",
                  "Newest ratings over which errors are shown, one meter for each number.")
              .where("each at least 1", all -> all.stream().allMatch(n -> n >= 1)));

  static final List<CrossCheck> CROSS_CHECKS =
      List.of(
          new CrossCheck(
              List.of(SCALE_MIN, SCALE_MAX),
              "scale.min below scale.max",
              values -> values.get(SCALE_MIN) < values.get(SCALE_MAX)));

  private FreshetSettings() {}

  /** All settings, in the order of the documentation. */
  public static List<Section> sections() {
    return List.copyOf(SECTIONS);
  }

  /** All settings. */
  public static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>();
    SECTIONS.forEach(section -> all.addAll(section.settings()));
    return all;
  }

  /** The setting of a key. */
  static Optional<Setting<?>> find(String key) {
    return all().stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  private static Section section(String title) {
    Section section = new Section(title, new ArrayList<>());
    SECTIONS.add(section);
    return section;
  }

  private static <T> Setting<T> in(Section section, Setting<T> setting) {
    section.settings().add(setting);
    return setting;
  }

  private static Setting<Integer> atLeast(int least, Setting<Integer> setting) {
    return setting.where("at least " + least, n -> n >= least);
  }

  private static Setting<Duration> positive(Setting<Duration> setting) {
    return setting.where("more than 0", duration -> !duration.isZero());
  }
}
