package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.train.Fitting;
import dev.freshet.train.Genres;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Ranking;
import dev.freshet.wire.StoredRating;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users of four tastes, who like the movies of their taste and dislike the others. */
class ListGateTest {

  private static final int USERS = 400;
  private static final int MOVIES = 240;
  private static final int EACH = 25;
  private static final int SIZE = USERS * EACH;
  private static final int FROM = SIZE * 85 / 100;
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(4), Scale.MOVIELENS);

  /** Turn by turn each user rates a movie, mostly of his taste. */
  static RatingMatrix matrix(int place) {
    SplittableRandom random = new SplittableRandom(3);
    int[] users = new int[SIZE];
    int[] movies = new int[SIZE];
    float[] ratings = new float[SIZE];
    int[] minutes = new int[SIZE];
    byte[] places = new byte[SIZE];
    int[][] order = new int[USERS][];
    for (int u = 0; u < USERS; u++) {
      order[u] = skewed(random);
    }
    int[] next = new int[USERS];
    for (int i = 0; i < SIZE; i++) {
      int u = i % USERS;
      int m = order[u][next[u]++];
      while (m % 4 != u % 4 && random.nextInt(4) > 0) {
        m = order[u][next[u]++];
      }
      users[i] = u;
      movies[i] = m;
      boolean isLiked = m % 4 == u % 4;
      ratings[i] = isLiked ? 5 : 1;
      minutes[i] = isLiked ? 1_000_000 + i : 0;
      places[i] = (byte) (isLiked ? place : 0);
    }
    return new RatingMatrix(
        IntStream.range(0, USERS).mapToObj(u -> "u" + u).toList(),
        IntStream.range(0, MOVIES).mapToObj(m -> "m" + m).toList(),
        users,
        movies,
        ratings,
        new float[SIZE],
        Genres.of(Collections.nCopies(MOVIES, List.of())),
        new MatrixTakes(users, movies, ratings, minutes, places, null, null));
  }

  /**
   * The same deeds, of which those after {@code ratings} are no ratings but purchases and skips.
   */
  static RatingMatrix interactions(int place, int ratings) {
    RatingMatrix all = matrix(place);
    float[] rating = all.rating().clone();
    float[] strength = new float[SIZE];
    float[] weight = new float[SIZE];
    Arrays.fill(weight, 1);
    BitSet hidden = new BitSet();
    for (int row = ratings; row < SIZE; row++) {
      strength[row] = rating[row] > 3 ? 1 : 0;
      hidden.set(row);
      rating[row] = Float.NaN;
    }
    MatrixTakes takes =
        new MatrixTakes(
            all.user(),
            all.movie(),
            rating,
            all.takes().minutes(),
            all.takes().places(),
            new MatrixTakes.Interactions(
                strength, weight, hidden, IntStream.range(0, ratings).toArray()),
            null);
    return new RatingMatrix(
        all.userIds(),
        all.movieIds(),
        Arrays.copyOf(all.user(), ratings),
        Arrays.copyOf(all.movie(), ratings),
        Arrays.copyOf(rating, ratings),
        new float[ratings],
        all.genres(),
        takes);
  }

  /** All movies, those of low numbers rather first. */
  private static int[] skewed(SplittableRandom random) {
    double[] when =
        IntStream.range(0, MOVIES)
            .mapToDouble(m -> -Math.log(random.nextDouble()) * (1 + m / 4))
            .toArray();
    return IntStream.range(0, MOVIES)
        .boxed()
        .sorted(Comparator.comparingDouble(m -> when[m]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] shuffled(int n, SplittableRandom random) {
    int[] all = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = all[i];
      all[i] = all[j];
      all[j] = swap;
    }
    return all;
  }

  private static RankingFit fit(RatingMatrix matrix) {
    Fitting fitting = new Fitting(1, 1, Kernels.choose("ejml"), epoch -> {}, () -> false);
    return Objects.requireNonNull(RankingFit.of(matrix.table(0, FROM, SGD.scale()), fitting));
  }

  private static ListGate gate(RatingMatrix matrix, RankingFit fit) {
    Candidate candidate = Candidate.afresh(matrix, SGD, 1);
    return new ListGate(
        matrix, FROM, SGD.scale(), new TakeMix(), candidate, fit, user -> true, () -> false);
  }

  private static ListGate.Verdict verdict(RatingMatrix matrix, RankingFit fit) {
    ListGate gate = gate(matrix, fit);
    for (int i = FROM; i < matrix.size(); i++) {
      gate.before(i);
    }
    return gate.verdict();
  }

  @Test
  void aCandidateIsHeldAgainstThePlacesThatTheLiveModelHad() {
    RatingMatrix poor = matrix(StoredRating.BEYOND);
    ListGate.Verdict verdict = verdict(poor, fit(poor));
    assertEquals(0, verdict.ndcgLive());
    assertTrue(verdict.gains(1) && verdict.gain() > 0, verdict.reason(1));
    assertEquals(verdict.ndcg(), verdict.gain(), 1e-12);

    RatingMatrix perfect = matrix(1);
    verdict = verdict(perfect, fit(perfect));
    assertEquals(1, verdict.ndcgLive(), 1e-12);
    assertTrue(verdict.loses(1), verdict.reason(1));
  }

  @Test
  void shuffledVectorsAreWorse() {
    RatingMatrix matrix = matrix(StoredRating.BEYOND);
    RankingFit fit = fit(matrix);
    int[] shuffled = shuffled(fit.movies().length, new SplittableRandom(5));
    int[] others = Arrays.stream(shuffled).map(place -> fit.movies()[place]).toArray();
    RankingFit wrong = new RankingFit(others, fit.likes(), fit.vectors());

    double right = verdict(matrix, fit).ndcg();
    double without = verdict(matrix, wrong).ndcg();
    assertTrue(without < .95 * right, without + " against " + right);
  }

  private static RankingTrial trial(RatingMatrix matrix) {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "test.", 1), SGD.settings(), SGD.scale());
    RankingTrial trial =
        new RankingTrial(
            settings, Kernels.choose("ejml"), 7, matrix, FROM, user -> true, () -> false);
    trial.begin(new TakeMix(), Candidate.afresh(matrix, SGD, 7));
    for (int i = FROM; i < matrix.size(); i++) {
      trial.before(i);
    }
    return trial;
  }

  /** What they took was chosen from other lists. */
  @Test
  void usersOfTheControlArmDoNotJudge() {
    RatingMatrix matrix = matrix(5);
    RankingFit fit = fit(matrix);
    Candidate candidate = Candidate.afresh(matrix, SGD, 1);
    ListGate half =
        new ListGate(
            matrix,
            FROM,
            SGD.scale(),
            new TakeMix(),
            candidate,
            fit,
            user -> user % 2 == 0,
            () -> false);
    for (int i = FROM; i < matrix.size(); i++) {
      half.before(i);
    }
    half.end();
    long expected =
        IntStream.range(FROM, SIZE)
            .filter(row -> matrix.takes().isPlaced(row) && matrix.takes().user()[row] % 2 == 0)
            .count();
    assertEquals(expected, half.verdict().judged());
    assertTrue(expected > 0 && expected < matrix.takes().placed(FROM, SIZE));
  }

  @Test
  void fewTakesDoNotJudge() {
    RatingMatrix matrix = matrix(5);
    Arrays.fill(matrix.takes().places(), FROM, SIZE - 500, (byte) 0);
    RankingTrial few = trial(matrix);
    assertNull(few.verdict(), "not all of 500 are takes");
    assertTrue(few.reason(1).startsWith("lists not judged: their place is known of "));

    Ranking live = Ranking.NONE.published(3, 99, List.of(5L));
    assertEquals(Ranking.NONE.staying(live), few.ranking(live));
    assertNull(few.vectors(1), "those that are live stay");
  }

  @Test
  void enoughTakesJudgeAndVectorsOfAllRatingsFollow() {
    RankingTrial trial = trial(matrix(StoredRating.BEYOND));
    ListGate.Verdict verdict = Objects.requireNonNull(trial.verdict());
    Ranking ranking = trial.ranking(Ranking.NONE);
    assertEquals(verdict.judged(), ranking.judged());
    assertEquals(verdict.gain(), ranking.gain());
    assertEquals(verdict.reason(1), trial.reason(1));

    List<Factors> vectors = new ArrayList<>();
    Objects.requireNonNull(trial.vectors(1)).each((movieId, vector) -> vectors.add(vector));
    assertEquals(MOVIES, vectors.size());
    assertTrue(vectors.stream().allMatch(v -> v.generation() == 7 && v.isFinite()));
  }

  /** Interactions are judged in their turn, also those after the last rating. */
  @Test
  void interactionsAreJudgedBetweenAndAfterRatings() {
    int ratings = FROM + 500;
    RatingMatrix mixed = interactions(StoredRating.BEYOND, ratings);
    ListGate gate = gate(mixed, fit(matrix(StoredRating.BEYOND)));
    for (int i = FROM; i < ratings; i++) {
      gate.before(i);
    }
    gate.end();
    ListGate.Verdict verdict = gate.verdict();
    RatingMatrix all = matrix(StoredRating.BEYOND);
    assertEquals(all.takes().placed(FROM, SIZE), verdict.judged());
    double same = verdict(all, fit(all)).ndcg();
    assertEquals(same, verdict.ndcg(), .02, "by the same deeds, whatever they are called");
    assertTrue(verdict.gains(1), verdict.reason(1));
  }

  @Test
  void rowsOfRatingsAreFoundBetweenInteractions() {
    RatingMatrix mixed = interactions(1, 100);
    assertEquals(99, mixed.takes().rowOf(99));
    assertEquals(SIZE, mixed.takes().rowOf(100), "behind the last rating is behind all");
    int liked = IntStream.range(0, SIZE).filter(mixed.takes()::isTake).findFirst().orElseThrow();
    assertEquals(1, mixed.takes().liking(liked, SGD.scale()));
    assertEquals(SIZE, matrix(1).takes().rowOf(SIZE));
  }

  @Test
  void vectorsOfListsThatAreWorseAreNotPublished() {
    RankingTrial worse = trial(matrix(1));
    assertTrue(Objects.requireNonNull(worse.verdict()).loses(1));
    assertNull(worse.vectors(1));
  }

  @Test
  void takesOfOneUserAloneDoNotJudge() {
    assertEquals(
        Double.POSITIVE_INFINITY, ListGate.verdict(List.of(new double[] {600, 9, 0})).gainError());
  }

  /** Two takes of one user, both first, and one of another, not found: 1, 1 and 0 against 0. */
  @Test
  void theStandardErrorIsThatOfUsers() {
    ListGate.Verdict verdict =
        ListGate.verdict(List.of(new double[] {2, 2, 0}, new double[] {1, 0, 0}));
    assertEquals(3, verdict.judged());
    assertEquals(2 / 3.0, verdict.gain(), 1e-12);
    assertEquals(4 / 9.0, verdict.gainError(), 1e-12); // √((2/3)² · 2 · 2 / 1) / 3
    assertTrue(verdict.gains(1) && !verdict.gains(2) && !verdict.loses(1));
    assertFalse(
        new ListGate.Verdict(9, .1, .2, -.1, .01).loses(-100), "a gate that lets all through");
    assertTrue(verdict.reason(2).startsWith("lists neither better nor worse on the newest 3"));
  }
}
