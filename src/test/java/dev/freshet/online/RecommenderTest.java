package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.online.Recommender.Scored;
import dev.freshet.online.Recommender.Scratch;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Four movies on two axes: explosions and kisses. */
class RecommenderTest {
  private static final Scale SCALE = new Scale(1, 5);
  private static final float MU = 3;
  private static final int DIE_HARD = 0;
  private static final int NOTTING_HILL = 1;
  private static final int SPEED = 2;
  private static final int AMELIE = 300; // in another block

  private final FactorMatrix movies = new FactorMatrix(2);
  private final RatedMovies rated = new RatedMovies();
  private final Factors lovesExplosions = new Factors(0, 9, .25f, 0, new float[] {1, -.5f});

  RecommenderTest() {
    movies.put(DIE_HARD, movie(99, .5f, 1.5f, 0)); // 3 + .25 + .5 + 1.5 = 5.25
    movies.put(NOTTING_HILL, movie(99, 0, 0, 1)); // 2.75
    movies.put(SPEED, movie(99, .25f, 1, 0)); // 4.5
    movies.put(AMELIE, movie(99, .25f, 0, .5f)); // 3.25
  }

  @Test
  void ordersByPredictionAndShowsItOnTheScale() {
    assertEquals(
        List.of(
            new Scored(DIE_HARD, 5.25f, 5, List.of()),
            new Scored(SPEED, 4.5f, 4.5f, List.of()),
            new Scored(AMELIE, 3.25f, 3.25f, List.of()),
            new Scored(NOTTING_HILL, 2.75f, 2.75f, List.of())),
        recommend(10, 0));
  }

  @Test
  void keepsTheBestOnly() {
    assertEquals(List.of(DIE_HARD, SPEED), indexes(recommend(2, 0)));
  }

  @Test
  void ratedAndIneligibleMoviesAreLeftOut() {
    rated.add(DIE_HARD, 5);
    List<Scored> items =
        recommender(10, 0)
            .recommend(lovesExplosions, MU, candidates(i -> i != AMELIE), null, new Scratch());
    assertEquals(List.of(SPEED, NOTTING_HILL), indexes(items));
    rated.clear();
    assertEquals(DIE_HARD, recommend(10, 0).get(0).movie());
  }

  @Test
  void removedMoviesLeaveTheList() {
    movies.remove(SPEED);
    assertEquals(List.of(DIE_HARD, AMELIE, NOTTING_HILL), indexes(recommend(10, 0)));
  }

  @Test
  void dampingRanksFilmsOfFewRatingsLowerButShowsTheSamePrediction() {
    movies.put(7, movie(0, 2, 0, 0)); // predicted 5.25, never rated
    assertEquals(List.of(7, SPEED), indexes(withoutDieHard(0)));
    // .25 · width 4 = 1 off for no ratings, .1 off for 99
    List<Scored> damped = withoutDieHard(.25f);
    assertEquals(List.of(SPEED, 7), indexes(damped));
    assertEquals(5f, damped.get(1).predicted());
  }

  private List<Scored> withoutDieHard(float damping) {
    movies.remove(DIE_HARD);
    return recommend(2, damping);
  }

  @Test
  void reasonsAreTheRatingsThatPulledTowardsTheMovie() {
    rated.add(DIE_HARD, 5); // 5 − 3 − .25 − .5 = 1.25 above biases; towards Speed 1.25 · 1.5
    rated.add(AMELIE, 4); // .5 above; towards Speed 0, towards Notting Hill .5 · .5
    List<Scored> items = recommend(10, 0);
    assertEquals(new Scored(SPEED, 4.5f, 4.5f, List.of(DIE_HARD)), items.get(0));
    assertEquals(new Scored(NOTTING_HILL, 2.75f, 2.75f, List.of(AMELIE)), items.get(1));
  }

  @Test
  void theStrongestReasonComesFirstAndDislikesGiveNone() {
    movies.put(3, movie(99, 0, .5f, 0));
    movies.put(4, movie(99, 0, 2, 0));
    movies.put(5, movie(99, 0, -2, 0));
    movies.put(6, movie(99, 0, 1, 0));
    rated.add(3, 5); // 1.75 · .5
    rated.add(4, 4); // .75 · 2
    rated.add(5, 1); // disliked the opposite: speaks for Speed, but is no reason for people
    rated.add(6, 5); // 1.75 · 1
    List<Scored> items = recommend(10, 0);
    assertEquals(List.of(6, 4, 3), reasonsOf(SPEED, items));
  }

  /** Movies 0 to 3 are the worse the higher the index; 1 and 2 were taken, as often. */
  @Test
  @SuppressWarnings("EnumOrdinal") // The order of the signals is that of the numbers.
  void amongTakenMoviesThePredictedRatingDecidesAndOthersStandBehind() {
    TakenMovies taken = new TakenMovies();
    MovieTakes one = MovieTakes.NONE.taken(1_700_000_000_000L, List.of());
    taken.put(11, one, new int[0]);
    taken.put(12, one, new int[0]);
    for (int movie = 10; movie < 14; movie++) {
      movies.put(movie, movie(5, 2 - .3f * (movie - 10), 0, 0));
    }
    TakeScores scores = new TakeScores();
    scores.prepare(taken, RankingVectors.NONE, new int[0], Likes.NONE, rated);
    var unseen = candidates(movie -> movie >= 10 && movie < 14);

    for (float weight : new float[] {.5f, -.5f}) {
      float[] weights = new TakeMix().weights();
      weights[TakeMix.Signal.RATING.ordinal()] = weight;
      TakeMix mix = TakeMix.of(weights, new TakeMix().squares());
      List<Scored> list =
          new Recommender(Recommender.Settings.defaults().plain(), SCALE)
              .recommend(lovesExplosions, MU, unseen, new TakeOrder(scores, mix, 0), new Scratch());

      List<Integer> expected = weight > 0 ? List.of(11, 12, 10, 13) : List.of(12, 11, 10, 13);
      assertEquals(expected, indexes(list));
    }
  }

  @Test
  void factorsOfTwoGenerationsNeverMeet() {
    Factors newer = new Factors(1, 0, 0, 0, new float[2]);
    assertThrows(
        IllegalArgumentException.class,
        () -> recommender(10, 0).recommend(newer, MU, candidates(i -> true), null, new Scratch()));
  }

  private Recommender.Candidates candidates(IntPredicate eligible) {
    return new Recommender.Candidates(movies, rated, eligible);
  }

  private static List<Integer> reasonsOf(int movie, List<Scored> items) {
    return items.stream().filter(item -> item.movie() == movie).findFirst().orElseThrow().reasons();
  }

  private List<Scored> recommend(int length, float damping) {
    return recommender(length, damping)
        .recommend(lovesExplosions, MU, candidates(i -> true), null, new Scratch());
  }

  private static Recommender recommender(int length, float damping) {
    return new Recommender(
        new Recommender.Settings(length, damping, 3, new Recommender.Considered(100)), SCALE);
  }

  private static List<Integer> indexes(List<Scored> items) {
    return items.stream().map(Scored::movie).toList();
  }

  private static Factors movie(int steps, float bias, float first, float second) {
    return new Factors(0, steps, bias, 0, new float[] {first, second});
  }
}
