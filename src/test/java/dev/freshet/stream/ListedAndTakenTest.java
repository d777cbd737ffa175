package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Recommender;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ListHits;
import dev.freshet.wire.LiveRecall;
import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Takes are looked for in the list that was last sent, and counted by its generation and arm. */
class ListedAndTakenTest {

  private static final long T = TwoSides.EVENT;

  private TwoSides freshet = new TwoSides();
  private int fans;

  @AfterEach
  void close() {
    freshet.close();
  }

  private static ListSettings lists(int length, float control) {
    ListSettings usual = SideTopologies.unhurried();
    return new ListSettings(
            usual.interval(), usual.recommender(), usual.tick(), usual.slice(), control)
        .places(length);
  }

  private void begin(ListSettings lists) {
    freshet.close();
    freshet = new TwoSides(lists);
    for (String movie : List.of("alien", "brazil", "heat", "ran", "solaris", "stalker")) {
      freshet.movie(movie);
    }
  }

  private List<String> list(String user) {
    freshet.pass(Duration.ofSeconds(2));
    return Objects.requireNonNull(freshet.out.lists.get(user)).items().stream()
        .map(Recommendations.Item::movieId)
        .toList();
  }

  private List<LiveRecall> counted() {
    freshet.pass(Duration.ofSeconds(30));
    return freshet.usersProgress().lists();
  }

  private static List<LiveRecall> one(Arm arm, long takes, long hits) {
    return List.of(new LiveRecall(0, arm, new ListHits(takes, hits, 0, hits)));
  }

  /** Hits as popularity has it depend on how lately it was looked for: the others do not. */
  private List<LiveRecall> countedAlone() {
    return counted().stream()
        .map(
            row ->
                new LiveRecall(
                    row.generation(),
                    row.arm(),
                    new ListHits(
                        row.counts().takes(), row.counts().hits(), 0, row.counts().hits())))
        .toList();
  }

  @Test
  void aTakeFromTheLastListIsAHit() {
    begin(lists(2, 0));
    freshet.rate("ada", "heat", 5, T);
    List<String> listed = list("ada");

    freshet.rate("ada", listed.get(1), 5, T + 1);

    assertEquals(one(Arm.TREATMENT, 1, 1), countedAlone());
  }

  @Test
  void aTakeOfWhatWasNotListedIsAMiss() {
    begin(lists(2, 0));
    freshet.rate("ada", "heat", 5, T);
    List<String> listed = list("ada");
    String other =
        List.of("alien", "brazil", "ran", "solaris").stream()
            .filter(movie -> !listed.contains(movie))
            .findFirst()
            .orElseThrow();

    freshet.rate("ada", other, 5, T + 1);

    assertEquals(one(Arm.TREATMENT, 1, 0), countedAlone());
  }

  @Test
  void onlyFirstLikedEventsOfUsersWithAListCount() {
    begin(lists(2, 0));
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "ran", 5, T + 1);
    List<String> listed = list("ada");

    freshet.rate("ada", listed.get(0), 1, T + 2);
    freshet.rate("ada", listed.get(0), 5, T + 3);
    freshet.rate("ada", "heat", 4, T + 4);
    freshet.rate("ben", listed.get(0), 5, T + 5);

    assertEquals(List.of(), counted());
  }

  @Test
  void aListOfTheGenerationBeforeCountsForThat() {
    begin(lists(2, 0));
    freshet.rate("ada", "heat", 5, T);
    String first = list("ada").get(0);
    freshet.checkpoint(1, 0, Map.of(), Map.of());
    freshet.rate("ada", first, 5, T + 1);
    freshet.moveEverybody();
    freshet.rate("ada", list("ada").get(0), 5, T + 2);

    List<LiveRecall> rows = counted();
    assertEquals(List.of(0, 1), rows.stream().map(LiveRecall::generation).toList());
    assertEquals(1, rows.get(0).counts().hits());
    assertEquals(1, rows.get(1).counts().hits());
  }

  /** Three took stalker, two alien, one ran; ben's own order begins with what follows heat. */
  private void popular() {
    freshet.rate("c1", "stalker", 5, T);
    freshet.rate("c2", "stalker", 5, T);
    freshet.rate("c3", "stalker", 5, T);
    freshet.rate("c4", "alien", 5, T);
    freshet.rate("c5", "alien", 5, T);
    for (String user : List.of("d1", "d2")) {
      freshet.rate(user, "heat", 1, T);
    }
    freshet.rate("d1", "ran", 5, T + 1);
  }

  @Test
  void theControlArmGetsWhatIsPopularWithoutReasons() {
    begin(lists(2, 1));
    popular();
    freshet.rate("ben", "heat", 4, T + 2);
    List<String> listed = list("ben");
    Recommendations list = Objects.requireNonNull(freshet.out.lists.get("ben"));

    assertEquals(List.of("stalker", "alien"), listed);
    assertEquals(Arm.CONTROL, list.arm());
    assertTrue(list.items().stream().allMatch(item -> item.because().isEmpty()));

    freshet.rate("ben", "alien", 5, T + 3);
    assertEquals(one(Arm.CONTROL, 1, 1), countedAlone());
  }

  @Test
  void noGenreHasMoreMoviesThanItMay() {
    ListSettings usual = SideTopologies.unhurried();
    Recommender.Settings of = usual.recommender();
    begin(
        new ListSettings(
            usual.interval(),
            new Recommender.Settings(3, of.damping(), 3, of.considered(), 0, 1, 0),
            usual.tick(),
            usual.slice(),
            0));
    for (String crime : List.of("alien", "brazil", "heat")) {
      freshet.movie(crime, "{\"title\":\"X\",\"genres\":[\"Crime\"]}");
    }
    for (String drama : List.of("solaris", "stalker")) {
      freshet.movie(drama, "{\"title\":\"X\",\"genres\":[\"Drama\"]}");
    }
    for (String movie : List.of("alien", "alien", "alien", "brazil", "brazil", "stalker")) {
      freshet.rate("fan" + fans++, movie, 5, T);
    }
    freshet.rate("ben", "heat", 4, T + 2);

    assertEquals(List.of("alien", "stalker", "ran"), list("ben"));
  }

  @Test
  void theControlArmTeachesNothingAboutTheOrder() {
    begin(lists(2, 1));
    popular();
    list("d1");
    freshet.rate("d1", "stalker", 5, T + 4);
    assertEquals(0, mixes());

    begin(lists(2, 0));
    popular();
    list("d1");
    freshet.rate("d1", "stalker", 5, T + 4);
    assertNotEquals(0, mixes());
  }

  private long mixes() {
    return freshet
        .out
        .written
        .getOrDefault(dev.freshet.topics.Topic.USER_PROGRESS_CHANGELOG, List.of())
        .stream()
        .filter(record -> dev.freshet.wire.StoredMix.isKey(record.key()))
        .count();
  }
}
