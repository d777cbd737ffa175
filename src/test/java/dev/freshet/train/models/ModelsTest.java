package dev.freshet.train.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.GradientModel;
import dev.freshet.train.Grouped;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Toy;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.junit.jupiter.api.Test;

/** Single models against numbers worked by hand or known to be optimal. */
class ModelsTest {

  private static final float[][] MATRIX = {
    {.3374f, .6005f, .1735f}, {3.3359f, .0492f, 1.8374f}, {2.9407f, .5301f, 2.2620f}
  };
  private static final int[][] ALL = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
  private static final int[][] SOME = {{1, 1, 1}, {0, 1, 1}, {1, 0, 1}};

  private static Fitting fitting(long seed) {
    return new Fitting(seed, 1, Kernels.choose("ejml"), e -> {}, () -> false);
  }

  private static <S extends Record> Trained fit(Recipe<S> recipe, RatingTable train) {
    return recipe.fit(train, train.select(new int[0]), recipe.defaults(train), fitting(1));
  }

  /** The product of saved factors, cell by cell, not clipped. */
  private static float[] product(Trained trained) {
    FMatrixRMaj out = new FMatrixRMaj(3, 3);
    CommonOps_FDRM.multTransB(
        Toy.need(trained.tensors().get("users")), Toy.need(trained.tensors().get("movies")), out);
    return out.data;
  }

  private static double squaredError(Trained trained, int[][] mask) {
    float[] product = product(trained);
    double sum = 0;
    for (int row = 0; row < 3; row++) {
      for (int col = 0; col < 3; col++) {
        sum += mask[row][col] * Math.pow(product[row * 3 + col] - MATRIX[row][col], 2);
      }
    }
    return sum;
  }

  @Test
  void sgdOfRankTwoComesWithinAHundredthOfTheTruncatedSvd() {
    RatingTable table = Toy.matrix(MATRIX, ALL);
    Trained svd =
        new TruncatedSvd().fit(table, table, new TruncatedSvd.Settings(2, Base.NONE), fitting(1));
    assertEquals(.1219, squaredError(svd, ALL), .0001);
    double sgd = squaredError(fit(new MaskedSgd(), table), ALL);
    assertTrue(sgd >= .1218 && sgd <= .1230, "" + sgd);
  }

  @Test
  void maskedSgdFitsTheCellsItSeesAndNotThoseItDoesNot() {
    Trained masked = fit(new MaskedSgd(), Toy.matrix(MATRIX, SOME));
    assertTrue(squaredError(masked, SOME) < .05, "" + squaredError(masked, SOME));
    assertTrue(squaredError(masked, ALL) > .2, "" + squaredError(masked, ALL));
  }

  /**
   * Two movies × two users, one feature: X = (1, 2), W = (.5, −1), b = (.1, .2); ratings y(0,0) =
   * 4, y(1,0) = 3, y(1,1) = 5, so movie means 4 and 4 and Y = 0, −1, 1. Errors: .6 − 0 = .6; 1.1 +
   * 1 = 2.1; −1.8 − 1 = −2.8.
   */
  @Test
  void costOfNormalizedMfIsAsWorkedByHand() {
    double half = (.6 * .6 + 2.1 * 2.1 + 2.8 * 2.8) / 2;
    double weights = (1 + 4 + .25 + 1) / 2;
    NormalizedMf.Model plain = handWorked(0);
    assertEquals(half, cost(plain), 1e-5);
    assertGradient(plain, "movies", .5f * .6f, .5f * 2.1f + 2.8f);
    assertGradient(plain, "users", .6f + 2 * 2.1f, 2 * -2.8f);
    assertGradient(plain, "user_bias", .6f + 2.1f, -2.8f);

    NormalizedMf.Model regularised = handWorked(2);
    assertEquals(half + 2 * weights, cost(regularised), 1e-5);
    assertGradient(regularised, "movies", .3f + 2 * 1, 1.05f + 2.8f + 2 * 2);
    assertGradient(regularised, "users", 4.8f + 2 * .5f, -5.6f - 2 * 1);
    assertGradient(regularised, "user_bias", 2.7f, -2.8f);
  }

  private static NormalizedMf.Model handWorked(float l2) {
    RatingTable table = Toy.table(2, 2, new int[] {0, 0, 1}, new int[] {0, 1, 1}, 4, 3, 5);
    NormalizedMf.Settings settings =
        new NormalizedMf.Settings(1, l2, "adam", .1f, 0, "constant", 1, 0);
    NormalizedMf.Model model =
        new NormalizedMf.Model(table, BiasTerms.movieMeans(table), settings, fitting(1));
    set(model, "movies", 1, 2);
    set(model, "users", .5f, -1);
    set(model, "user_bias", .1f, .2f);
    return model;
  }

  private static double cost(GradientModel model) {
    Tape tape = new Tape(Kernels.choose("ejml"), 0, 1);
    Node loss = model.loss(tape, 0, new int[] {0, 1}, 0, 2);
    tape.backward(loss);
    return loss.scalar();
  }

  private static Parameter parameter(GradientModel model, String name) {
    return model.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static void set(GradientModel model, String name, float... values) {
    System.arraycopy(values, 0, parameter(model, name).value().data, 0, values.length);
  }

  private static void assertGradient(GradientModel model, String name, float... expected) {
    float[] gradient = parameter(model, name).gradient(0).data();
    assertArrayEquals(expected, Arrays.copyOf(gradient, expected.length), 1e-4f, name);
  }

  /** At the minimum the residuals of a movie add up to λ times its bias. */
  @Test
  void biasesSolveTheirNormalEquations() {
    RatingTable table = Toy.planted(6, 5, 40);
    BiasTerms terms = BiasTerms.of(table, 2, 3, 200);
    double[] left = new double[5];
    int[] count = new int[5];
    float[] residuals = terms.residuals(table);
    for (int i = 0; i < table.size(); i++) {
      left[table.movie()[i]] += residuals[i];
      count[table.movie()[i]]++;
    }
    for (int movie = 0; movie < 5; movie++) {
      assertEquals(3 * terms.movie()[movie], left[movie], 1e-4, "Σ residuals = λ b, " + movie);
    }
  }

  /** The definition, with the inverse of XᵀX + λI movie by movie. */
  @Test
  void easeIsTheSameInUserSpaceAndInMovieSpace() {
    RatingTable wide = Toy.planted(5, 9, 40);
    RatingTable sameWithMoreUsers = Toy.withUsersAndMovies(wide, 12, 9);
    TopNModel byUsers = Toy.need(fit(new Ease(), wide).topN());
    TopNModel byMovies = Toy.need(fit(new Ease(), sameWithMoreUsers).topN());
    float[] one = new float[9];
    float[] other = new float[9];
    for (int user = 0; user < 5; user++) {
      byUsers.scores(user, one);
      byMovies.scores(user, other);
      assertArrayEquals(one, other, 1e-4f);
    }
  }

  @Test
  void svdRefusesAMatrixThatIsTooBig() {
    RatingTable big = Toy.table(50_000, 50_000, new int[] {0}, new int[] {0}, 4);
    TrainingException e = assertThrows(TrainingException.class, () -> fit(new TruncatedSvd(), big));
    assertTrue(e.getMessage().contains("too big"), e.getMessage());
  }

  @Test
  void hybridPlacesAMovieWithoutRatingsWhereItsGenreIs() {
    RatingTable train = Toy.planted(40, 20, 600);
    RatingTable withNew = Toy.withUsersAndMovies(train, 40, 22);
    RatingModel model = Toy.need(fit(new HybridMf(), withNew).ratings());
    float[] ofUserZero = model.predict(new int[] {0, 0}, new int[] {20, 21});
    float[] ofUserOne = model.predict(new int[] {1, 1}, new int[] {20, 21});
    assertTrue(ofUserZero[0] > ofUserZero[1] + .5, Arrays.toString(ofUserZero));
    assertTrue(ofUserOne[1] > ofUserOne[0] + .5, Arrays.toString(ofUserOne));
  }

  @Test
  void hybridWithoutGenresSaysSo() {
    RatingTable train = Toy.planted(4, 4, 10);
    RatingTable bare = train.withGenres(new Csr(4, 0, new int[5], new int[0], new float[0]));
    TrainingException e = assertThrows(TrainingException.class, () -> fit(new HybridMf(), bare));
    assertTrue(e.getMessage().contains("genres"), e.getMessage());
  }

  @Test
  void anUnknownOptimizerIsRefusedByName() {
    TrainingException e =
        assertThrows(
            TrainingException.class, () -> new Descent("magic", .1f, 0, "constant", 4, 1, 0));
    assertTrue(e.getMessage().contains("magic"), e.getMessage());
  }

  @Test
  void ofTwoRatingsOfTheSamePairTheLastIsGrouped() {
    RatingTable twice = Toy.table(2, 3, new int[] {1, 0, 1}, new int[] {2, 0, 2}, 5, 4, 3);
    Csr byUser = Grouped.byUser(twice, twice.rating()).matrix();
    assertEquals(2, byUser.size());
    assertEquals(3, byUser.values()[byUser.rowStart(1)]);
  }
}
