package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.UserFoldIn.Rated;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The first ratings of a user in a retrained generation are solved for at once. */
class UserFoldInTest {

  private static final Scale ZERO_TO_FOUR = new Scale(0, 4); // μ = 2, w = 4
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(2), ZERO_TO_FOUR);
  private static final UserFoldIn FOLD_IN = new UserFoldIn(SGD);
  private static final float BIAS_L2 = UserFoldIn.Settings.defaults().biasL2();
  private static final float VECTOR_L2 = 4 * UserFoldIn.Settings.defaults().vectorL2();
  private static final Factors START = user(1, 0, .5f, .1f, 0);

  @Test
  void oneRatingByHand() {
    Factors movie = movie(.25f, 1, 2);
    // e = 4 − (2 + .25 + .5 + .1) = 1.15; K = 1/4 + 5/12; a = 1.15 / (1 + K) = .69
    Factors folded = step(START, movie, 4, List.of(new Rated(movie, 4)));

    assertEquals(.5f + .69f / BIAS_L2, folded.bias(), 1e-6);
    assertEquals(.1f + .69f / VECTOR_L2, folded.vector()[0], 1e-6);
    assertEquals(2 * .69f / VECTOR_L2, folded.vector()[1], 1e-6);
    assertEquals(1, folded.steps());
  }

  /** What is minimised has no gradient where the solution lies. */
  @Test
  void severalRatingsAreAtTheMinimum() {
    Random random = new Random(3);
    List<Rated> rated =
        random
            .doubles(5, 0, 4)
            .mapToObj(
                r ->
                    new Rated(
                        movie(.1f, (float) random.nextGaussian(), (float) random.nextGaussian()),
                        (float) r))
            .toList();
    Factors before = user(1, 4, 0, 3, -3); // what SGD made of them does not count

    Factors folded = step(before, rated.get(4).movie(), rated.get(4).rating(), rated);

    double bias = BIAS_L2 * (folded.bias() - START.bias());
    double[] vector = new double[2];
    for (int f = 0; f < 2; f++) {
      vector[f] = VECTOR_L2 * (folded.vector()[f] - START.vector()[f]);
    }
    for (Rated one : rated) {
      double error = one.rating() - SGD.raw(folded, one.movie());
      bias -= error;
      for (int f = 0; f < 2; f++) {
        vector[f] -= error * one.movie().vector()[f];
      }
    }
    assertEquals(0, bias, 1e-4);
    assertEquals(0, vector[0], 1e-4);
    assertEquals(0, vector[1], 1e-4);
    assertEquals(5, folded.steps());
  }

  @Test
  void theBaselineLearnsAsEver() {
    Factors movie = movie(.25f, 1, 2);
    Factors folded = step(START, movie, 4, List.of(new Rated(movie, 4)));
    assertEquals(SGD.stepUser(START, movie, 4).baseline(), folded.baseline());
  }

  @Test
  void afterTheFirstRatingsAndInGenerationZeroItIsOneStep() {
    Factors movie = movie(.25f, 1, 2);
    Factors many = user(1, 5, .5f, .1f, 0);
    assertTrue(!FOLD_IN.takes(many) && FOLD_IN.takes(START));
    assertSameStep(SGD.stepUser(many, movie, 4), step(many, movie, 4, List.of()));

    Factors before = user(0, 0, .5f, .1f, 0);
    Factors old = new Factors(0, 3, .25f, 0, movie.vector());
    assertSameStep(SGD.stepUser(before, old, 4), step(before, old, 4, List.of()));
  }

  @Test
  void whereTheSolutionWouldNotBeFiniteItIsOneStep() {
    Factors movie = movie(.25f, 1e20f, 1e20f);
    Factors expected = SGD.stepUser(START, movie, 4);
    assertTrue(expected.steps() > START.steps());
    assertSameStep(expected, step(START, movie, 4, List.of(new Rated(movie, 4))));
  }

  private static Factors step(Factors user, Factors movie, float rating, List<Rated> rated) {
    return FOLD_IN.step(user, movie, rating, () -> START, () -> rated);
  }

  private static void assertSameStep(Factors expected, Factors actual) {
    assertEquals(expected.bias(), actual.bias());
    assertEquals(expected.steps(), actual.steps());
    assertEquals(expected.vector()[1], actual.vector()[1]);
  }

  private static Factors user(int generation, int steps, float bias, float... vector) {
    return new Factors(generation, steps, bias, 0, vector);
  }

  private static Factors movie(float bias, float... vector) {
    return new Factors(1, 7, bias, 0, vector);
  }
}
