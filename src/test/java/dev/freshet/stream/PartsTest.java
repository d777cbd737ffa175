package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartsTest {

  /** Every duration is another one, so that none stands for another unnoticed. */
  @Test
  void theProcessorsOfTheUserSideReadTheSettingsOfTheStreams() {
    ListSettings lists = ListSettings.defaults();
    try (TwoSides sides = new TwoSides(lists)) {
      UsersTopology.Parts parts = sides.parts();
      assertSame(lists, parts.lists());
      assertEquals(Duration.ofDays(30), parts.forgetRetention());
      assertEquals(Duration.ofSeconds(1), parts.progressInterval());
      assertEquals(TwoSides.PREFIX, parts.prefix());
      assertEquals(TwoSides.PREFIX + "ratings", parts.ratingsTopic());
    }
  }
}
