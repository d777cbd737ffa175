package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.RatingEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the generators plant is there. */
class SyntheticRatingsTest {
  private static final MovieLens1MShape SMALL = MovieLens1MShape.DEFAULT.withRatings(100_000);

  @Test
  void plantedIsTheSetOfTheDesign() {
    RatingSet set = SyntheticRatings.planted(PlantedShape.DEFAULT);
    Ratings ratings = set.ratings();

    assertEquals(300_000, ratings.size());
    assertEquals(2_000, ratings.userIds().size());
    assertEquals(1_000, set.movies().size());
    assertEquals(Scale.MOVIELENS, set.scale());
    assertEquals(300_000, distinctPairs(ratings));
    assertOnGrid(ratings, .5, set.scale());
    assertEquals(3, mean(ratings), .05);
    // Variance 8·.35² of p·q + .4² of noise + rounding, less what clipping takes.
    assertEquals(1.05, sd(ratings), .05);
    assertTrue(share(ratings, 250) > .4, "⌊1000·x²⌋ < 250 for half of all x, before repetitions");
  }

  @Test
  void ml1mHasItsShape() {
    RatingSet set = SyntheticRatings.ml1m(SMALL);
    Ratings ratings = set.ratings();

    assertEquals(100_000, ratings.size());
    assertEquals(604, ratings.userIds().size());
    assertEquals(3_706, set.movies().size());
    assertEquals(new Scale(1, 5), set.scale());
    assertEquals(100_000, distinctPairs(ratings));
    assertOnGrid(ratings, 1, set.scale());
    assertEquals(3.58, mean(ratings), .1, "as published for ML-1M");
    assertEquals(1.12, sd(ratings), .06, "as published for ML-1M");

    double genres = set.movies().stream().mapToInt(m -> m.genres().size()).average().orElseThrow();
    assertEquals(1.65, genres, .15, "a movie, as published for ML-1M");

    int[] perUser = countsPerUser(ratings);
    assertTrue(perUser[0] >= 20, perUser[0] + " by the laziest");
    assertEquals(96, perUser[perUser.length / 2], 15, "the median, as published for ML-1M");
    assertTrue(perUser[perUser.length - 1] > 800, "few give most");
  }

  @Test
  void usersOfMl1mComeInBursts() {
    Ratings ratings = SyntheticRatings.ml1m(SMALL).ratings();
    long[] first = new long[ratings.userIds().size()];
    long[] previous = new long[ratings.userIds().size()];
    int soon = 0;
    int returned = 0;
    for (int i = 0; i < ratings.size(); i++) {
      int user = ratings.user(i);
      long gap = ratings.eventTime(i) - previous[user];
      soon += gap < 60_000 ? 1 : 0;
      returned += previous[user] != 0 && gap > 86_400_000 ? 1 : 0;
      first[user] = first[user] == 0 ? ratings.eventTime(i) : first[user];
      previous[user] = ratings.eventTime(i);
    }
    assertTrue(soon > .98 * ratings.size(), soon + " within a minute of the user's last");
    assertTrue(returned > 100, returned + " came back after a day or more");
    long spread = Arrays.stream(first).max().orElseThrow() - first[ratings.user(0)];
    assertTrue(spread > 200L * 86_400_000, "users arrive over months");
  }

  @Test
  void theSeedDecides() {
    PlantedShape small = PlantedShape.DEFAULT.withRatings(2_000);
    assertEquals(events(SyntheticRatings.planted(small)), events(SyntheticRatings.planted(small)));
    assertNotEquals(
        events(SyntheticRatings.planted(small)),
        events(SyntheticRatings.planted(small.withSeed(2))));
    MovieLens1MShape few = SMALL.withRatings(2_000);
    assertEquals(events(SyntheticRatings.ml1m(few)), events(SyntheticRatings.ml1m(few)));
    assertNotEquals(
        events(SyntheticRatings.ml1m(few)), events(SyntheticRatings.ml1m(few.withSeed(2))));
  }

  @Test
  void impossibleShapesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PlantedShape(10, 10, 51, 8, 1, 1, 1, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> PlantedShape.DEFAULT.withRatings(0));
    assertThrows(IllegalArgumentException.class, () -> MovieLens1MShape.DEFAULT.withRatings(19));
  }

  private static List<RatingEvent> events(RatingSet set) {
    return IntStream.range(0, set.ratings().size()).mapToObj(set.ratings()::event).toList();
  }

  private static int distinctPairs(Ratings ratings) {
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < ratings.size(); i++) {
      pairs.add((long) ratings.user(i) << 32 | ratings.movie(i));
    }
    return pairs.size();
  }

  private static void assertOnGrid(Ratings ratings, double step, Scale scale) {
    for (int i = 0; i < ratings.size(); i++) {
      assertTrue(scale.contains(ratings.rating(i)));
      assertEquals(0, ratings.rating(i) % step);
    }
  }

  private static double mean(Ratings ratings) {
    return IntStream.range(0, ratings.size()).mapToDouble(ratings::rating).average().orElseThrow();
  }

  private static double sd(Ratings ratings) {
    double mean = mean(ratings);
    return Math.sqrt(
        IntStream.range(0, ratings.size())
            .mapToDouble(i -> Math.pow(ratings.rating(i) - mean, 2))
            .average()
            .orElseThrow());
  }

  /** The part of all ratings that the first {@code movies} generated movies have. */
  private static double share(Ratings ratings, int movies) {
    long theirs =
        IntStream.range(0, ratings.size())
            .filter(i -> Integer.parseInt(ratings.movieIds().get(ratings.movie(i))) <= movies)
            .count();
    return (double) theirs / ratings.size();
  }

  /** Numbers of ratings of all users, rising. */
  private static int[] countsPerUser(Ratings ratings) {
    int[] counts = new int[ratings.userIds().size()];
    for (int i = 0; i < ratings.size(); i++) {
      counts[ratings.user(i)]++;
    }
    Arrays.sort(counts);
    return counts;
  }
}
