package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Movie;
import dev.freshet.wire.RatingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's films and the people who rate them. */
class DemoStreamTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void theCatalogueSpansGenresAndDecades() {
    List<Movie> movies = DemoCatalogue.movies();
    Set<String> ids = movies.stream().map(Movie::movieId).collect(Collectors.toSet());
    assertEquals(400, movies.size());
    assertEquals(400, ids.size());
    assertTrue(ids.contains("the-godfather-1972") && ids.contains("amelie-2001"), ids.toString());
    ids.forEach(id -> assertTrue(id.matches("[a-z0-9]+(-[a-z0-9]+)*-(19|20)\\d\\d"), id));

    Map<String, Long> genres = new HashMap<>();
    Map<Integer, Long> decades = new HashMap<>();
    for (Movie movie : movies) {
      movie.genres().forEach(genre -> genres.merge(genre, 1L, Long::sum));
      decades.merge(movie.year() == null ? 0 : movie.year() / 10, 1L, Long::sum);
    }
    assertEquals(17, genres.size(), genres.toString());
    genres.forEach((genre, films) -> assertTrue(films >= 20, genre + " has " + films));
    for (int decade = 195; decade < 202; decade++) {
      assertTrue(decades.getOrDefault(decade, 0L) >= 20, decade + "0s: " + decades);
    }
  }

  @Test
  void ratingsAreHalfStarsNowAndNobodyRatesAFilmTwice() {
    DemoStream stream = new DemoStream(new DemoStream.Settings(5, 1), NOON);
    Set<String> movies =
        DemoCatalogue.movies().stream().map(Movie::movieId).collect(Collectors.toSet());
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      RatingEvent event = stream.next();
      assertTrue(DemoStream.scale().contains(event.rating()));
      assertEquals(0, event.rating() % .5);
      assertEquals(NOON.millis(), event.eventTime());
      assertTrue(movies.contains(event.movieId()));
      assertTrue(pairs.add(event.userId() + " " + event.movieId()), event + " again");
    }
  }

  @Test
  void whoHasSeenEnoughStaysAwayAndSomebodyNewArrives() {
    DemoStream stream = new DemoStream(new DemoStream.Settings(5, 1), NOON);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      counts.merge(stream.next().userId(), 1, Integer::sum);
    }
    assertTrue(counts.size() > 20, counts.size() + " people");
    counts.values().forEach(count -> assertTrue(count <= 200, count + " of 400 films"));
    long staying = counts.keySet().stream().filter(id -> stream.taste(id).isPresent()).count();
    assertTrue(staying <= 5, staying + " are in the stream");
  }

  @Test
  void peopleRateWhatTheyLoveHigherAndSeeItMoreOften() {
    DemoStream stream = new DemoStream(DemoStream.Settings.DEFAULT, NOON);
    Map<String, Movie> movies =
        DemoCatalogue.movies().stream().collect(Collectors.toMap(Movie::movieId, m -> m));
    double[] sum = new double[3];
    int[] count = new int[3];
    for (int i = 0; i < 20_000; i++) {
      RatingEvent event = stream.next();
      String taste = stream.taste(event.userId()).orElse("");
      List<String> genres =
          Stream.ofNullable(movies.get(String.valueOf(event.movieId())))
              .flatMap(movie -> movie.genres().stream())
              .toList();
      int kind = kind(taste, genres);
      sum[kind] += event.rating();
      count[kind]++;
    }
    double other = sum[1] / count[1];
    assertTrue(sum[0] / count[0] > other + .6, "loved genres: " + sum[0] / count[0]);
    assertTrue(sum[2] / count[2] < other - .6, "disliked genres: " + sum[2] / count[2]);
    assertTrue(
        count[0] > 2 * count[2], count[0] + " of loved, " + count[2] + " of disliked genres");
    double mean = (sum[0] + sum[1] + sum[2]) / 20_000;
    assertEquals(3.5, mean, .25);
  }

  /** 0 if more genres are loved than disliked, 2 if fewer, else 1. */
  private static int kind(String taste, List<String> genres) {
    return DemoTaste.ALL.stream()
        .filter(known -> taste.startsWith(known.inWords()))
        .mapToInt(known -> 1 - Integer.signum(known.balance(genres)))
        .findFirst()
        .orElse(1); // has just left
  }

  @Test
  void theSeedDecides() {
    assertEquals(first(1), first(1));
    assertNotEquals(first(1), first(2));
  }

  @Test
  void strangersHaveNoTasteThatIsKnown() {
    DemoStream stream = new DemoStream(DemoStream.Settings.DEFAULT, NOON);
    assertFalse(stream.taste("you").isPresent());
  }

  private static List<RatingEvent> first(long seed) {
    DemoStream stream = new DemoStream(new DemoStream.Settings(500, seed), NOON);
    return Stream.generate(stream::next).limit(200).toList();
  }
}
