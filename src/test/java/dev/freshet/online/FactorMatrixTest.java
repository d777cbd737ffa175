package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FactorMatrixTest {
  @Test
  void givesBackACopyOfWhatWasPut() {
    FactorMatrix movies = new FactorMatrix(3, 7);
    float[] q = {1, 2, 3};
    movies.put(600, new Factors(7, 4, .5f, -.25f, q)); // third block
    q[0] = 99;

    Factors got = movies.get(600);
    assertNotNull(got);
    assertEquals(7, got.generation());
    assertEquals(4, got.steps());
    assertEquals(.5f, got.bias());
    assertEquals(-.25f, got.baseline());
    assertArrayEquals(new float[] {1, 2, 3}, got.vector());
    assertEquals(1, movies.size());
  }

  @Test
  void absentMoviesAreNullAndNotCounted() {
    FactorMatrix movies = new FactorMatrix(2);
    assertNull(movies.get(0));
    movies.put(5, new Factors(0, 0, 0, 0, new float[2]));
    movies.put(5, new Factors(0, 1, 0, 0, new float[2]));
    assertEquals(1, movies.size());
    assertNull(movies.get(4));
    assertNull(movies.get(-1));
    assertNull(movies.get(1_000_000));

    movies.remove(5);
    movies.remove(5);
    movies.remove(1_000_000);
    assertNull(movies.get(5));
    assertEquals(0, movies.size());
  }

  /** 3 + .5 + .25 + 1·2 + 2·(-1) */
  @Test
  void oneMovieIsPredictedWithoutACopy() {
    FactorMatrix movies = new FactorMatrix(2, 7);
    movies.put(300, new Factors(7, 4, .25f, 0, new float[] {2, -1}));
    Factors user = new Factors(7, 1, .5f, 0, new float[] {1, 2});

    assertEquals(3.75f, movies.predict(300, user, 3));
    assertTrue(Float.isNaN(movies.predict(299, user, 3)));
    assertTrue(Float.isNaN(movies.predict(1_000_000, user, 3)));
    movies.remove(300);
    assertTrue(Float.isNaN(movies.predict(300, user, 3)));
  }

  @Test
  void scoresAgreeWithTheFormula() {
    Random random = new Random(3);
    for (int rank : new int[] {1, 2, 3, 4, 7, 32}) { // with and without a remainder of four
      FactorMatrix movies = new FactorMatrix(rank);
      Factors user = random(random, rank, 0);
      for (int i = 0; i < 300; i += 2) {
        movies.put(i, random(random, rank, i));
      }
      float[] out = new float[FactorMatrix.LANES];
      for (int b = 0; b < movies.blocks(); b++) {
        movies.score(b, user, 3.5f, .5f, out);
        for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
          Factors movie = movies.get(b * FactorMatrix.LANES + lane);
          if (movie == null) {
            assertTrue(Float.isNaN(out[lane]));
          } else {
            double expected = 3.5 + user.bias() + movie.bias() - .5 / Math.sqrt(movie.steps() + 1);
            for (int f = 0; f < rank; f++) {
              expected += user.vector()[f] * movie.vector()[f];
            }
            assertEquals(expected, out[lane], 1e-4);
          }
        }
      }
    }
  }

  @Test
  void refusesFactorsThatDoNotBelong() {
    FactorMatrix movies = new FactorMatrix(2, 1);
    movies.put(0, new Factors(1, 0, 0, 0, new float[2]));
    float[] out = new float[FactorMatrix.LANES];
    Factors older = new Factors(0, 0, 0, 0, new float[2]);
    Factors longer = new Factors(1, 0, 0, 0, new float[3]);
    Factors broken = new Factors(1, 0, 0, 0, new float[] {1, Float.NaN});
    assertThrows(IllegalArgumentException.class, () -> movies.put(0, older));
    assertThrows(IllegalArgumentException.class, () -> movies.score(0, older, 3, 0, out));
    assertThrows(IllegalArgumentException.class, () -> movies.put(0, longer));
    assertThrows(IllegalArgumentException.class, () -> movies.put(0, broken));
  }

  /** A writer puts factors whose numbers are all equal; nobody may ever see two different ones. */
  @Test
  void nobodyReadsAMovieHalfWritten() throws Exception {
    int rank = 32;
    FactorMatrix movies = new FactorMatrix(rank);
    movies.put(0, allEqual(1, rank));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      Future<?> getter =
          readers.submit(
              () -> {
                while (!done.get()) {
                  Factors movie = movies.get(0);
                  assertNotNull(movie);
                  for (float q : movie.vector()) {
                    assertEquals(movie.bias(), q);
                  }
                  assertEquals(movie.bias(), movie.steps());
                }
              });
      Future<?> scorer =
          readers.submit(
              () -> {
                Factors ones = allEqual(1, rank);
                float[] out = new float[FactorMatrix.LANES];
                while (!done.get()) {
                  movies.score(0, ones, -1, 0, out);
                  assertEquals(0, out[0] % (rank + 1)); // value · (1 + rank), exact in a float
                }
              });
      for (int n = 1; n <= 300_000 && !getter.isDone() && !scorer.isDone(); n++) {
        movies.put(0, allEqual(1 + n % 1000, rank));
        movies.put(n % 100 * 256, allEqual(1 + n % 1000, rank)); // growing beside it
      }
      done.set(true);
      getter.get(30, TimeUnit.SECONDS);
      scorer.get(30, TimeUnit.SECONDS);
    } finally {
      done.set(true);
      readers.shutdownNow();
    }
    assertEquals(100, movies.size());
  }

  private static Factors allEqual(int value, int rank) {
    float[] q = new float[rank];
    java.util.Arrays.fill(q, value);
    return new Factors(0, value, value, value, q);
  }

  private static Factors random(Random random, int rank, int steps) {
    float[] q = new float[rank];
    for (int f = 0; f < rank; f++) {
      q[f] = (float) random.nextGaussian();
    }
    return new Factors(0, steps, (float) random.nextGaussian(), 0, q);
  }
}
