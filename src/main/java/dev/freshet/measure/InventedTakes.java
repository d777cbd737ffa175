package dev.freshet.measure;

import dev.freshet.online.MovieTakes;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.TakenMovies;
import dev.freshet.train.models.RankingFit;
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

  /** Vectors of the most taken movies: as many as retraining makes, at most. */
  static RankingVectors vectors(int movies, Random random) {
    RankingVectors vectors = new RankingVectors(1);
    for (int movie = 0; movie < Math.min(movies, RankingFit.MOST_MOVIES); movie++) {
      float[] vector = new float[RankingFit.RANK];
      for (int f = 0; f < vector.length; f++) {
        vector[f] = (float) random.nextGaussian();
      }
      vectors.put(movie, vector);
    }
    return vectors;
  }

  /** So many different movies, those more often that are taken more. */
  static int[] some(int count, int movies, Random random) {
    return random.doubles().mapToInt(x -> (int) (movies * x * x)).distinct().limit(count).toArray();
  }
}
