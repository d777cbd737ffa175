package dev.freshet.train.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingFitTest {

  private static final int USERS = 60;
  private static final int MOVIES = 40;
  private static final Fitting FITTING =
      new Fitting(1, 1, Kernels.choose("ejml"), epoch -> {}, () -> false);

  /** Even users like even movies, odd ones odd movies; of the others they think nothing. */
  private static RatingTable twoTastes(int each) {
    SplittableRandom random = new SplittableRandom(1);
    int n = USERS * each;
    int[] users = new int[n];
    int[] movies = new int[n];
    float[] ratings = new float[n];
    for (int i = 0; i < n; i++) {
      users[i] = i / each;
      movies[i] = random.nextInt(MOVIES);
      ratings[i] = (users[i] + movies[i]) % 2 == 0 ? 5 : 1;
    }
    return new RatingTable(USERS, MOVIES, Scale.MOVIELENS, users, movies, ratings, new long[0]);
  }

  private static float dot(RankingFit fit, int a, int b) {
    float[] y = fit.vector(a);
    float[] z = fit.vector(b);
    return (float) IntStream.range(0, y.length).mapToDouble(f -> y[f] * z[f]).sum();
  }

  @Test
  void moviesThatTheSamePeopleLikeHaveVectorsThatAreAlike() {
    RankingFit fit = present(RankingFit.of(twoTastes(20), FITTING));
    assertEquals(MOVIES, fit.movies().length);
    assertEquals(RankingFit.RANK, fit.vectors().numCols);
    double alike = 0;
    double others = 0;
    for (int a = 0; a < MOVIES; a++) {
      for (int b = 0; b < a; b++) {
        boolean isAlike = (fit.movies()[a] + fit.movies()[b]) % 2 == 0;
        alike += isAlike ? dot(fit, a, b) : 0;
        others += isAlike ? 0 : dot(fit, a, b);
      }
    }
    assertTrue(alike > 0 && others < 0, alike + " and " + others);
  }

  private static RankingFit present(RankingFit fit) {
    assertNotNull(fit);
    return fit;
  }

  @Test
  void oneSeedGivesTheSameNumbers() {
    RankingFit first = present(RankingFit.of(twoTastes(10), FITTING));
    RankingFit second = present(RankingFit.of(twoTastes(10), FITTING));
    assertEquals(first.vectors().get(3, 5), second.vectors().get(3, 5));
  }

  /** Those that were liked most stand first, with their number of likes. */
  @Test
  void likesAreCounted() {
    RatingTable table = twoTastes(20);
    RankingFit fit = present(RankingFit.of(table, FITTING));
    int first = fit.movies()[0];
    long likes =
        IntStream.range(0, table.size())
            .filter(i -> table.movie()[i] == first && table.rating()[i] == 5)
            .count();
    assertEquals(likes, fit.likes()[0]);
    assertTrue(fit.likes()[0] >= fit.likes()[MOVIES - 1]);
  }

  @Test
  void whereNextToNothingWasLikedThereIsNothingToTell() {
    assertNull(RankingFit.of(twoTastes(0), FITTING));
    RatingTable disliked =
        new RatingTable(
            2,
            2,
            Scale.MOVIELENS,
            new int[] {0, 0, 1, 1},
            new int[] {0, 1, 0, 1},
            new float[] {1, 2, 5, 1},
            new long[0]);
    assertNull(RankingFit.of(disliked, FITTING));
  }
}
