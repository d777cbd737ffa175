package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.online.Recommender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListsBenchTest {

  private static ListsBench bench(List<Integer> sizes, List<Integer> ranks) {
    return new ListsBench(
        sizes,
        ranks,
        Recommender.Settings.defaults(),
        true,
        Duration.ofMillis(5),
        (stage, n, of) -> {});
  }

  @Test
  void everySizeIsMeasuredWithEveryRank() throws Exception {
    ListsReport report = bench(List.of(500, 1_000), List.of(8, 16)).run();
    assertEquals(
        List.of("500 8", "500 16", "1000 8", "1000 16"),
        report.rows().stream().map(row -> row.movies() + " " + row.rank()).toList());
    report.rows().forEach(row -> assertTrue(row.listsPerSecond() > 0, row.toString()));
    assertEquals(4L * 500 * (8 + 4), report.rows().get(0).factorBytes());
    JsonNode first = new ObjectMapper().valueToTree(report).path("rows").path(0);
    assertEquals(500, first.path("movies").intValue());
    assertEquals(6, report.toTable().lines().count(), report.toTable());
  }

  @Test
  void aCatalogueMustHoldMoreThanItsUsersRated() {
    assertThrows(IllegalArgumentException.class, () -> bench(List.of(100), List.of(8)));
    assertThrows(IllegalArgumentException.class, () -> bench(List.of(1_000), List.of(0)));
  }
}
