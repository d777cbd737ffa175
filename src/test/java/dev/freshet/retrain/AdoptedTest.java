package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdoptedTest {

  private static final String TOPIC = "test.learning-progress";

  private final Topics topics = new Topics();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private void reported(String key, String side, int partition, int sequence) {
    topics.write(
        TOPIC,
        key,
        "{\"side\":\"%s\",\"partition\":%d,\"generation\":0,\"sequence\":%d}"
            .formatted(side, partition, sequence));
  }

  /** A report of generation 7. */
  private void adopted(String side, int partition, int reapplied) {
    topics.write(
        TOPIC,
        side + "-" + partition,
        "{\"side\":\"%s\",\"partition\":%d,\"generation\":7,\"reappliedInGeneration\":%d}"
            .formatted(side, partition, reapplied));
  }

  private void adoptedByAllButLost(int lost) {
    for (int p = 0; p < 2; p++) {
      adopted("users", p, 50);
    }
    adopted("movies", 0, 50);
    adopted("movies", 1, 50 - lost);
  }

  private @Nullable String after(Duration pause, Adopted adopted) {
    nanos.addAndGet(pause.toNanos());
    adopted.look(() -> false);
    return adopted.obstacle(7);
  }

  private Adopted read() {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "test.", 2),
            OnlineSgd.Settings.defaults(),
            Scale.MOVIELENS);
    Adopted adopted =
        new Adopted(
            settings, new Skipped(told::incrementAndGet), topics.consumer(TOPIC), nanos::get);
    adopted.look(() -> false);
    return adopted;
  }

  @Test
  void badReportsAreToldAndChangeNothing() {
    reported("users-0", "users", 0, 5);
    topics.write(TOPIC, "users-0", "no JSON");
    topics.write(TOPIC, "users-0", "null");
    topics.write(TOPIC, "users-0", "{}");
    reported("users-0", "users", 1, 70); // not what its key says
    reported("users-2", "users", 2, 70); // there is no such partition
    reported("users-1", "users", 1, 6);
    try (Adopted adopted = read()) {
      assertEquals(11, adopted.events());
      assertEquals(5, told.get());
    }
  }

  @Test
  void aReportWithoutAValueIsNoReportAnyMore() {
    for (int p = 0; p < 2; p++) {
      reported("users-" + p, "users", p, 5);
      reported("movies-" + p, "movies", p, 5);
    }
    topics.write(TOPIC, "users-1", null);
    topics.write(TOPIC, "nobody", null);
    try (Adopted adopted = read()) {
      assertEquals(5, adopted.events());
      assertEquals(0, told.get());
      assertTrue(adopted.isEverywhere(0));
      assertFalse(adopted.isEverywhere(1));
    }
  }

  @Test
  void aGenerationIsNotEverywhereUntilWhatUsersSentAgainIsLearned() {
    adoptedByAllButLost(1);
    try (Adopted adopted = read()) {
      assertNull(adopted.obstacle(7));
      assertFalse(adopted.isEverywhere(7));
      assertEquals(.99, adopted.share(7));
      adopted("movies", 1, 50);
      assertNull(after(Duration.ofMinutes(1), adopted));
      assertTrue(adopted.isEverywhere(7));
    }
  }

  @Test
  void updatesThatStayMissingAreToldAndAfterTenMinutesTheGenerationIsEverywhere() {
    adoptedByAllButLost(3);
    String missing = "generation 7 waits for 3 of 100 updates that users sent again,";
    try (Adopted adopted = read()) {
      assertNull(adopted.obstacle(7));
      assertNull(after(Duration.ofSeconds(59), adopted));
      assertEquals(missing + " for 10 minutes at most", after(Duration.ofSeconds(1), adopted));
      assertEquals(missing + " for 10 minutes at most", after(Duration.ofSeconds(539), adopted));
      assertFalse(adopted.isEverywhere(7));
      assertNull(after(Duration.ofSeconds(1), adopted));
      assertTrue(adopted.isEverywhere(7));
      assertEquals(1, adopted.share(7));
      assertFalse(adopted.isEverywhere(8));
    }
  }

  @Test
  void whileMissingUpdatesComeNothingIsTakenForAdopted() {
    adoptedByAllButLost(3);
    try (Adopted adopted = read()) {
      adopted.obstacle(7);
      adopted("movies", 1, 48);
      assertNull(after(Duration.ofMinutes(9), adopted));
      after(Duration.ofMinutes(9), adopted);
      assertFalse(adopted.isEverywhere(7));
      after(Duration.ofMinutes(1), adopted);
      assertTrue(adopted.isEverywhere(7));
    }
  }

  @Test
  void partitionsThatDoNotMoveAreToldAndAwaitedHoweverLongItTakes() {
    adoptedByAllButLost(0);
    topics.write(TOPIC, "movies-1", null);
    try (Adopted adopted = read()) {
      assertNull(adopted.obstacle(7));
      assertNull(after(Duration.ofSeconds(599), adopted));
      assertEquals(
          "generation 7 is not adopted: 3 of 4 partitions have moved, nothing new for 10 minutes",
          after(Duration.ofSeconds(1), adopted));
      after(Duration.ofHours(1), adopted);
      assertFalse(adopted.isEverywhere(7));
      adopted("movies", 1, 50);
      assertNull(after(Duration.ofSeconds(1), adopted));
      assertTrue(adopted.isEverywhere(7));
    }
  }

  @Test
  void usersWhoKeepMovingAreNoObstacle() {
    adoptedByAllButLost(0);
    topics.write(TOPIC, "movies-1", null);
    try (Adopted adopted = read()) {
      adopted.obstacle(7);
      adopted("users", 1, 51);
      assertNull(after(Duration.ofMinutes(9), adopted));
      assertNull(after(Duration.ofMinutes(9), adopted));
    }
  }
}
