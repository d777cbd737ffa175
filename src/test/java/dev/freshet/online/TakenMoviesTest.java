package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What follows what, while movies change, leave and come back. */
class TakenMoviesTest {

  private static final long T = 1_700_000_000_000L;
  private static final int MOVIES = 60;

  private final TakenMovies taken = new TakenMovies();

  /** Weights of predecessors by movie: a map of maps that does the same. */
  private final Map<Integer, Map<Integer, Float>> expected = new HashMap<>();

  private static MovieTakes takes(int count, float... weights) {
    List<String> ids = new ArrayList<>();
    for (int p = 0; p < weights.length; p++) {
      ids.add("m" + p);
    }
    return new MovieTakes(count, T, new float[] {1, 1, 1}, ids, weights);
  }

  @Test
  void holdsWhatMapsWould() {
    SplittableRandom random = new SplittableRandom(3);
    for (int step = 0; step < 5_000; step++) {
      int movie = random.nextInt(MOVIES);
      if (random.nextInt(20) == 0) {
        taken.remove(movie);
        expected.remove(movie);
        expected.values().forEach(before -> before.remove(movie));
      } else {
        put(movie, random);
      }
      if (step % 50 == 0) {
        check();
      }
    }
    check();
    for (int movie = 0; movie < MOVIES; movie++) {
      taken.remove(movie);
    }
    assertEquals(new TakenMovies().bytes(), taken.bytes() - 36 * 1_024L, "all is gone");
  }

  private void put(int movie, SplittableRandom random) {
    int[] before = random.ints(random.nextInt(13), 0, MOVIES).distinct().toArray();
    float[] weights = new float[before.length];
    Map<Integer, Float> weightOf = new HashMap<>();
    for (int p = 0; p < before.length; p++) {
      weights[p] = random.nextInt(1, 9);
      weightOf.put(before[p], weights[p]);
    }
    taken.put(movie, takes(1, weights), before);
    expected.put(movie, weightOf);
  }

  private void check() {
    float[] mass = new float[MOVIES];
    Map<Integer, Map<Integer, Float>> after = new HashMap<>();
    for (int movie = 0; movie < MOVIES; movie++) {
      Map<Integer, Float> before = expected.getOrDefault(movie, Map.of());
      Map<Integer, Float> found = new HashMap<>();
      Weighted.forEach(taken.before(movie), found::put);
      assertEquals(before, found, "before " + movie);
      for (Map.Entry<Integer, Float> entry : before.entrySet()) {
        mass[movie] += entry.getValue();
        mass[entry.getKey()] += entry.getValue();
        after.computeIfAbsent(entry.getKey(), j -> new HashMap<>()).put(movie, entry.getValue());
        assertEquals(entry.getValue(), taken.weight(entry.getKey(), movie));
      }
    }
    for (int movie = 0; movie < MOVIES; movie++) {
      Map<Integer, Float> found = new HashMap<>();
      Weighted.forEach(taken.after(movie), found::put);
      assertEquals(after.getOrDefault(movie, Map.of()), found, "after " + movie);
      assertEquals(mass[movie], taken.mass(movie), 1e-3f, "mass of " + movie);
    }
  }

  /** Nothing is locked: who reads meanwhile may miss a follower, but meets none that never was. */
  @Test
  void whoReadsMeanwhileMeetsOnlyWhatWasPut() {
    Thread writer =
        new Thread(
            () -> {
              SplittableRandom random = new SplittableRandom(5);
              for (int step = 0; step < 50_000; step++) {
                int movie = random.nextInt(1, MOVIES);
                int[] before = random.nextBoolean() ? new int[] {0} : new int[0];
                taken.put(movie, takes(1, before.length == 0 ? new float[0] : of(movie)), before);
              }
            });
    writer.start();
    List<String> wrong = new ArrayList<>();
    do {
      Weighted.forEach(
          taken.after(0),
          (movie, weight) -> {
            if (movie <= 0 || movie >= MOVIES || Math.abs(weight - movie) > movie / 32f) {
              wrong.add(movie + " weighs " + weight);
            }
          });
    } while (writer.isAlive());
    assertEquals(List.of(), wrong);
  }

  private static float[] of(float weight) {
    return new float[] {weight};
  }

  /** Nothing stops somebody from writing that into the topic. */
  @Test
  void aPredecessorThatIsNamedTwiceCountsOnce() {
    taken.put(1, takes(1, 3, 2, 1), new int[] {0, 2, 0});
    taken.put(3, takes(1, 1), new int[] {0});
    assertEquals(3, taken.weight(0, 1));
    assertEquals(6, taken.mass(0) + taken.mass(2), 1e-6f);

    taken.put(1, takes(1), new int[0]);
    assertEquals(0, taken.weight(0, 1));
    assertEquals(1, taken.weight(0, 3));
    assertEquals(1, taken.mass(0), 1e-6f);
  }

  /** The first take came with a wrong clock; all that counts came half a century later. */
  @Test
  void timeThatGrowsWeightsTooLargeBeginsAnew() {
    long years = (long) MovieTakes.HalfLife.YEAR.millis();
    List<String> ids = List.of("m0", "m1");
    float[] counts = {1, 1, 1};
    taken.put(1, new MovieTakes(2, 0, counts, ids, new float[] {8, 4}), new int[] {0, 2});
    taken.put(3, new MovieTakes(2, 10 * years, counts, ids, new float[] {8, 4}), new int[] {0, 2});
    assertEquals(1_024, taken.weight(0, 3) / taken.weight(0, 1));
    assertEquals(1_024, taken.weight(2, 3) / taken.weight(0, 1) * 2);

    taken.put(4, new MovieTakes(2, 50 * years, counts, ids, new float[] {8, 1}), new int[] {0, 2});
    assertEquals(8, taken.weight(0, 4) * taken.shrunk(), "as of the newest take");
    assertEquals(1, taken.weight(2, 4) * taken.shrunk());
    assertEquals(0, taken.weight(0, 3) * taken.shrunk(), 1e-7f);
    assertEquals(8, taken.mass(0) * taken.shrunk(), 1e-5f);
    Map<Integer, Float> after = new HashMap<>();
    Weighted.forEach(taken.after(2), after::put);
    assertEquals(taken.weight(2, 4), after.get(4));
    assertEquals(taken.weight(2, 3), after.get(3));
  }

  @Test
  void weightsAreRoundedByAThirtySecondAtMost() {
    for (float weight = 1e-8f; weight < 1e10f; weight *= 1.01f) {
      int weighted = Weighted.of(7, weight);
      assertEquals(weight, Weighted.weight(weighted), weight / 32);
      assertEquals(7, Weighted.movie(weighted));
    }
    int last = Weighted.MOST_MOVIES - 1;
    assertEquals(last, Weighted.movie(Weighted.of(last, Float.MAX_VALUE)));
    assertEquals(0x1.fp35f, Weighted.weight(Weighted.of(last, Float.MAX_VALUE)));
    assertEquals(0x1p-28f, Weighted.weight(Weighted.of(last, 0)));
    assertEquals(0x1p-28f, Weighted.weight(Weighted.of(last, -0f)));
    assertEquals(last, Weighted.movie(Weighted.of(last, Float.POSITIVE_INFINITY)));
    assertEquals(-1, Weighted.movie(Weighted.NONE));
  }
}
