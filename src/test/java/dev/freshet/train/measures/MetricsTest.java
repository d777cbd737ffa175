package dev.freshet.train.measures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Scale;
import dev.freshet.train.RatingTable;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final float[] TRUTH = {4, 2, 5};
  private static final float[] PREDICTED = {3, 2, 3};

  @Test
  void errorsOfThreePredictions() {
    assertEquals(Math.sqrt(5 / 3.), Metrics.rmse(PREDICTED, TRUTH), 1e-12);
    assertEquals(5 / 3., Metrics.mse(PREDICTED, TRUTH), 1e-12);
    assertEquals(1, Metrics.mae(PREDICTED, TRUTH), 1e-12);
  }

  @Test
  void recallDividesByWhatIsPossible() {
    boolean[] relevant = {true, false, true, false, true};
    assertEquals(.5, Metrics.recall(new int[] {1, 2, 3}, 2, relevant, 3));
    assertEquals(1 / 3., Metrics.recall(new int[] {1, 2, 3}, 3, relevant, 3));
  }

  @Test
  void gainFallsWithThePlace() {
    boolean[] relevant = {true, false, true};
    double second = 1 / (Math.log(3) / Math.log(2));
    assertEquals(second / (1 + second), Metrics.ndcg(new int[] {1, 0}, 10, relevant, 2), 1e-12);
    assertEquals(1, Metrics.ndcg(new int[] {2, 0, 1}, 10, relevant, 2), 1e-12);
  }

  @Test
  void topIsOrderedAndTheLowerIndexWinsATie() {
    float[] scores = {1, 5, Float.NEGATIVE_INFINITY, 5, Float.NaN, 2};
    assertArrayEquals(new int[] {1, 3, 5}, Metrics.top(scores, 3));
    assertArrayEquals(new int[] {1, 3, 5, 0}, Metrics.top(scores, 9));
  }

  @Test
  void listsLeaveOutWhatIsKnownAndCountUsersWithSomethingToFind() {
    Scale scale = new Scale(1, 5);
    // User 0 knows movie 0 and likes movie 1; user 1 dislikes what is held out.
    RatingTable shown =
        new RatingTable(2, 3, scale, new int[] {0}, new int[] {0}, new float[] {5}, new long[] {0});
    RatingTable test =
        new RatingTable(
            2, 3, scale, new int[] {0, 1}, new int[] {1, 2}, new float[] {4, 3}, new long[] {0, 0});
    Ranking ranking =
        Ranking.of(
            (user, scores) -> System.arraycopy(new float[] {9, 8, 7}, 0, scores, 0, 3),
            shown,
            test);
    assertEquals(new Ranking(1, 1, 1, 1, 1), ranking);
  }
}
