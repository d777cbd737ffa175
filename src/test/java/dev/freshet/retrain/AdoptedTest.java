package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.model.OnlineSgd;
import dev.freshet.model.Scale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdoptedTest {

  private static final String TOPIC = "test.learning-progress";

  private final Topics topics = new Topics();
  private final AtomicInteger told = new AtomicInteger();

  private void reported(String key, String side, int partition, int sequence) {
    topics.write(
        TOPIC,
        key,
        "{\"side\":\"%s\",\"partition\":%d,\"generation\":0,\"sequence\":%d}"
            .formatted(side, partition, sequence));
  }

  private Adopted read() {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            Map.of(), "test.", 2, OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    Adopted adopted =
        new Adopted(settings, new Skipped(told::incrementAndGet), topics.consumer(TOPIC));
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
}
