package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.Ratings;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.ControlArm;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(8), Scale.MOVIELENS);
  private static final Gate.Settings GATE = Gate.Settings.defaults();
  private static RatingMatrix planted;

  /** Ratings with planted tastes, as the live model predicted them while it learned. */
  @BeforeAll
  static void learnOnline() {
    Ratings r = SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(30_000)).ratings();
    int n = r.size();
    int[] user = new int[n];
    int[] movie = new int[n];
    float[] rating = new float[n];
    float[] predicted = new float[n];
    for (int i = 0; i < n; i++) {
      user[i] = r.user(i) % 200; // fewer of both: enough ratings of each to learn tastes from
      movie[i] = r.movie(i) % 100;
      rating[i] = r.rating(i);
    }
    Random random = new Random(1);
    float[][] p = vectors(random, 200, 1);
    float[][] q = vectors(random, 100, .5f);
    for (int i = 0; i < n; i++) {
      float dot = 0;
      for (int f = 0; f < 4; f++) {
        dot += p[user[i]][f] * q[movie[i]][f];
      }
      rating[i] = SGD.scale().clip(3 + dot + .3f * (float) random.nextGaussian());
    }
    planted = new RatingMatrix(r.userIds(), r.movieIds(), user, movie, rating, predicted);
    Candidate live = Candidate.afresh(planted, SGD, 0);
    for (int i = 0; i < n; i++) {
      predicted[i] = live.learn(i);
    }
  }

  private static float[][] vectors(Random random, int n, float std) {
    float[][] all = new float[n][4];
    for (float[] vector : all) {
      for (int f = 0; f < 4; f++) {
        vector[f] = std * (float) random.nextGaussian();
      }
    }
    return all;
  }

  private static Candidate trained(int from) {
    return CandidateTraining.train(
        planted,
        from,
        SGD,
        1,
        CandidateTraining.Settings.defaults(),
        () -> null,
        Kernels.choose("ejml"),
        () -> false);
  }

  @Test
  void aCandidateIsHeldAgainstWhatTheLiveModelReallyPredicted() {
    int from = planted.size() - 1_000;
    Gate.Verdict verdict = Gate.judge(planted, from, trained(from), GATE);
    double squares = 0;
    for (int i = from; i < planted.size(); i++) {
      squares += Math.pow(planted.rating()[i] - planted.predicted()[i], 2);
    }
    assertEquals(1_000, verdict.judged());
    assertEquals(Math.sqrt(squares / 1_000), verdict.rmseLive(), 1e-9);
    assertEquals(
        Math.pow(verdict.rmseLive(), 2) - Math.pow(verdict.rmse(), 2), verdict.gain(), 1e-9);
    assertEquals(verdict.gain() > verdict.gainError(), verdict.promoted());
  }

  /** By users: 3, 1 of one and 0 of another; the mean is 4/3. */
  @Test
  void whatOneUserDidIsNoSampleByItself() {
    List<double[]> users = List.of(new double[] {2, 4}, new double[] {1, 0});
    // ((4 − 2 · 4/3)² + (0 − 4/3)²) · 2 / 1 = (16/9 + 16/9) · 2
    assertEquals(Math.sqrt(64 / 9.0) / 3, Gate.errorOf(4 / 3.0, users), 1e-12);
    assertEquals(
        Double.POSITIVE_INFINITY, Gate.errorOf(2, List.of(new double[] {2, 4})), "one user");
  }

  @Test
  void aCandidateThatKnowsNothingIsRefused() {
    int from = planted.size() - 1_000;
    Candidate ignorant = Candidate.afresh(planted, SGD, 1);
    assertFalse(Gate.judge(planted, from, ignorant, GATE).promoted());
  }

  /** What users of the control arm rate was chosen from other lists. */
  @Test
  void usersOfTheControlArmDoNotJudge() {
    int from = planted.size() - 2_000;
    ControlArm half = new ControlArm(.5f);
    IntPredicate judges = user -> !half.isControl(planted.userIds().get(user));
    Gate.Verdict verdict = Gate.judge(planted, from, trained(from), GATE, judges, rating -> {});
    long judged =
        IntStream.range(from, planted.size()).filter(i -> judges.test(planted.user()[i])).count();
    assertEquals(judged, verdict.judged());
    assertTrue(judged > 500 && judged < 1_500, "about half: " + judged);
    assertFalse(
        Gate.judge(planted, from, trained(from), GATE, user -> false, rating -> {}).promoted());
  }

  @Test
  void aCandidateIsPromotedWhereTheLiveModelPredictsTheMeanAlone() {
    float[] mean = new float[planted.size()];
    java.util.Arrays.fill(mean, 3);
    RatingMatrix poor =
        new RatingMatrix(
            planted.userIds(),
            planted.movieIds(),
            planted.user(),
            planted.movie(),
            planted.rating(),
            mean);
    int from = planted.size() - 1_000;
    assertTrue(Gate.judge(poor, from, trained(from), GATE).promoted());
  }

  @Test
  void atLeastAThousandRatingsAreJudged() {
    assertEquals(1_000, GATE.judged(5_000));
    assertEquals(2_000, GATE.judged(20_000));
    assertEquals(300, GATE.judged(300));
  }

  @Test
  void everyRatingOfTheMatrixIsAStepOnBothSides() {
    int from = planted.size() - 1_000;
    Candidate candidate = trained(from);
    Gate.judge(planted, from, candidate, GATE);
    long[] steps = new long[2];
    candidate.users((id, f) -> steps[0] += f.steps());
    candidate.movies((id, f) -> steps[1] += f.steps());
    assertEquals(planted.size(), steps[0]);
    assertEquals(planted.size(), steps[1]);
  }
}
