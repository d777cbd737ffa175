package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hand-worked numbers on vectors of length two. */
class OnlineSgdTest {
  private static final Scale ZERO_TO_FOUR = new Scale(0, 4); // μ = 2, w = 4
  private static final OnlineSgd.Settings BY_HAND =
      new OnlineSgd.Settings(
          null,
          2,
          .1f,
          Map.of(
              OnlineSgd.Rate.USER_BIAS, StepSize.constant(.5f),
              OnlineSgd.Rate.MOVIE_BIAS, StepSize.constant(.25f),
              OnlineSgd.Rate.USER_VECTOR, StepSize.constant(.4f),
              OnlineSgd.Rate.MOVIE_VECTOR, StepSize.constant(.8f),
              OnlineSgd.Rate.USER_BASELINE, StepSize.constant(.1f),
              OnlineSgd.Rate.MOVIE_BASELINE, StepSize.constant(.2f)),
          .125f, // L2
          UserFoldIn.Settings.defaults(),
          1f);
  private final OnlineSgd sgd = new OnlineSgd(BY_HAND, ZERO_TO_FOUR);
  private final Factors user = factors(0, .25f, .5f, 1, 2);
  private final Factors movie = factors(0, .25f, -.5f, .5f, -.25f);

  @Test
  void predictsTheSumOfGlobalBiasBothBiasesAndTheDotProduct() {
    assertEquals(2f, sgd.globalBias());
    assertEquals(2 + .25f + .25f + (1 * .5f - 2 * .25f), sgd.predict(user, movie));
    assertEquals(2 + .5f - .5f, sgd.predictBaseline(user, movie));
  }

  @Test
  void userStepFollowsTheFormula() {
    Factors next = sgd.stepUser(user, movie, 3.5f); // e = 3.5 − 2.5 = 1, l2·w = .5
    float eta = .4f / (4 + 2 * .4f * .3125f); // |q|² = .25 + .0625
    assertEquals(1, next.steps());
    assertEquals(.25f + .5f, next.bias());
    assertEquals(.5f + .1f * 1.5f, next.baseline(), 1e-6f); // baseline's own error is 3.5 − 2
    assertArrayEquals(
        new float[] {1 + eta * (.5f - .5f), 2 + eta * (-.25f - 1)}, next.vector(), 1e-6f);
  }

  @Test
  void movieStepFollowsTheFormula() {
    Factors next = sgd.stepMovie(user, movie, 3.5f);
    float eta = .8f / (4 + 2 * .8f * 5); // |p|² = 1 + 4
    assertEquals(.25f + .25f, next.bias());
    assertEquals(-.5f + .2f * 1.5f, next.baseline(), 1e-6f);
    assertArrayEquals(
        new float[] {.5f + eta * (1 - .25f), -.25f + eta * (2 + .125f)}, next.vector(), 1e-6f);
  }

  @Test
  void aStepNeverWritesIntoTheFactorsItCameFrom() {
    sgd.stepUser(user, movie, 4f);
    sgd.stepMovie(user, movie, 4f);
    assertArrayEquals(new float[] {1, 2}, user.vector());
    assertArrayEquals(new float[] {.5f, -.25f}, movie.vector());
  }

  @Test
  void vectorStepIsDownhillOnTheRegularisedSquaredError() {
    float rating = 3.25f;
    Factors next = sgd.stepUser(user, movie, rating);
    for (int f = 0; f < 2; f++) {
      double h = 1e-4;
      double gradient = (loss(f, h, rating) - loss(f, -h, rating)) / (2 * h);
      assertEquals(
          -.4 / (4 + 2 * .4 * .3125) * gradient, next.vector()[f] - user.vector()[f], 1e-5);
    }
  }

  /** ½e² + ½·l2·w·|p|² with component {@code f} of the user moved by {@code h}. */
  private double loss(int f, double h, double rating) {
    double[] p = {user.vector()[0], user.vector()[1]};
    p[f] += h;
    double dot = p[0] * movie.vector()[0] + p[1] * movie.vector()[1];
    double error = rating - (2 + user.bias() + movie.bias() + dot);
    return .5 * error * error + .5 * .125 * 4 * (p[0] * p[0] + p[1] * p[1]);
  }

  @Test
  void predictionsAreClippedToTheScaleAndErrorsAreNot() {
    Factors high = factors(0, 3, 3, 0, 0);
    Factors flat = factors(0, 0, 0, 0, 0);
    assertEquals(4f, sgd.predict(high, flat));
    assertEquals(4f, sgd.predictBaseline(high, flat));
    // Unclipped 5 against a rating of 4: the step still comes down.
    assertEquals(3 - .5f, sgd.stepUser(high, flat, 4f).bias());
    assertEquals(0f, sgd.predict(factors(0, -3, 0, 0, 0), flat));
  }

  @Test
  void theErrorThatDrivesAStepIsBounded() {
    Factors far = factors(0, 100, 100, 1, 1);
    Factors next = sgd.stepUser(far, factors(0, 0, 0, 0, 0), 0f);
    assertEquals(100 - .5f * 4, next.bias());
    assertEquals(100 - .1f * 4, next.baseline());
  }

  /** Both sides together correct at most the whole error, however long the vectors are. */
  @Test
  void vectorsNeverOvershoot() {
    OnlineSgd onlyVectors =
        new OnlineSgd(
            OnlineSgd.Settings.defaults()
                .withRank(2)
                .withBiases(StepSize.constant(1e-9f), StepSize.constant(1e-9f)),
            ZERO_TO_FOUR);
    for (float length : new float[] {.01f, .1f, 1, 10, 100, 1e4f}) {
      Factors p = factors(0, 0, 0, length, 0);
      Factors q = factors(0, 0, 0, 0, length);
      Factors nextP = onlyVectors.stepUser(p, q, 3);
      Factors nextQ = onlyVectors.stepMovie(p, q, 3);
      float learned = nextP.vector()[1] * length + nextQ.vector()[0] * length;
      assertTrue(learned > 0 && learned <= 1.00001f, "moved " + learned + " of an error of 1");
    }
  }

  @Test
  void aStepThatWouldNotBeFiniteKeepsTheOldFactors() {
    Factors broken = factors(0, Float.NaN, 0, 0, 0);
    assertSame(user, sgd.stepUser(user, broken, 3f));
    assertSame(movie, sgd.stepMovie(broken, movie, 3f));
    assertSame(user, sgd.stepUser(user, movie, Float.NaN));
    assertNotSame(user, sgd.stepUser(user, movie, 3f));
  }

  @Test
  void factorsOfTwoGenerationsNeverMeet() {
    Factors newer = factors(1, 0, 0, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> sgd.predict(user, newer));
    assertThrows(IllegalArgumentException.class, () -> sgd.predictBaseline(user, newer));
    assertThrows(IllegalArgumentException.class, () -> sgd.stepUser(user, newer, 3));
    assertThrows(IllegalArgumentException.class, () -> sgd.stepMovie(newer, movie, 3));
  }

  @Test
  void startsAreSeededByIdSideAndGeneration() {
    float[] start = sgd.starts().newUser("42", 0, .5f).vector();
    assertArrayEquals(start, sgd.starts().newUser("42", 0, -1f).vector());
    assertFalse(Arrays.equals(start, sgd.starts().newUser("43", 0, .5f).vector()));
    assertFalse(Arrays.equals(start, sgd.starts().newUser("42", 1, .5f).vector()));
    assertFalse(Arrays.equals(start, sgd.starts().newMovie("42", 0).vector()));
    assertEquals(.5f, sgd.starts().newUser("42", 0, .5f).bias());
    assertEquals(.5f, sgd.starts().newUser("42", 0, .5f).baseline());
    assertEquals(0f, sgd.starts().newMovie("42", 0).bias());
    assertEquals(3, sgd.starts().newMovie("42", 3).generation());
  }

  @Test
  void startVectorsAreNormalWithTheSetDeviation() {
    double sum = 0;
    double squares = 0;
    int users = 5000;
    for (int u = 0; u < users; u++) {
      for (float x : sgd.starts().newUser("user" + u, 0, 0).vector()) {
        sum += x;
        squares += x * x;
      }
    }
    assertEquals(0, sum / (2 * users), .01);
    assertEquals(.1 * 2, Math.sqrt(squares / (2 * users)), .005); // std · √w
  }

  private static Factors factors(
      int generation, float bias, float baseline, float first, float second) {
    return new Factors(generation, 0, bias, baseline, new float[] {first, second});
  }
}
