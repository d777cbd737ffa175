package dev.freshet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read as Prometheus reads them: the names here are the contract with dashboards and alerts. */
class FreshetMetersTest {

  private final Monitoring monitoring =
      new Monitoring(
          "freshet.",
          List.of("not-json", "rating-out-of-scale"),
          List.of(1_000, 10_000),
          List.of("user-factors"));
  private final FreshetMeters meters = monitoring.meters();

  @AfterEach
  void close() {
    monitoring.close();
  }

  @Test
  void everythingCountableExistsAtZeroFromTheStart() {
    for (String series :
        List.of(
            "freshet_learned_ratings_total{side=\"users\"}",
            "freshet_learned_ratings_total{side=\"movies\"}",
            "freshet_outcomes_events_total{outcome=\"learned\"}",
            "freshet_outcomes_events_total{outcome=\"unchanged\"}",
            "freshet_outcomes_events_total{outcome=\"late\"}",
            "freshet_outcomes_events_total{outcome=\"retracted\"}",
            "freshet_outcomes_events_total{outcome=\"forgotten\"}",
            "freshet_rejected_records_total{reason=\"not-json\"}",
            "freshet_rejected_records_total{reason=\"rating-out-of-scale\"}",
            "freshet_unreadable_records_total{where=\"user-factors\"}",
            "freshet_sent_lists_total{reason=\"rating\"}",
            "freshet_sent_lists_total{reason=\"checkpoint\"}",
            "freshet_sent_lists_total{reason=\"catalogue\"}",
            "freshet_refused_steps_total{side=\"users\"}",
            "freshet_refused_steps_total{side=\"movies\"}",
            "freshet_throttled_seconds_total",
            "freshet_untold_ratings_total",
            "freshet_checkpoints_total{fate=\"promoted\"}",
            "freshet_checkpoints_total{fate=\"refused\"}",
            "freshet_checkpoints_total{fate=\"failed\"}",
            "freshet_checkpoints_total{fate=\"rolled-back\"}",
            "freshet_automatic_rollbacks_total",
            "freshet_retrain_failures",
            "freshet_retrain_skipped_records_total",
            "freshet_freshness_seconds_count",
            "freshet_list_computation_seconds_count",
            "freshet_list_takes_events_total{arm=\"treatment\",generation=\"0\"}",
            "freshet_list_hits_events_total{arm=\"control\",generation=\"0\"}",
            "freshet_list_popular_hits_events_total{arm=\"treatment\",generation=\"0\"}",
            "freshet_list_place_count{arm=\"treatment\"}",
            "freshet_list_age_seconds_count{arm=\"control\"}",
            "freshet_rmse_window_ratings{window=\"1000\"}")) {
      assertEquals(0, value(series), series);
    }
  }

  @Test
  void aTakeIsCountedByGenerationAndArmOfTheList() {
    meters.taken(3, Arm.CONTROL, 4, false, 2_500);
    meters.taken(3, Arm.CONTROL, 0, true, 500);

    String lists = "{arm=\"control\",generation=\"3\"}";
    assertEquals(2, value("freshet_list_takes_events_total" + lists));
    assertEquals(1, value("freshet_list_hits_events_total" + lists));
    assertEquals(1, value("freshet_list_popular_hits_events_total" + lists));
    assertEquals(4, value("freshet_list_place_sum{arm=\"control\"}"), "places of hits alone");
    assertEquals(3, value("freshet_list_age_seconds_sum{arm=\"control\"}"));
  }

  @Test
  void listsOfLongAgoAreNotShownForEver() {
    for (int generation = 0; generation < 100; generation++) {
      meters.taken(generation, Arm.TREATMENT, 1, true, 0);
    }
    String scrape = monitoring.scrape(null).text();
    long shown =
        scrape.lines().filter(line -> line.startsWith("freshet_list_takes_events_total{")).count();

    assertEquals(16, shown, "two arms of eight generations");
    assertTrue(scrape.contains("generation=\"99\""), "the newest among them");
  }

  @Test
  void aLearnedRatingCountsAndShowsTheErrorsOfAllThreeModels() {
    meters.learned(3.5f, 3f, 2f, 4f);
    meters.learned(4.5f, 5f, 2f, 4f);

    assertEquals(2, value("freshet_learned_ratings_total{side=\"users\"}"));
    assertEquals(2, value("freshet_outcomes_events_total{outcome=\"learned\"}"));
    assertEquals(0.5, value("freshet_rmse{model=\"online\",window=\"1000\"}"));
    assertEquals(0.5, value("freshet_rmse{model=\"online\",window=\"10000\"}"));
    assertEquals(1, value("freshet_rmse{model=\"bias\",window=\"1000\"}"));
    assertEquals(2, value("freshet_rmse{model=\"mean\",window=\"1000\"}"));
    assertEquals(2, value("freshet_rmse_window_ratings{window=\"10000\"}"));
  }

  @Test
  void theShortWindowForgetsSooner() {
    meters.learned(1f, 1f, 1f, 4f);
    for (int i = 0; i < 1_000; i++) {
      meters.learned(3f, 3f, 3f, 4f);
    }

    assertEquals(1, value("freshet_rmse{model=\"online\",window=\"1000\"}"));
    assertEquals(
        Math.sqrt(1_009 / 1_001.0),
        value("freshet_rmse{model=\"online\",window=\"10000\"}"),
        1e-12);
  }

  @Test
  void theMovieSideCountsItsOwnSteps() {
    meters.movieLearned();

    assertEquals(1, value("freshet_learned_ratings_total{side=\"movies\"}"));
    assertEquals(0, value("freshet_learned_ratings_total{side=\"users\"}"));
  }

  @Test
  void otherOutcomesCountOnceAndLearnedOnlyWithItsErrors() {
    meters.outcome(Outcome.LATE);

    assertEquals(1, value("freshet_outcomes_events_total{outcome=\"late\"}"));
    assertThrows(IllegalArgumentException.class, () -> meters.outcome(Outcome.LEARNED));
  }

  @Test
  void aReasonNobodyAnnouncedIsCountedToo() {
    meters.rejected("not-json");
    meters.rejected("something-new");
    meters.rejected("something-new");

    assertEquals(1, value("freshet_rejected_records_total{reason=\"not-json\"}"));
    assertEquals(2, value("freshet_rejected_records_total{reason=\"something-new\"}"));
  }

  @Test
  void freshnessFillsBucketsFromFiftyMillisecondsToTenSeconds() {
    meters.freshness(120_000_000L);
    meters.freshness(-5); // clocks of two machines

    assertEquals(1, value("freshet_freshness_seconds_bucket{le=\"0.05\"}"));
    assertEquals(1, value("freshet_freshness_seconds_bucket{le=\"0.1\"}"));
    assertEquals(2, value("freshet_freshness_seconds_bucket{le=\"0.15\"}"));
    assertEquals(2, value("freshet_freshness_seconds_bucket{le=\"10.0\"}"));
    assertEquals(2, value("freshet_freshness_seconds_count"));
    assertEquals(0.12, value("freshet_freshness_seconds_sum"), 1e-9);
  }

  @Test
  void freshnessOfAnOutageIsToldInMinutes() {
    meters.freshness(700_000_000_000L);

    assertEquals(0, value("freshet_freshness_seconds_bucket{le=\"600.0\"}"));
    assertEquals(1, value("freshet_freshness_seconds_bucket{le=\"1800.0\"}"));
  }

  @Test
  void whatIsNotThereYetIsAbsentAndNotNaN() {
    monitoring.retraining().onDuty(true);
    monitoring.retraining().decidedAt(5_000);
    assertFalse(monitoring.scrape(null).text().contains("NaN"));
    assertFalse(monitoring.scrape("application/openmetrics-text").text().contains("NaN"));
    assertFalse(isThere("freshet_rmse{model=\"online\",window=\"1000\"}"));
    assertEquals(5, value("freshet_checkpoint_decided_timestamp_seconds"));

    monitoring.retraining().onDuty(false);
    assertFalse(isThere("freshet_checkpoint_decided_timestamp_seconds"), "the next trainer knows");
    assertEquals(0, value("freshet_trainer"));
  }

  @Test
  void everySeriesSaysOfWhichPrefixItIs() {
    gaugesFollowTheirSources();

    monitoring
        .scrape(null)
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> assertTrue(line.contains("prefix=\"freshet.\""), line));
  }

  @Test
  void theDiskOfTheStoresIsWatched(@TempDir Path stateDir) {
    monitoring.watchDisk(stateDir);

    String disk = "{path=\"" + stateDir + "\"}";
    assertTrue(value("disk_free_bytes" + disk) > 0);
    assertTrue(value("disk_total_bytes" + disk) >= value("disk_free_bytes" + disk));
  }

  @Test
  void listsAndTimesAreCounted() {
    meters.listSent("rating");
    meters.listComputed(2_000_000);
    meters.throttled(1_500_000_000);
    meters.stepRefused(Side.MOVIES);
    meters.unknownUntold();

    assertEquals(1, value("freshet_untold_ratings_total"));
    assertEquals(1, value("freshet_sent_lists_total{reason=\"rating\"}"));
    assertEquals(0.002, value("freshet_list_computation_seconds_sum"), 1e-9);
    assertEquals(1.5, value("freshet_throttled_seconds_total"));
    assertEquals(1, value("freshet_refused_steps_total{side=\"movies\"}"));
  }

  @Test
  void gaugesFollowTheirSources() {
    AtomicLong source = new AtomicLong(1);
    meters.staleness(source::get);
    meters.stalenessBound(() -> 4_000);
    meters.listsDue(() -> 2);
    meters.replicaMovies(() -> 3);
    meters.catalogueMovies(() -> 5);
    meters.storeEntries("user-factors", () -> 6);
    meters.storeEntries("user-ratings", () -> 7);
    meters.blockCache(() -> 10);
    meters.brokerReachable(() -> true);
    meters.generation(Side.USERS, () -> 8);
    meters.running(Side.USERS, () -> true);
    meters.running(Side.MOVIES, () -> false);
    source.set(9);

    assertEquals(9, value("freshet_staleness_ratings"));
    assertEquals(4_000, value("freshet_staleness_bound_ratings"));
    assertEquals(2, value("freshet_due_lists"));
    assertEquals(3, value("freshet_replica_movies"));
    assertEquals(5, value("freshet_catalogue_movies"));
    assertEquals(6, value("freshet_store_estimated_entries{store=\"user-factors\"}"));
    assertEquals(7, value("freshet_store_estimated_entries{store=\"user-ratings\"}"));
    assertEquals(10, value("freshet_block_cache_bytes"));
    assertEquals(1, value("freshet_broker_reachable"));
    assertEquals(8, value("freshet_generation{side=\"users\"}"));
    assertEquals(1, value("freshet_running{side=\"users\"}"));
    assertEquals(0, value("freshet_running{side=\"movies\"}"));
  }

  @Test
  void generationsAreCountedByFateAndShownAsTheTrainerSeesThem() {
    RetrainMeters retraining = monitoring.retraining();
    assertFalse(isThere("freshet_adoption"), "only the trainer knows");

    retraining.decided("refused");
    retraining.decided("rolled-back");
    retraining.rolledBackByItself();
    retraining.show(new RetrainMeters.Figures(1, 2, 3, .1, .2, 4, 5, 6, 7, 8, 9, 10, 11));

    assertEquals(0, value("freshet_checkpoints_total{fate=\"promoted\"}"));
    assertEquals(1, value("freshet_checkpoints_total{fate=\"refused\"}"));
    assertEquals(1, value("freshet_checkpoints_total{fate=\"rolled-back\"}"));
    assertEquals(1, value("freshet_automatic_rollbacks_total"));
    assertEquals(1, value("freshet_checkpoint_rmse{model=\"candidate\"}"));
    assertEquals(2, value("freshet_checkpoint_rmse{model=\"live\"}"));
    assertEquals(3, value("freshet_checkpoint_gain"));
    assertEquals(.1, value("freshet_checkpoint_ndcg{model=\"candidate\"}"));
    assertEquals(.2, value("freshet_checkpoint_ndcg{model=\"live\"}"));
    assertEquals(4, value("freshet_checkpoint_phase_seconds{phase=\"snapshot\"}"));
    assertEquals(5, value("freshet_checkpoint_phase_seconds{phase=\"train\"}"));
    assertEquals(6, value("freshet_checkpoint_phase_seconds{phase=\"gate\"}"));
    assertEquals(7, value("freshet_checkpoint_phase_seconds{phase=\"publish\"}"));
    assertEquals(8, value("freshet_adoption"));
    assertEquals(9, value("freshet_live_error{window=\"before\"}"));
    assertEquals(10, value("freshet_live_error{window=\"after\"}"));
    assertEquals(11, value("freshet_live_error{window=\"newest\"}"));
  }

  @Test
  void failuresInARowAreShownAndSkippedRecordsCounted() {
    RetrainMeters retraining = monitoring.retraining();

    retraining.failing(3);
    retraining.skipped();
    retraining.skipped();
    assertEquals(3, value("freshet_retrain_failures"));
    assertEquals(2, value("freshet_retrain_skipped_records_total"));

    retraining.failing(0);
    assertEquals(0, value("freshet_retrain_failures"));
  }

  @Test
  void aGaugeHasOneSource() {
    meters.staleness(() -> 1);

    assertThrows(IllegalStateException.class, () -> meters.staleness(() -> 2));
  }

  @Test
  void everyMeterSaysWhatItIs() {
    gaugesFollowTheirSources();
    String text = monitoring.scrape(null).text();

    for (FreshetMeter meter : FreshetMeter.values()) {
      assertTrue(text.contains(" " + meter.description() + "\n"), meter.meterName());
    }
  }

  @Test
  void theFormatIsThatWhichIsAskedFor() {
    Exposition open =
        monitoring.scrape("application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.4");

    assertTrue(open.contentType().startsWith("application/openmetrics-text"));
    assertTrue(open.text().endsWith("# EOF\n"));
    assertTrue(monitoring.scrape("text/plain").contentType().startsWith("text/plain"));
    assertFalse(monitoring.scrape(null).text().contains("# EOF"));
  }

  private double value(String series) {
    return find(series).orElseThrow(() -> new AssertionError("no series " + series));
  }

  private boolean isThere(String series) {
    return find(series).isPresent();
  }

  /** The label of the prefix, which all have, is left out. */
  private OptionalDouble find(String series) {
    return monitoring
        .scrape(null)
        .text()
        .replaceAll("\\{prefix=\"freshet\\.\"\\}|,prefix=\"freshet\\.\"", "")
        .replace("{prefix=\"freshet.\",", "{")
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst();
  }
}
