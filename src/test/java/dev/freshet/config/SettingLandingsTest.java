package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.online.InteractionWeights.Weight;
import dev.freshet.online.OnlineSgd.Rate;
import dev.freshet.online.StepSize;
import dev.freshet.stream.BoundedRocksDb;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.StreamsProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting arrives where it is used, from the command line and from the environment. */
class SettingLandingsTest {

  /**
   * A value other than the default, and where it must arrive: in the record that the class which
   * uses it is given, or what that class makes of it.
   */
  record Landing(
      Setting<?> setting,
      String text,
      Object value,
      Function<FreshetConfig, @Nullable Object> place) {
    @Override
    public String toString() {
      return setting.key() + "=" + text;
    }
  }

  /** What Kafka Streams is told for the user side. */
  private static Object users(FreshetConfig config, String name) {
    return StreamsProperties.users(config.streams()).get(name);
  }

  /** What Kafka Streams is told for the movie side. */
  private static Object movies(FreshetConfig config, String name) {
    return StreamsProperties.movies(config.streams()).get(name);
  }

  static List<Landing> landings() {
    return List.of(
        new Landing(
            FreshetSettings.BOOTSTRAP_SERVERS,
            "a:9092,b:9092",
            "a:9092,b:9092",
            c -> c.retraining().consumer().get("bootstrap.servers")),
        new Landing(
            FreshetSettings.BOOTSTRAP_SERVERS,
            "a:9092,b:9092",
            "a:9092,b:9092",
            c -> users(c, "bootstrap.servers")),
        new Landing(
            FreshetSettings.BOOTSTRAP_WAIT,
            "2h",
            Duration.ofHours(2),
            FreshetConfig::bootstrapWait),
        new Landing(FreshetSettings.PREFIX, "films-", "films-", c -> c.topicSpecs().prefix()),
        new Landing(FreshetSettings.PREFIX, "films-", "films-retrain", c -> c.retraining().name()),
        new Landing(
            FreshetSettings.PREFIX, "films-", "films-movies", c -> movies(c, "application.id")),
        new Landing(
            FreshetSettings.PREFIX, "films-", "films-users", c -> users(c, "application.id")),
        new Landing(
            FreshetSettings.SIDE, "movies", FreshetConfig.Sides.MOVIES, FreshetConfig::side),
        new Landing(FreshetSettings.STATE_DIR, "/data/f", "/data/f", c -> users(c, "state.dir")),
        new Landing(FreshetSettings.THREADS_USERS, "5", 5, c -> users(c, "num.stream.threads")),
        new Landing(FreshetSettings.THREADS_MOVIES, "3", 3, c -> movies(c, "num.stream.threads")),
        new Landing(
            FreshetSettings.COMMIT_INTERVAL, "2s", 2_000L, c -> movies(c, "commit.interval.ms")),
        new Landing(
            FreshetSettings.COMMIT_INTERVAL, "2s", 2_000L, c -> users(c, "commit.interval.ms")),
        new Landing(
            FreshetSettings.PROCESSING_GUARANTEE,
            "at_least_once",
            false,
            c -> c.streams().exactlyOnce()),
        new Landing(
            FreshetSettings.PROCESSING_GUARANTEE,
            "at_least_once",
            "at_least_once",
            c -> users(c, "processing.guarantee")),
        new Landing(
            FreshetSettings.STANDBY_REPLICAS, "1", 1, c -> users(c, "num.standby.replicas")),
        new Landing(
            FreshetSettings.ROCKSDB_MEMORY,
            "1GiB",
            "1073741824",
            c -> users(c, BoundedRocksDb.MEMORY_CONFIG)),
        new Landing(
            FreshetSettings.CACHE_MEMORY,
            "3KiB",
            3L << 10,
            c -> users(c, "statestore.cache.max.bytes")),
        new Landing(FreshetSettings.TOPICS_CREATE, "false", false, c -> c.topics().create()),
        new Landing(FreshetSettings.PARTITIONS, "6", 6, c -> c.retraining().partitions()),
        new Landing(FreshetSettings.PARTITIONS, "6", 6, c -> c.topicSpecs().partitions()),
        new Landing(FreshetSettings.PARTITIONS, "6", 6, c -> c.streams().partitions()),
        new Landing(FreshetSettings.REPLICATION_FACTOR, "2", 2, c -> c.topicSpecs().replication()),
        new Landing(LearningSettings.SCALE_MIN, "-2.5", -2.5f, c -> c.retraining().space().min()),
        new Landing(LearningSettings.SCALE_MIN, "-2.5", -2.5f, c -> c.streams().scale().min()),
        new Landing(LearningSettings.SCALE_MAX, "10", 10f, c -> c.retraining().space().max()),
        new Landing(LearningSettings.SCALE_MAX, "10", 10f, c -> c.streams().scale().max()),
        new Landing(LearningSettings.LEARN_RANK, "64", 64, c -> c.retraining().space().rank()),
        new Landing(LearningSettings.LEARN_RANK, "64", 64, c -> c.streams().sgd().rank()),
        new Landing(LearningSettings.LEARN_MEAN, "3.5", 3.5f, c -> c.retraining().space().mu()),
        new Landing(LearningSettings.LEARN_MEAN, "3.5", 3.5f, c -> c.streams().sgd().mu()),
        new Landing(
            LearningSettings.LEARN_INITIAL_STD, "0", 0f, c -> c.streams().sgd().initialStd()),
        new Landing(
            LearningSettings.LEARN_RATE_USER_BIAS,
            "0.7,0.5,0.1",
            new StepSize(.7f, .5f, .1f),
            c -> c.streams().sgd().rate(Rate.USER_BIAS)),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_BIAS,
            "0.6",
            StepSize.constant(.6f),
            c -> c.streams().sgd().rate(Rate.MOVIE_BIAS)),
        new Landing(
            LearningSettings.LEARN_RATE_USER_VECTOR,
            "0.5, 0, 0.2",
            new StepSize(.5f, 0, .2f),
            c -> c.streams().sgd().rate(Rate.USER_VECTOR)),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_VECTOR,
            "0.31",
            StepSize.constant(.31f),
            c -> c.streams().sgd().rate(Rate.MOVIE_VECTOR)),
        new Landing(
            LearningSettings.LEARN_FOLD_IN_RATINGS,
            "7",
            7,
            c -> c.streams().sgd().foldIn().ratings()),
        new Landing(
            LearningSettings.LEARN_FOLD_IN_BIAS_L2,
            "6",
            6f,
            c -> c.streams().sgd().foldIn().biasL2()),
        new Landing(
            LearningSettings.LEARN_FOLD_IN_L2, "8", 8f, c -> c.streams().sgd().foldIn().vectorL2()),
        new Landing(LearningSettings.LEARN_L2, "0.9", .9f, c -> c.streams().sgd().vectorL2()),
        new Landing(
            LearningSettings.LEARN_RATE_USER_BASELINE,
            "0.21",
            StepSize.constant(.21f),
            c -> c.streams().sgd().rate(Rate.USER_BASELINE)),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_BASELINE,
            "0.22",
            StepSize.constant(.22f),
            c -> c.streams().sgd().rate(Rate.MOVIE_BASELINE)),
        new Landing(
            LearningSettings.LEARN_MAX_ERROR, "0.77", .77f, c -> c.streams().sgd().maxError()),
        new Landing(
            LearningSettings.FORGET_RETENTION,
            "3h",
            Duration.ofHours(3),
            c -> c.streams().users().forgetRetention()),
        new Landing(
            LearningSettings.MOVIES_UNKNOWN,
            "reject",
            StreamSettings.UnknownMovies.REJECT,
            c -> c.streams().users().unknownMovies()),
        new Landing(
            LearningSettings.STALENESS_BOUND, "900", 900L, c -> c.streams().staleness().bound()),
        new Landing(
            LearningSettings.STALENESS_START, "90", 90L, c -> c.streams().staleness().start()),
        new Landing(
            LearningSettings.STALENESS_SHARE, "0.5", .5f, c -> c.streams().staleness().share()),
        new Landing(
            LearningSettings.STALENESS_CHECK,
            "7ms",
            Duration.ofMillis(7),
            c -> c.streams().staleness().check()),
        new Landing(RetrainingSettings.RETRAIN, "false", false, c -> c.retrains()),
        new Landing(
            RetrainingSettings.RETRAIN_FIRST, "7", 7L, c -> c.retraining().schedule().first()),
        new Landing(
            RetrainingSettings.RETRAIN_GROWTH, "0.3", .3f, c -> c.retraining().schedule().growth()),
        new Landing(
            RetrainingSettings.RETRAIN_LOOK,
            "9s",
            Duration.ofSeconds(9),
            c -> c.retraining().schedule().look()),
        new Landing(
            RetrainingSettings.RETRAIN_THREADS, "2", 2, c -> c.retraining().training().threads()),
        new Landing(
            RetrainingSettings.RETRAIN_THREADS_SHARE,
            "0.7",
            .7f,
            c -> c.retraining().training().share()),
        new Landing(
            RetrainingSettings.RETRAIN_GATE_SHARE, "0.2", .2f, c -> c.retraining().gate().share()),
        new Landing(
            RetrainingSettings.RETRAIN_GATE_LEAST, "50", 50, c -> c.retraining().gate().least()),
        new Landing(
            RetrainingSettings.RETRAIN_GATE_TAKES, "70", 70, c -> c.retraining().gate().takes()),
        new Landing(RetrainingSettings.RETRAIN_GATE_Z, "2", 2f, c -> c.retraining().gate().z()),
        new Landing(RetrainingSettings.RETRAIN_KEEP, "3", 3, c -> c.retraining().keep()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_RATINGS,
            "70",
            70,
            c -> c.retraining().watch().window().ratings()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_SHARE,
            "0.3",
            .3f,
            c -> c.retraining().watch().share()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_Z, "3", 3f, c -> c.retraining().watch().window().z()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_LONGEST,
            "3d",
            Duration.ofDays(3),
            c -> c.retraining().watch().longest()),
        new Landing(
            RetrainingSettings.RETRAIN_DRIFT_SHARE,
            "0.4",
            .4f,
            c -> c.retraining().watch().drift()),
        new Landing(
            FreshetSettings.LISTS_SIZE,
            "20",
            20,
            c -> c.streams().users().lists().recommender().listLength()),
        new Landing(
            FreshetSettings.LISTS_REASONS,
            "0",
            0,
            c -> c.streams().users().lists().recommender().reasons()),
        new Landing(
            FreshetSettings.LISTS_REASONS_CONSIDERED,
            "17",
            17,
            c -> c.streams().users().lists().recommender().considered().ratings()),
        new Landing(
            FreshetSettings.LISTS_DAMPING,
            "0.9",
            .9f,
            c -> c.streams().users().lists().recommender().damping()),
        new Landing(
            FreshetSettings.LISTS_EXPLORE,
            "0.25",
            .25f,
            c -> c.streams().users().lists().recommender().explore()),
        new Landing(
            FreshetSettings.LISTS_MAX_PER_GENRE,
            "3",
            3,
            c -> c.streams().users().lists().recommender().maxPerGenre()),
        new Landing(
            FreshetSettings.LISTS_DIVERSITY,
            "0.3",
            .3f,
            c -> c.streams().users().lists().recommender().diversity()),
        new Landing(
            FreshetSettings.LISTS_CONTROL_SHARE,
            "0.1",
            .1f,
            c -> c.streams().users().lists().control()),
        new Landing(
            FreshetSettings.LISTS_INTERVAL,
            "0ms",
            Duration.ZERO,
            c -> c.streams().users().lists().interval()),
        new Landing(
            FreshetSettings.LISTS_TICK,
            "1m",
            Duration.ofMinutes(1),
            c -> c.streams().users().lists().tick()),
        new Landing(
            FreshetSettings.LISTS_SLICE,
            "7ms",
            Duration.ofMillis(7),
            c -> c.streams().users().lists().slice().time()),
        new Landing(FreshetSettings.HTTP_HOST, "0.0.0.0", "0.0.0.0", c -> c.http().host()),
        new Landing(FreshetSettings.HTTP_PORT, "0", 0, c -> c.http().port()),
        new Landing(
            FreshetSettings.PROGRESS_INTERVAL,
            "1d",
            Duration.ofDays(1),
            c -> c.streams().progressInterval()),
        new Landing(FreshetSettings.RMSE_WINDOWS, "10, 20", List.of(10, 20), c -> c.rmseWindows()));
  }

  /** The two settings of each event beyond ratings that is accepted from the beginning. */
  static List<Landing> events() {
    List<Landing> all = new ArrayList<>();
    for (Setting<?> setting : EventSettings.SECTION.settings()) {
      String name = setting.key().split("\\.", -1)[1];
      if (setting.key().endsWith(".weight")) {
        all.add(new Landing(setting, "0.7", .7f, c -> weight(c, name).weight()));
      } else {
        boolean other = !Boolean.parseBoolean(setting.defaultText());
        all.add(new Landing(setting, "" + other, other, c -> weight(c, name).hides()));
      }
    }
    return all;
  }

  private static Weight weight(FreshetConfig config, String name) {
    return Objects.requireNonNull(config.streams().users().interactions().of(name));
  }

  @ParameterizedTest
  @MethodSource({"landings", "events"})
  void aSettingArrivesInTheConfiguration(Landing landing) {
    FreshetConfig config =
        new SettingsReader()
            .commandLine(Map.of(landing.setting().key(), landing.text()), "--set")
            .read();
    assertEquals(landing.value(), landing.place().apply(config));
    assertNotEquals(
        landing.value(),
        landing.place().apply(FreshetConfig.defaults()),
        "the test must use another value than the default");
  }

  @ParameterizedTest
  @MethodSource({"landings", "events"})
  void theEnvironmentReachesEverySetting(Landing landing) {
    FreshetConfig config =
        new SettingsReader()
            .environment(Map.of(landing.setting().environmentVariable(), landing.text()))
            .read();
    assertEquals(landing.value(), landing.place().apply(config));
  }

  @Test
  void everySettingIsTested() {
    Set<Setting<?>> tested = new HashSet<>();
    landings().forEach(landing -> tested.add(landing.setting()));
    events().forEach(landing -> tested.add(landing.setting()));
    assertEquals(new HashSet<>(FreshetSettings.all()), tested);
  }
}
