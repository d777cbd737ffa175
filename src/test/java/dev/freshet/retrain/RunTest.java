package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.train.TrainingException;
import dev.freshet.train.models.FactorFit;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.StoredRating;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** What becomes of histories from which nothing can be learned, and of candidates that misfit. */
class RunTest {

  private static final int MANY = 4_000;
  private static final OnlineSgd.Settings SGD = OnlineSgd.Settings.defaults().withRank(4);

  /** Ratings that the live model predicted as 3, whatever they were. */
  private static RatingMatrix history(
      int size, IntUnaryOperator user, IntUnaryOperator movie, IntToDoubleFunction rating) {
    int[] users = IntStream.range(0, size).map(user).toArray();
    int[] movies = IntStream.range(0, size).map(movie).toArray();
    float[] ratings = new float[size];
    float[] predicted = new float[size];
    for (int i = 0; i < size; i++) {
      ratings[i] = (float) rating.applyAsDouble(i);
      predicted[i] = 3;
    }
    return new RatingMatrix(ids("u", users), ids("m", movies), users, movies, ratings, predicted);
  }

  private static List<String> ids(String kind, int[] indexes) {
    int n = IntStream.of(indexes).max().orElse(-1) + 1;
    return IntStream.range(0, n).mapToObj(i -> kind + i).toList();
  }

  private static int user(int i) {
    return i % 100;
  }

  private static int movie(int i) {
    return i / 100;
  }

  /** Around 3, and nothing but noise. */
  private static double stars(int i) {
    return new SplittableRandom(i).nextInt(2, 11) / 2.0;
  }

  /** Good movies and bad ones: what a candidate easily knows better than that all are 3. */
  private static double byMovie(int i) {
    return movie(i) % 2 == 0 ? 1 : 5;
  }

  private static Run.Decided run(RatingMatrix history, FactorTraining factors) {
    return run(history, CandidateTraining.Settings.defaults().with(factors));
  }

  private static Run.Decided run(RatingMatrix history, CandidateTraining.Settings training) {
    RetrainSettings settings =
        RetrainSettings.onRequest(
                new Deployment(KafkaSettings.NONE, "test.", 1), SGD, Scale.MOVIELENS)
            .with(training);
    return new Run(
            settings,
            Kernels.choose("ejml"),
            8,
            5,
            null,
            List.of(),
            new Skipped(() -> {}),
            () -> false)
        .execute(history, null, List.of((long) history.size()), 0, new TakeMix());
  }

  private static void assertRefused(String reason, RatingMatrix history) {
    assertNothing(Checkpoint.Fate.REFUSED, reason, history, FactorTraining.ADAM);
  }

  private static void assertFailed(String reason, FactorTraining factors) {
    RatingMatrix history = history(MANY, RunTest::user, RunTest::movie, RunTest::byMovie);
    assertNothing(Checkpoint.Fate.FAILED, "training failed: " + reason, history, factors);
  }

  private static void assertNothing(
      Checkpoint.Fate fate, String reason, RatingMatrix history, FactorTraining factors) {
    Run.Decided result = run(history, factors);
    assertEquals(fate, result.checkpoint().fate());
    assertEquals(reason, result.checkpoint().reason());
    assertEquals(history.size(), result.checkpoint().ratings());
    assertEquals(8, result.checkpoint().generation());
    assertEquals(5, result.checkpoint().lineage().incumbent());
    assertNull(result.users());
    assertNull(result.movies());
  }

  @Test
  void whatCanBeLearnedIsPromoted() {
    Run.Decided result =
        run(history(MANY, RunTest::user, RunTest::movie, RunTest::byMovie), FactorTraining.ADAM);
    assertEquals(Checkpoint.Fate.PROMOTED, result.checkpoint().fate());
    assertNotNull(result.users());
    assertNotNull(result.movies());
  }

  @Test
  void anEmptyHistory() {
    assertRefused(
        "too few ratings to train and to judge: 0 stand, 2000 are needed",
        history(0, RunTest::user, RunTest::movie, RunTest::stars));
  }

  @Test
  void aTinyHistory() {
    assertRefused(
        "too few ratings to train and to judge: 1999 stand, 2000 are needed",
        history(1_999, RunTest::user, RunTest::movie, RunTest::byMovie));
  }

  @Test
  void oneUser() {
    assertRefused(
        "all 4000 ratings are one user's: there is no taste to share",
        history(MANY, i -> 0, i -> i, RunTest::stars));
  }

  @Test
  void oneMovie() {
    assertRefused(
        "all 4000 ratings are of one movie: there is nothing to choose from",
        history(MANY, i -> i, i -> 0, RunTest::stars));
  }

  @Test
  void oneUserLeftOfSeveralWhoWereForgotten() {
    assertRefused(
        "all 4000 ratings are one user's: there is no taste to share",
        history(MANY, i -> 7, i -> i, RunTest::stars));
  }

  @Test
  void allRatingsEqual() {
    assertRefused(
        "all 4000 ratings are 4.0: there is nothing to tell apart",
        history(MANY, RunTest::user, RunTest::movie, i -> 4));
  }

  @Test
  void noiseAlone() {
    Checkpoint checkpoint =
        run(history(MANY, RunTest::user, RunTest::movie, RunTest::stars), FactorTraining.ADAM)
            .checkpoint();
    assertEquals(Checkpoint.Fate.REFUSED, checkpoint.fate(), checkpoint.reason());
    assertNotNull(checkpoint.judgement().gain());
  }

  @Test
  void factorsOfAnotherRank() {
    assertFailed(
        "factors of rank 5 for 100 users and 40 movies, not of rank 4 for 100 and 40",
        (matrix, trained, judgedFrom, sgd, known, fitting) ->
            zeros(matrix.userIds().size(), matrix.movieIds().size(), 5));
  }

  @Test
  void factorsOfTooFewMovies() {
    assertFailed(
        "factors of rank 4 for 100 users and 39 movies, not of rank 4 for 100 and 40",
        (matrix, trained, judgedFrom, sgd, known, fitting) -> zeros(100, 39, 4));
  }

  @Test
  void whatTrainingThrows() {
    assertFailed(
        "the loss is no number",
        (matrix, trained, judgedFrom, sgd, known, fitting) -> {
          throw new ArithmeticException("the loss is no number");
        });
    assertFailed(
        "did not converge",
        (matrix, trained, judgedFrom, sgd, known, fitting) -> {
          throw new TrainingException("did not converge");
        });
  }

  @Test
  void aFactorThatIsNotFinite() {
    assertFailedBecauseNotFinite(Float.NaN);
    assertFailedBecauseNotFinite(Float.NEGATIVE_INFINITY);
  }

  private static void assertFailedBecauseNotFinite(float value) {
    assertFailed(
        "the factors of movie m3 are not finite numbers",
        (matrix, trained, judgedFrom, sgd, known, fitting) -> {
          FactorFit fit = zeros(100, 40, 4);
          fit.movies().set(3, 2, value);
          return fit;
        });
  }

  private static FactorFit zeros(int users, int movies, int rank) {
    return new FactorFit(
        new FMatrixRMaj(users, rank),
        new FMatrixRMaj(movies, rank),
        new FMatrixRMaj(users, 1),
        new FMatrixRMaj(movies, 1),
        3,
        null,
        null,
        false,
        List.of(),
        0);
  }

  /** No list of the live model had any of the movies that were taken. */
  private static Run.Decided runWithTakes(RankingTraining ranking) {
    RatingMatrix history = ListGateTest.matrix(StoredRating.BEYOND);
    return run(history, CandidateTraining.Settings.defaults().with(ranking));
  }

  @Test
  void vectorsOfAllRatingsGoWithAPromotion() {
    Run.Decided result = runWithTakes(RankingTraining.ADAM);
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    assertTrue(checkpoint.reason().contains("; lists better on the newest "), checkpoint.reason());
    assertNotNull(result.vectors());
    assertTrue(checkpoint.rankingOrNone().judged() >= 500);
  }

  @Test
  void interactionsAlonePassTheGateOnLists() {
    RatingMatrix history = ListGateTest.interactions(StoredRating.BEYOND, 0);
    Run.Decided result = run(history, CandidateTraining.Settings.defaults());
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    assertTrue(checkpoint.reason().startsWith("lists better on the newest "), checkpoint.reason());
    assertTrue(checkpoint.reason().contains("; ratings not judged: too few"), checkpoint.reason());
    assertEquals(Checkpoint.Judgement.NONE, checkpoint.judgement());
    assertNotNull(result.vectors());
    Objects.requireNonNull(result.users()).each((id, f) -> fail("nobody rated"));
    Objects.requireNonNull(result.movies()).each((id, f) -> fail("nothing was rated"));
  }

  @Test
  void whereListsAreJudgedAloneWorseOnesAreRefused() {
    RatingMatrix history = ListGateTest.interactions(1, 0);
    Run.Decided result = run(history, CandidateTraining.Settings.defaults());
    assertEquals(Checkpoint.Fate.REFUSED, result.checkpoint().fate());
    assertNull(result.vectors());
    assertNull(result.users());
  }

  /** Other settings ask for a candidate, and there is nothing to train or to judge it by. */
  @Test
  void changedSettingsArePromotedThoughNothingIsRated() {
    RatingMatrix history = ListGateTest.interactions(1, 0);
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "test.", 1), SGD, Scale.MOVIELENS);
    Run run =
        new Run(
            settings,
            Kernels.choose("ejml"),
            8,
            5,
            "rank 8 instead of 4",
            List.of(),
            new Skipped(() -> {}),
            () -> false);
    Run.Decided result = run.execute(history, null, List.of(1L), 0, new TakeMix());
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    assertTrue(checkpoint.reason().startsWith("rank 8 instead of 4; lists worse on "));
    assertNotNull(result.users());
    assertNull(result.vectors(), "the live ones stay");
  }

  /** Thumbs up: ratings that tell nothing apart, of which it is known where lists had them. */
  @Test
  void likesAlonePassTheGateOnLists() {
    RatingMatrix all = ListGateTest.matrix(StoredRating.BEYOND);
    int[] liked = IntStream.range(0, all.size()).filter(i -> all.rating()[i] == 5).toArray();
    int[] users = Columns.select(all.user(), liked);
    int[] movies = Columns.select(all.movie(), liked);
    float[] ratings = Columns.select(all.rating(), liked);
    RatingMatrix likes =
        new RatingMatrix(
            all.userIds(),
            all.movieIds(),
            users,
            movies,
            ratings,
            new float[liked.length],
            all.genres(),
            new MatrixTakes(
                users,
                movies,
                ratings,
                Columns.select(all.takes().minutes(), liked),
                Columns.select(all.takes().places(), liked),
                null,
                null));
    Run.Decided result = run(likes, CandidateTraining.Settings.defaults());
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    assertTrue(checkpoint.reason().contains("; ratings not judged: all "), checkpoint.reason());
    assertNotNull(result.vectors());
  }

  /** Too few to train from: they are learned one by one, nothing of them is lost. */
  @Test
  void fewRatingsBesideInteractionsAreLearnedAnew() {
    RatingMatrix history = ListGateTest.interactions(StoredRating.BEYOND, 1_000);
    Run.Decided result = run(history, CandidateTraining.Settings.defaults());
    assertEquals(Checkpoint.Fate.PROMOTED, result.checkpoint().fate());
    int[] steps = {0};
    Objects.requireNonNull(result.users()).each((id, factors) -> steps[0] += factors.steps());
    assertEquals(1_000, steps[0]);
  }

  /** What judges is fitted to part of the ratings, what is published to all of them. */
  @Test
  void vectorsThatAreNotFiniteFail() {
    Run.Decided result =
        runWithTakes(
            (table, fitting) -> {
              RankingFit fit = Objects.requireNonNull(RankingFit.of(table, fitting));
              if (table.size() == ListGateTest.matrix(1).size()) {
                fit.vectors().set(0, 0, Float.NaN);
              }
              return fit;
            });
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.FAILED, checkpoint.fate());
    assertTrue(
        checkpoint
            .reason()
            .matches("training failed: the factors of movie m\\d+ are not finite numbers"),
        checkpoint.reason());
    assertNull(result.vectors());
  }

  @Test
  void whereNoVectorsCanBeFittedTheRatingsDecide() {
    Run.Decided result = runWithTakes((table, fitting) -> null);
    Checkpoint checkpoint = result.checkpoint();
    assertEquals(Checkpoint.Fate.PROMOTED, checkpoint.fate(), checkpoint.reason());
    assertTrue(checkpoint.reason().contains("lists not judged: no vectors"), checkpoint.reason());
    assertNull(result.vectors());
    assertEquals(0, checkpoint.rankingOrNone().generation());
  }
}
