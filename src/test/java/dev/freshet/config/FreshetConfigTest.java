package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.StepSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FreshetConfigTest {

  /** A value other than the default, and where it must arrive. */
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

  static List<Landing> landings() {
    return List.of(
        new Landing(
            FreshetSettings.BOOTSTRAP_SERVERS,
            "a:9092,b:9092",
            "a:9092,b:9092",
            c -> c.kafka().bootstrapServers()),
        new Landing(FreshetSettings.PREFIX, "films-", "films-", FreshetConfig::prefix),
        new Landing(
            FreshetSettings.SIDE, "movies", FreshetConfig.Sides.MOVIES, FreshetConfig::side),
        new Landing(
            FreshetSettings.STATE_DIR, "/data/f", Path.of("/data/f"), FreshetConfig::stateDir),
        new Landing(FreshetSettings.THREADS_USERS, "5", 5, c -> c.threads().users()),
        new Landing(FreshetSettings.THREADS_MOVIES, "3", 3, c -> c.threads().movies()),
        new Landing(
            FreshetSettings.COMMIT_INTERVAL,
            "2s",
            Duration.ofSeconds(2),
            c -> c.processing().commitInterval()),
        new Landing(
            FreshetSettings.PROCESSING_GUARANTEE,
            "at_least_once",
            FreshetConfig.Guarantee.AT_LEAST_ONCE,
            c -> c.processing().guarantee()),
        new Landing(
            FreshetSettings.STANDBY_REPLICAS, "1", 1, c -> c.processing().standbyReplicas()),
        new Landing(
            FreshetSettings.ROCKSDB_MEMORY, "1GiB", 1L << 30, c -> c.processing().rocksDbMemory()),
        new Landing(
            FreshetSettings.CACHE_MEMORY, "3KiB", 3L << 10, c -> c.processing().cacheMemory()),
        new Landing(FreshetSettings.TOPICS_CREATE, "false", false, c -> c.topics().create()),
        new Landing(FreshetSettings.PARTITIONS, "6", 6, c -> c.topics().partitions()),
        new Landing(
            FreshetSettings.REPLICATION_FACTOR, "2", 2, c -> c.topics().replicationFactor()),
        new Landing(LearningSettings.SCALE_MIN, "-2.5", -2.5f, c -> c.scale().min()),
        new Landing(LearningSettings.SCALE_MAX, "10", 10f, c -> c.scale().max()),
        new Landing(LearningSettings.LEARN_RANK, "64", 64, c -> c.learn().rank()),
        new Landing(LearningSettings.LEARN_MEAN, "3.5", 3.5f, c -> c.learn().mu()),
        new Landing(LearningSettings.LEARN_INITIAL_STD, "0", 0f, c -> c.learn().initialStd()),
        new Landing(
            LearningSettings.LEARN_RATE_USER_BIAS,
            "0.7,0.5,0.1",
            new StepSize(.7f, .5f, .1f),
            c -> c.learn().userBias()),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_BIAS,
            "0.6",
            StepSize.constant(.6f),
            c -> c.learn().movieBias()),
        new Landing(
            LearningSettings.LEARN_RATE_USER_VECTOR,
            "0.5, 0, 0.2",
            new StepSize(.5f, 0, .2f),
            c -> c.learn().userVector()),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_VECTOR,
            "0.31",
            StepSize.constant(.31f),
            c -> c.learn().movieVector()),
        new Landing(
            LearningSettings.LEARN_FOLD_IN_RATINGS, "7", 7, c -> c.learn().foldIn().ratings()),
        new Landing(
            LearningSettings.LEARN_FOLD_IN_BIAS_L2, "6", 6f, c -> c.learn().foldIn().biasL2()),
        new Landing(LearningSettings.LEARN_FOLD_IN_L2, "8", 8f, c -> c.learn().foldIn().vectorL2()),
        new Landing(LearningSettings.LEARN_L2, "0.9", .9f, c -> c.learn().vectorL2()),
        new Landing(
            LearningSettings.LEARN_RATE_USER_BASELINE,
            "0.21",
            StepSize.constant(.21f),
            c -> c.learn().baselineUser()),
        new Landing(
            LearningSettings.LEARN_RATE_MOVIE_BASELINE,
            "0.22",
            StepSize.constant(.22f),
            c -> c.learn().baselineMovie()),
        new Landing(LearningSettings.LEARN_MAX_ERROR, "0.77", .77f, c -> c.learn().maxError()),
        new Landing(
            LearningSettings.FORGET_RETENTION,
            "3h",
            Duration.ofHours(3),
            FreshetConfig::forgetRetention),
        new Landing(
            LearningSettings.MOVIES_UNKNOWN,
            "reject",
            FreshetConfig.UnknownMovies.REJECT,
            FreshetConfig::unknownMovies),
        new Landing(LearningSettings.STALENESS_BOUND, "900", 900L, c -> c.staleness().bound()),
        new Landing(LearningSettings.STALENESS_START, "90", 90L, c -> c.staleness().start()),
        new Landing(LearningSettings.STALENESS_SHARE, "0.5", .5f, c -> c.staleness().share()),
        new Landing(
            LearningSettings.STALENESS_CHECK,
            "7ms",
            Duration.ofMillis(7),
            c -> c.staleness().check()),
        new Landing(RetrainingSettings.RETRAIN, "false", false, c -> c.retraining().enabled()),
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
        new Landing(RetrainingSettings.RETRAIN_GATE_Z, "2", 2f, c -> c.retraining().gate().z()),
        new Landing(RetrainingSettings.RETRAIN_KEEP, "3", 3, c -> c.retraining().keep()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_RATINGS,
            "70",
            70,
            c -> c.retraining().watch().ratings()),
        new Landing(
            RetrainingSettings.RETRAIN_WATCH_SHARE,
            "0.3",
            .3f,
            c -> c.retraining().watch().share()),
        new Landing(RetrainingSettings.RETRAIN_WATCH_Z, "3", 3f, c -> c.retraining().watch().z()),
        new Landing(
            RetrainingSettings.RETRAIN_DRIFT_SHARE,
            "0.4",
            .4f,
            c -> c.retraining().watch().drift()),
        new Landing(
            FreshetSettings.LISTS_SIZE, "20", 20, c -> c.lists().recommender().listLength()),
        new Landing(FreshetSettings.LISTS_REASONS, "0", 0, c -> c.lists().recommender().reasons()),
        new Landing(
            FreshetSettings.LISTS_REASONS_CONSIDERED,
            "17",
            17,
            c -> c.lists().recommender().ratingsAskedForReasons()),
        new Landing(
            FreshetSettings.LISTS_DAMPING, "0.9", .9f, c -> c.lists().recommender().damping()),
        new Landing(
            FreshetSettings.LISTS_INTERVAL, "0ms", Duration.ZERO, c -> c.lists().interval()),
        new Landing(FreshetSettings.LISTS_TICK, "1m", Duration.ofMinutes(1), c -> c.lists().tick()),
        new Landing(
            FreshetSettings.LISTS_SLICE, "7ms", Duration.ofMillis(7), c -> c.lists().slice()),
        new Landing(FreshetSettings.HTTP_HOST, "0.0.0.0", "0.0.0.0", c -> c.http().host()),
        new Landing(FreshetSettings.HTTP_PORT, "0", 0, c -> c.http().port()),
        new Landing(
            FreshetSettings.PROGRESS_INTERVAL,
            "1d",
            Duration.ofDays(1),
            c -> c.progress().interval()),
        new Landing(
            FreshetSettings.RMSE_WINDOWS,
            "10, 20",
            List.of(10, 20),
            c -> c.progress().rmseWindows()));
  }

  @ParameterizedTest
  @MethodSource("landings")
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
  @MethodSource("landings")
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
    assertEquals(new HashSet<>(FreshetSettings.all()), tested);
  }

  @Test
  void noTwoSettingsShareAKeyOrAnEnvironmentVariable() {
    List<String> names = new ArrayList<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      names.add(setting.key());
      names.add(setting.environmentVariable());
    }
    assertEquals(
        Set.of(),
        Set.copyOf(names.stream().filter(n -> Collections.frequency(names, n) > 1).toList()));
  }

  @Test
  void everyDefaultIsAcceptedByItsSetting() {
    Map<String, String> defaults = new HashMap<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      if (setting.defaultText() != null) {
        defaults.put(setting.key(), setting.defaultText());
      }
    }
    assertEquals(
        FreshetConfig.defaults(), new SettingsReader().commandLine(defaults, "--set").read());
  }

  @Test
  void theDefaultsOfAnAlgorithmAreItsOwn() {
    assertEquals(OnlineSgd.Settings.defaults(), FreshetConfig.defaults().learn());
    assertEquals(Recommender.Settings.defaults(), FreshetConfig.defaults().lists().recommender());
  }

  @Test
  void everySettingSaysWhatItDoesInOneSentence() {
    for (Setting<?> setting : FreshetSettings.all()) {
      assertTrue(setting.doc().matches("[A-Z][^|\n]+\\."), setting.key() + ": " + setting.doc());
    }
  }

  @Test
  void aSideRunsItsHalfAndAllRunsBoth() {
    assertTrue(FreshetConfig.Sides.ALL.runsUsers() && FreshetConfig.Sides.ALL.runsMovies());
    assertTrue(FreshetConfig.Sides.USERS.runsUsers() && !FreshetConfig.Sides.USERS.runsMovies());
    assertFalse(FreshetConfig.Sides.MOVIES.runsUsers());
    assertTrue(FreshetConfig.Sides.MOVIES.runsMovies());
  }
}
