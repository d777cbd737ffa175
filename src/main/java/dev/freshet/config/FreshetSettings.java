package dev.freshet.config;

import static dev.freshet.config.Constraint.atLeast;
import static dev.freshet.config.Constraint.between;
import static dev.freshet.config.Constraint.notNegative;
import static dev.freshet.config.Constraint.positive;
import static dev.freshet.config.Setting.duration;
import static dev.freshet.config.Setting.number;
import static dev.freshet.config.Setting.size;
import static dev.freshet.config.Setting.text;
import static dev.freshet.config.Setting.whole;

import dev.freshet.config.FreshetConfig.Sides;
import dev.freshet.online.Recommender;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.StreamSettings.Guarantee;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.TopicSpecs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The registry of all settings but those that pass through to Kafka ({@link KafkaSettings}). To add
 * one: a constant here or in {@link LearningSettings}, and a component that reads it in {@link
 * FreshetConfig}; documentation, environment variable, checks and {@code --set} follow. Defaults
 * that belong to an algorithm are taken from it. What each setting is, is said by its own last
 * text.
 */
public final class FreshetSettings {

  /**
   * Settings that belong together.
   *
   * @param title as a heading
   * @param settings in the order in which they are documented
   */
  public record Section(String title, List<Setting<?>> settings) {
    <T> Setting<T> add(Setting<T> setting) {
      settings.add(setting);
      return setting;
    }

    private Section where(boolean forExperts) {
      return new Section(
          title, settings.stream().filter(s -> s.isForExperts() == forExperts).toList());
    }
  }

  /** A rule over several settings, checked once each of them is there and right by itself. */
  record CrossCheck(List<Setting<?>> about, String expected, Predicate<SettingValues> holds) {}

  private static final List<Section> SECTIONS = new ArrayList<>();
  private static final ListSettings LIST = ListSettings.defaults();
  private static final Recommender.Settings RECOMMENDER = LIST.recommender();

  // ---- Kafka and names --------------------------------------------------------------------------

  private static final Section KAFKA = section("Kafka and names");

  public static final Setting<String> BOOTSTRAP_SERVERS =
      KAFKA.add(
          Setting.of(
              "bootstrap.servers",
              SettingType.SERVERS,
              "Brokers to find the Kafka cluster by; `run` needs it."));

  public static final Setting<Duration> BOOTSTRAP_WAIT =
      KAFKA.add(
          duration(
              "bootstrap.wait",
              "5m",
              "How long `run` and `retrain --watch` wait at their start for a cluster that does not"
                  + " answer."));

  public static final Setting<String> PREFIX =
      KAFKA.add(
          text(
                  "prefix",
                  Prefix.DEFAULT,
                  "What the names of all topics, groups and transactional ids start with.")
              .where(new Constraint<>("of at most " + Prefix.ALLOWED, Prefix::isValid)));

  // ---- The process ------------------------------------------------------------------------------

  private static final Section PROCESS = section("The process");

  public static final Setting<Sides> SIDE =
      PROCESS.add(
          Setting.of(
              "side",
              SettingType.choice(Sides.class),
              "all",
              "Which half of the learner this process runs; both halves must run somewhere."));

  public static final Setting<Path> STATE_DIR =
      PROCESS.add(
          Setting.of(
              "state.dir",
              SettingType.PATH,
              "~/.local/state/freshet",
              "Directory of the local stores, a cache of what is in Kafka; each process needs its"
                  + " own."));

  public static final Setting<Integer> THREADS_USERS =
      PROCESS.add(
          whole("threads.users", "1", "Threads of the user side; each has transactions of its own.")
              .where(atLeast(1)));

  public static final Setting<Integer> THREADS_MOVIES =
      PROCESS.add(whole("threads.movies", "1", "Threads of the movie side.").where(atLeast(1)));

  public static final Setting<Duration> COMMIT_INTERVAL =
      PROCESS.add(
          duration(
                  "commit.interval",
                  "40ms",
                  "Time between commits: longer means more ratings per second and older lists. The"
                      + " movie side commits every 200 ms while there is little to commit.")
              .where(positive()));

  public static final Setting<Guarantee> PROCESSING_GUARANTEE =
      PROCESS.add(
          Setting.of(
              "processing.guarantee",
              SettingType.choice(Guarantee.class),
              "exactly_once_v2",
              "Whether a crash may make ratings count twice (`at_least_once`)."));

  public static final Setting<Integer> STANDBY_REPLICAS =
      PROCESS.add(
          whole(
                  "standby.replicas",
                  "0",
                  "Warm copies of each store on other instances, for a quick takeover.")
              .where(atLeast(0)));

  public static final Setting<Long> ROCKSDB_MEMORY =
      PROCESS.add(
          size(
                  "rocksdb.memory",
                  "128MiB",
                  "Memory outside the heap for the block cache and memtables of all stores"
                      + " together.")
              .where(new Constraint<>("at least 8MiB", bytes -> bytes >= 8 << 20)));

  public static final Setting<Long> CACHE_MEMORY =
      PROCESS.add(
          size(
              "cache.memory",
              "64MiB",
              "Heap for the record cache of each side, which merges updates of the same key between"
                  + " commits."));

  // ---- Topics -----------------------------------------------------------------------------------

  private static final Section TOPICS = section("Topics");

  public static final Setting<Boolean> TOPICS_CREATE =
      TOPICS.add(
          Setting.of(
              "topics.create",
              SettingType.YES_OR_NO,
              "true",
              "Whether `run` creates topics that are missing."));

  public static final Setting<Integer> PARTITIONS =
      TOPICS.add(
          whole(
                  "partitions",
                  String.valueOf(TopicSpecs.load(TopicSpecs.Settings.production()).partitions()),
                  "Partitions of topics that are created, the most instances that can share the"
                      + " work; fixed from then on.")
              .where(between(1, 1000)));

  public static final Setting<Integer> REPLICATION_FACTOR =
      TOPICS.add(
          whole(
                  "replication.factor",
                  "-1",
                  "Replication factor of topics that are created; -1 is what `topology/topics.yaml`"
                      + " says.")
              .where(
                  new Constraint<>(
                      "-1 or from 1 to 32767", n -> n == -1 || (n >= 1 && n <= Short.MAX_VALUE))));

  static {
    SECTIONS.add(LearningSettings.SECTION);
    SECTIONS.add(EventSettings.SECTION);
    SECTIONS.add(RetrainingSettings.SECTION);
  }

  // ---- Lists ------------------------------------------------------------------------------------

  private static final Section LISTS = section("Lists");

  public static final Setting<Integer> LISTS_SIZE =
      LISTS.add(
          whole("lists.size", String.valueOf(RECOMMENDER.listLength()), "Movies in a list.")
              .where(between(1, 1000)));

  public static final Setting<Integer> LISTS_REASONS =
      LISTS.add(
          whole(
                  "lists.reasons",
                  String.valueOf(RECOMMENDER.reasons()),
                  "Rated movies that are named as reasons for each movie, at most.")
              .where(between(0, 100)));

  public static final Setting<Integer> LISTS_REASONS_CONSIDERED =
      LISTS.add(
          whole(
                  "lists.reasons.considered",
                  String.valueOf(RECOMMENDER.considered().ratings()),
                  "Ratings of a user that may become reasons while nobody took any movie: those"
                      + " furthest from what biases predict.")
              .where(atLeast(0))
              .forExperts());

  public static final Setting<Float> LISTS_DAMPING =
      LISTS.add(
          number(
                  "lists.damping",
                  String.valueOf(RECOMMENDER.damping()),
                  "How far movies with few ratings are put back where nobody took any, in widths of"
                      + " the scale; 0 orders those by prediction alone.")
              .where(notNegative())
              .forExperts());

  public static final Setting<Float> LISTS_EXPLORE =
      LISTS.add(
          number(
                  "lists.explore",
                  String.valueOf(RECOMMENDER.explore()),
                  "Share of the first ten places, on average, that go to movies that nobody took"
                      + " yet.")
              .where(new Constraint<>("from 0 to 0.5", share -> share >= 0 && share <= .5f)));

  public static final Setting<Integer> LISTS_MAX_PER_GENRE =
      LISTS.add(
          whole(
                  "lists.maxPerGenre",
                  "0",
                  "Movies of one genre in a list, at most, as long as ten times as many movies as it"
                      + " has hold enough of others; a movie counts for each of its genres, and those"
                      + " that lists.explore puts in do not. 0 for no limit.")
              .where(between(0, 1000)));

  public static final Setting<Float> LISTS_DIVERSITY =
      LISTS.add(
          number(
                  "lists.diversity",
                  "0",
                  "How much it counts against a movie that it is like one above it in the list, by"
                      + " the vectors of the ranking head; 0 for the best in their order.")
              .where(new Constraint<>("from 0 to 0.9", share -> share >= 0 && share <= .9f)));

  public static final Setting<Float> LISTS_CONTROL_SHARE =
      LISTS.add(
          number(
                  "lists.control.share",
                  "0",
                  "Share of the users who get lists by popularity alone, to compare with, once"
                      + " anything was taken; always the same users.")
              .where(new Constraint<>("from 0 to 1", share -> share >= 0 && share <= 1)));

  public static final Setting<Duration> LISTS_INTERVAL =
      LISTS.add(
          duration(
              "lists.interval",
              LIST.interval(),
              "Least time between two lists of the same user, those for a new generation not"
                  + " counted; 0ms sends one for each rating."));

  public static final Setting<Duration> LISTS_TICK =
      LISTS.add(
          duration("lists.tick", LIST.tick(), "Time between looks for lists that are due.")
              .where(positive())
              .forExperts());

  public static final Setting<Duration> LISTS_SLICE =
      LISTS.add(
          duration(
                  "lists.slice",
                  LIST.slice().time(),
                  "Time that a partition spends on lists in one tick before it turns to ratings"
                      + " again; those of the partitions of a thread add up.")
              .where(positive())
              .forExperts());

  // ---- Watching it ------------------------------------------------------------------------------

  private static final Section WATCHING = section("Watching it");

  public static final Setting<String> HTTP_HOST =
      WATCHING.add(
          text(
                  "http.host",
                  "127.0.0.1",
                  "Address that metrics and health are served on; 0.0.0.0 opens them to the"
                      + " network.")
              .where(new Constraint<>("not empty", value -> !value.isEmpty())));

  public static final Setting<Integer> HTTP_PORT =
      WATCHING.add(
          whole("http.port", "8080", "Port of the same; 0 takes a free one.")
              .where(between(0, 65535)));

  public static final Setting<Duration> PROGRESS_INTERVAL =
      WATCHING.add(
          duration(
                  "progress.interval",
                  "1s",
                  "Time between records in the topic `learning-progress`.")
              .where(positive()));

  public static final Setting<List<Integer>> RMSE_WINDOWS =
      WATCHING.add(
          Setting.of(
                  "rmse.windows",
                  SettingType.WHOLES,
                  "1000,10000",
                  "Newest ratings over which errors are shown, one meter for each number.")
              .where(
                  new Constraint<>("each at least 1", all -> all.stream().allMatch(n -> n >= 1))));

  static final List<CrossCheck> CROSS_CHECKS =
      List.of(
          new CrossCheck(
              List.of(LearningSettings.SCALE_MIN, LearningSettings.SCALE_MAX),
              "scale.min below scale.max",
              values ->
                  values.get(LearningSettings.SCALE_MIN) < values.get(LearningSettings.SCALE_MAX)),
          new CrossCheck(
              List.of(
                  LearningSettings.SCALE_MIN,
                  LearningSettings.LEARN_MEAN,
                  LearningSettings.SCALE_MAX),
              "learn.mean on the scale",
              values ->
                  values.get(LearningSettings.SCALE_MIN) <= values.get(LearningSettings.LEARN_MEAN)
                      && values.get(LearningSettings.LEARN_MEAN)
                          <= values.get(LearningSettings.SCALE_MAX)));

  private FreshetSettings() {}

  /**
   * The settings that are for experts, or the others, in the order of the documentation; sections
   * without any are left out.
   */
  public static List<Section> sections(boolean forExperts) {
    return SECTIONS.stream()
        .map(section -> section.where(forExperts))
        .filter(section -> !section.settings().isEmpty())
        .toList();
  }

  /** All settings. */
  public static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>();
    SECTIONS.forEach(section -> all.addAll(section.settings()));
    return all;
  }

  /** The setting of a key, of which those of events are more than {@link #all} has. */
  static Optional<Setting<?>> find(String key) {
    Optional<Setting<?>> listed =
        all().stream().filter(setting -> setting.key().equals(key)).findFirst();
    return listed.isPresent() ? listed : EventSettings.find(key);
  }

  private static Section section(String title) {
    Section section = new Section(title, new ArrayList<>());
    SECTIONS.add(section);
    return section;
  }
}
