package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.wire.UserState.Due;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class DueUsersTest {

  private static final long NOW = 1_767_225_600_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Bytes ADA = user("ada");
  private static final Bytes BEN = user("ben");

  private final DueUsers due = new DueUsers(Duration.ofSeconds(1));

  private static Bytes user(String id) {
    return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoWasReadyFirstIsServedFirst() {
    due.add(BEN, Due.RATING, NOW + 10);
    due.add(ADA, Due.RATING, NOW);
    assertEquals(ADA, due.poll(NOW));
    assertNull(due.poll(NOW));
    assertEquals(BEN, due.poll(NOW + 10));
    assertEquals(0, due.size());
  }

  @Test
  void whoWasAddedFirstIsServedFirstIfTheyAreReadyAtOnce() {
    List<Bytes> users = new ArrayList<>();
    List<Bytes> served = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      users.add(user("u" + i));
      due.add(users.get(i), Due.RATING, NOW);
    }
    for (int i = 0; i < 50; i++) {
      served.add(due.poll(NOW));
    }
    assertEquals(users, served);
  }

  @Test
  void ratingsComeBeforeWhatACatalogueChanged() {
    due.add(ADA, Due.CATALOGUE, NOW - 500);
    due.add(BEN, Due.RATING, NOW);
    assertEquals(BEN, due.poll(NOW));
    assertEquals(ADA, due.poll(NOW));
  }

  @Test
  void whoRatesWhileAnotherListIsOwedComesFirstAndOnce() {
    due.add(BEN, Due.CATALOGUE, NOW - 2);
    due.add(ADA, Due.CATALOGUE, NOW - 1);
    due.add(ADA, Due.RATING, NOW);
    due.add(ADA, Due.CATALOGUE, NOW);
    assertEquals(2, due.size());
    assertEquals(ADA, due.poll(NOW));
    assertEquals(BEN, due.poll(NOW));
    assertNull(due.poll(NOW));
  }

  @Test
  void whatACatalogueChangedComesToAnEndThoughRatingsNeverStop() {
    due.add(ADA, Due.CATALOGUE, NOW);
    List<Bytes> served = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      due.add(user("u" + i), Due.RATING, NOW);
      due.add(user("v" + i), Due.RATING, NOW);
      served.add(due.poll(NOW));
    }
    assertEquals(1, Collections.frequency(served, ADA));
  }

  @Test
  void aListWaitsForTheIntervalAndNoLongerWhateverClockWroteTheLast() {
    assertEquals(NOW, due.from(0, NOW));
    assertEquals(NOW + 400, due.from(NOW - 600, NOW));
    assertEquals(NOW + 1_000, due.from(NOW + HOUR, NOW));
    assertEquals(NOW, due.from(NOW - HOUR, NOW));
  }

  @Test
  void aClockThatIsSetBackLetsNobodyWaitLongerThanTheInterval() {
    due.add(ADA, Due.RATING, NOW + 900);
    due.add(BEN, Due.CATALOGUE, NOW + 900);
    assertNull(due.poll(NOW));
    long back = NOW - HOUR;
    due.add(user("new"), Due.RATING, back + 1_000); // does not stand before those
    assertNull(due.poll(back));
    List<Bytes> served = new ArrayList<>();
    for (Bytes user = due.poll(back + 1_000); user != null; user = due.poll(back + 1_000)) {
      served.add(user);
    }
    assertEquals(3, served.size());
  }
}
