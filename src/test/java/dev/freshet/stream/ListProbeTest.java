package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListProbeTest {

  private static final long T = TwoSides.EVENT;

  /** Looks at every list. */
  private static final class Looks implements ListProbe {
    private final List<List<Place>> lists = new ArrayList<>();

    @Override
    public boolean asks(String userId, String movieId, long eventTime) {
      return true;
    }

    @Override
    public void answered(String userId, String movieId, List<Place> list) {
      lists.add(list);
    }
  }

  @Test
  void theListBeforeARatingIsTheOneThatWasSentAfterTheLast() {
    Looks looks = new Looks();
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    try (TwoSides freshet = new TwoSides(sgd, SideTopologies.unhurried(), looks)) {
      List.of("alien", "brazil", "clue", "dune", "eraserhead").forEach(freshet::movie);
      freshet.rate("ben", "dune", 5, T);
      freshet.rate("ben", "clue", 1, T);
      freshet.rate("ada", "alien", 4.5, T);
      freshet.pass(Duration.ofSeconds(2));
      Recommendations sent = freshet.out.lists.get("ada");

      freshet.rate("ada", "brazil", 2, T + 1);
      List<ListProbe.Place> seen = looks.lists.get(3);
      assertEquals(
          sent.items().stream().map(Recommendations.Item::movieId).toList(),
          seen.stream().map(ListProbe.Place::movieId).toList());
      assertEquals(4, seen.size(), "all but what ada has rated, brazil among them");
      for (int place = 1; place < seen.size(); place++) {
        assertTrue(seen.get(place - 1).score() >= seen.get(place).score(), seen.toString());
      }
    }
  }

  @Test
  void retractionsAreNotLookedAt() {
    Looks looks = new Looks();
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    try (TwoSides freshet = new TwoSides(sgd, SideTopologies.unhurried(), looks)) {
      freshet.rate("ada", "alien", 4.5, T);
      freshet.retract("ada", "alien", T + 1);
      freshet.forget("ada", T + 2);
      assertEquals(1, looks.lists.size());
    }
  }
}
