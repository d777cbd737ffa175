package dev.freshet.train.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.train.Fitting;
import dev.freshet.train.Genres;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Toy;
import dev.freshet.train.Trained;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What training begins from. */
class FactorFitTest {

  private static final int RANK = 4;
  private static final float[] KNOWN = {.5f, -.25f, 1, .75f};
  private static final RatingTable TRAIN = Toy.planted(30, 20, 400);

  /** So slow that everything stays where it began. */
  private static final Descent STILL = new Descent("adam", 1e-9f, 0, "constant", 400, 1, 0);

  private static Fitting fitting() {
    return new Fitting(1, 1, Kernels.choose("ejml"), e -> {}, () -> false);
  }

  private static RatingTable nothing() {
    return TRAIN.select(new int[0]);
  }

  private static StartFactors knowing(int user, int movie) {
    StartFactors known = StartFactors.unknown(TRAIN.users(), TRAIN.movies(), RANK);
    StartFactors.set(known.users(), user, KNOWN);
    StartFactors.set(known.movies(), movie, KNOWN);
    return known;
  }

  private static Trained biased(@Nullable StartFactors known) {
    BiasedMf.Settings s = new BiasedMf().defaults(TRAIN).with(RANK, 1);
    BiasedMf.Settings still =
        new BiasedMf.Settings(
            RANK, s.sigmoid(), s.l2(), s.biasL2(), s.fittedBiases(), s.initialStd(), STILL);
    return new BiasedMf().fit(TRAIN, nothing(), still, known, fitting());
  }

  private static Trained hybrid(@Nullable StartFactors known) {
    HybridMf.Settings s = new HybridMf().defaults(TRAIN).with(RANK, 1);
    HybridMf.Settings still =
        new HybridMf.Settings(
            RANK, s.l2(), s.biasL2(), s.prior(), s.biasPrior(), s.genreL2(), s.initialStd(), STILL);
    return new HybridMf().fit(TRAIN, nothing(), still, known, fitting());
  }

  private static float[] row(Trained trained, String tensor, int row) {
    FMatrixRMaj matrix = Toy.need(trained.tensors().get(tensor));
    return Arrays.copyOfRange(matrix.data, row * matrix.numCols, (row + 1) * matrix.numCols);
  }

  @Test
  void whoeverIsKnownBeginsThereAndTheOthersAsEver() {
    Trained cold = biased(null);
    Trained warm = biased(knowing(3, 7));
    assertArrayEquals(KNOWN, row(warm, "users", 3), 1e-6f);
    assertArrayEquals(KNOWN, row(warm, "movies", 7), 1e-6f);
    assertArrayEquals(row(cold, "users", 4), row(warm, "users", 4), 1e-6f);
    assertArrayEquals(row(cold, "movies", 6), row(warm, "movies", 6), 1e-6f);
  }

  @Test
  void aKnownMovieIsItsGenresAndItsOwnTogetherAndItsGenresSpeakForTheOthers() {
    Trained warm = hybrid(knowing(3, 7));
    assertArrayEquals(KNOWN, row(warm, "users", 3), 1e-6f);
    assertArrayEquals(KNOWN, row(warm, "movies", 7), 1e-6f);
    float[] other = row(warm, "movies", 9); // of the same genre, which has one known movie
    for (int f = 0; f < RANK; f++) {
      assertEquals(KNOWN[f], other[f], .1f * Math.abs(KNOWN[f]));
    }
  }

  /** Movies 0 and 1 have 3 ratings and 1, genre 0 both; movie 2 is not known. */
  @Test
  void theShareOfAGenreIsAsWorkedByHand() {
    FMatrixRMaj movies = new FMatrixRMaj(3, 2, true, 2, 4, 6, 8, Float.NaN, Float.NaN);
    float[] roots = {(float) (1 / Math.sqrt(3)), 1, 1};
    GenreShare share =
        GenreShare.of(movies, Genres.of(Toy.genres("drama", "drama", "drama")).ofMovies(), roots);
    assertArrayEquals(new float[] {12f / 5, 20f / 5}, share.ofGenres().data, 1e-6f);
    float[] own = share.ownOf(movies).data;
    assertArrayEquals(new float[] {-.4f, 0, 3.6f, 4}, Arrays.copyOf(own, 4), 1e-6f);
    assertFalse(StartFactors.isKnown(movies, 2));
  }

  private static FactorFit fit(@Nullable StartFactors known) {
    RatingTable few = TRAIN.select(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    return FactorFit.of(RANK, few, TRAIN, () -> known, fitting());
  }

  @Test
  void whatIsKnownIsGoneOnFromWhereThatValidatesBetter() {
    FactorFit all = FactorFit.of(RANK, TRAIN, TRAIN, () -> null, fitting());
    FactorFit warm = fit(new StartFactors(all.users().copy(), all.movies().copy()));
    assertTrue(warm.warm());
    assertTrue(warm.name().endsWith(", warm-started"));
    FactorFit cold = fit(null);
    assertFalse(cold.warm());
    assertFalse(cold.name().contains("warm"));
  }

  @Test
  void whatNothingCanBeLearnedFromDoesNotCount() {
    StartFactors wild = knowing(3, 7);
    Arrays.fill(wild.users().data, 1e30f);
    Arrays.fill(wild.movies().data, 1e30f);
    assertFalse(fit(wild).warm());
  }
}
