package dev.freshet.train.measures;

import dev.freshet.train.RatingTable;
import java.util.Arrays;

/**
 * How well a model's lists hold what users turned out to like. Relevant are test ratings that say
 * that the movie was {@linkplain dev.freshet.online.Scale#isLiked liked}. All movies are ranked but
 * those whose rating the model was shown. Users with at least one relevant movie count, each the
 * same.
 *
 * @param recallAt20 mean of {@link Metrics#recall} at 20
 * @param recallAt50 mean of {@link Metrics#recall} at 50
 * @param recallAt100 mean of {@link Metrics#recall} at 100
 * @param ndcgAt100 mean of {@link Metrics#ndcg} at 100
 * @param users that count
 */
public record Ranking(
    double recallAt20, double recallAt50, double recallAt100, double ndcgAt100, int users) {

  private static final int LONGEST = 100;

  /** Scorer movies for the user of a row of the test. */
  public interface Scorer {
    /**
     * Fills in the scores.
     *
     * @param user index
     * @param scores one per movie, overwritten
     */
    void of(int user, float[] scores);
  }

  /**
   * Measures; figures are NaN where no user has a relevant movie.
   *
   * @param scores of the model
   * @param shown what the model knows
   * @param test what it does not
   */
  public static Ranking of(Scorer scores, RatingTable shown, RatingTable test) {
    int[][] known = positionsByUser(shown);
    int[][] held = positionsByUser(test);
    float[] score = new float[test.movies()];
    boolean[] relevant = new boolean[test.movies()];
    double[] sums = new double[4];
    int users = 0;
    for (int user = 0; user < test.users(); user++) {
      int count = markRelevant(test, held[user], relevant);
      if (count == 0) {
        continue;
      }
      users++;
      scores.of(user, score);
      for (int i : known[user]) {
        score[shown.movie()[i]] = Float.NEGATIVE_INFINITY;
      }
      int[] ranked = Metrics.top(score, LONGEST);
      sums[0] += Metrics.recall(ranked, 20, relevant, count);
      sums[1] += Metrics.recall(ranked, 50, relevant, count);
      sums[2] += Metrics.recall(ranked, LONGEST, relevant, count);
      sums[3] += Metrics.ndcg(ranked, LONGEST, relevant, count);
    }
    return new Ranking(sums[0] / users, sums[1] / users, sums[2] / users, sums[3] / users, users);
  }

  private static int markRelevant(RatingTable test, int[] positions, boolean[] relevant) {
    Arrays.fill(relevant, false);
    int count = 0;
    for (int i : positions) {
      if (test.scale().isLiked(test.rating()[i])) {
        relevant[test.movie()[i]] = true;
        count++;
      }
    }
    return count;
  }

  private static int[][] positionsByUser(RatingTable ratings) {
    int[] counts = new int[ratings.users()];
    for (int user : ratings.user()) {
      counts[user]++;
    }
    int[][] positions = new int[ratings.users()][];
    for (int user = 0; user < counts.length; user++) {
      positions[user] = new int[counts[user]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < ratings.size(); i++) {
      int user = ratings.user()[i];
      positions[user][counts[user]++] = i;
    }
    return positions;
  }
}
