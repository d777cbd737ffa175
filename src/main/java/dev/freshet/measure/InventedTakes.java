package dev.freshet.measure;

import dev.freshet.online.MovieTakes;
import dev.freshet.online.TakenMovies;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Takes of invented movies: few are taken often, most once or never, as people do. */
final class InventedTakes {

  private static final long TIME = 1_700_000_000_000L;

  private InventedTakes() {}

  /** Takes of so many movies, the most taken first: {@code movies / (2 · (i + 1))} of movie i. */
  static TakenMovies of(int movies, Random random) {
    TakenMovies taken = new TakenMovies();
    for (int movie = 0; movie < movies; movie++) {
      int takes = Math.min(10_000, movies / (2 * (movie + 1)));
      if (takes > 0) {
        int[] before = some(Math.min(MovieTakes.MOST_PREDECESSORS, 4 * takes), movies, random);
        float[] weights = new float[before.length];
        Arrays.fill(weights, 1);
        float[] decayed = {takes / 100f, takes / 10f, takes};
        taken.put(movie, new MovieTakes(takes, TIME, decayed, List.of(), weights), before);
      }
    }
    return taken;
  }

  /** So many different movies, those more often that are taken more. */
  static int[] some(int count, int movies, Random random) {
    return random.doubles().mapToInt(x -> (int) (movies * x * x)).distinct().limit(count).toArray();
  }
}
