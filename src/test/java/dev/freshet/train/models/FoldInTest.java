package dev.freshet.train.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.FoldIn;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Toy;
import dev.freshet.train.Trained;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldInTest {

  /** Whoever brings the ratings of a training user gets his list, with few users and with many. */
  @ParameterizedTest
  @CsvSource({"ease, 6, 9", "ease, 9, 6", "popularity, 6, 9"})
  void someoneWithTheRatingsOfAUserGetsHisScores(String model, int users, int movies) {
    RatingTable table = table(users, movies);
    TopNModel trained = Toy.need(fit(Recipes.named(model), table).topN());
    TopNModel shown = shown(trained, table);
    for (int user = 0; user < users; user++) {
      assertArrayEquals(scores(trained, user, movies), scores(shown, user, movies), 1e-4f);
    }
  }

  @ParameterizedTest
  @CsvSource({"autorec-user", "deep-autorec"})
  void someoneWithTheRatingsOfAUserIsPredictedHis(String model) {
    RatingTable table = table(6, 9);
    RatingModel trained = Toy.need(fit(Recipes.named(model), table).ratings());
    RatingModel shown = shown(trained, table);
    assertArrayEquals(
        trained.predict(table.user(), table.movie()),
        shown.predict(table.user(), table.movie()),
        1e-4f);
  }

  @Test
  void cdaeRanksForANewcomerByWhatHeLikes() {
    RatingTable table = Toy.planted(40, 20, 600);
    TopNModel trained = Toy.need(fit(Recipes.named("cdae"), table).topN());
    RatingTable given =
        Toy.table(2, 20, new int[] {0, 0, 1, 1}, new int[] {0, 2, 1, 3}, 5, 5, 5, 5);
    TopNModel shown = shown(trained, given);
    // The planted users with an even number like movies with an even number.
    assertTrue(scores(shown, 0, 20)[4] > scores(shown, 0, 20)[5]);
    assertTrue(scores(shown, 1, 20)[5] > scores(shown, 1, 20)[4]);
  }

  @Test
  void aNewcomerWithoutARatingIsServedToo() {
    RatingTable table = Toy.planted(40, 20, 600);
    RatingTable nothing = table.select(new int[0]);
    for (Recipe<?> recipe : Recipes.all()) {
      if (recipe.takesNewcomers()) {
        Trained trained = fit(recipe, table);
        if (trained.topN() != null) {
          for (float score : scores(shown(trained.topN(), nothing), 3, 20)) {
            assertTrue(Float.isFinite(score), recipe.name());
          }
        }
        if (trained.ratings() != null) {
          float[] rating = shown(trained.ratings(), nothing).predict(new int[] {3}, new int[] {4});
          assertTrue(table.scale().contains(rating[0]), recipe.name());
        }
      }
    }
  }

  private static float[] scores(TopNModel model, int user, int movies) {
    float[] scores = new float[movies];
    model.scores(user, scores);
    return scores;
  }

  @SuppressWarnings("unchecked") // Each kind of model becomes one of its kind.
  private static <M> M shown(M model, RatingTable given) {
    return ((FoldIn<M>) model).shown(given);
  }

  private static <S extends Record> Trained fit(Recipe<S> recipe, RatingTable table) {
    Fitting fitting = new Fitting(1, 1, Kernels.choose("ejml"), epoch -> {}, () -> false);
    return recipe.fit(table, table.select(new int[0]), recipe.defaults(table), fitting);
  }

  private static RatingTable table(int users, int movies) {
    Random random = new Random(4);
    int[] pairs = IntStream.range(0, users * movies).filter(i -> random.nextInt(3) > 0).toArray();
    int n = pairs.length;
    float[] rating = new float[n];
    for (int i = 0; i < n; i++) {
      rating[i] = 1 + random.nextInt(5);
    }
    return new RatingTable(
        users,
        movies,
        new Scale(1, 5),
        IntStream.of(pairs).map(i -> i / movies).toArray(),
        IntStream.of(pairs).map(i -> i % movies).toArray(),
        rating,
        new long[n]);
  }
}
