package dev.freshet.train.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Toy;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every recipe, with its defaults. */
class RecipesTest {

  static List<Recipe<?>> recipes() {
    return Recipes.all();
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Recipe<?> recipe : Recipes.all()) {
      assertTrue(names.add(recipe.name()), recipe.name());
      assertEquals(recipe, Recipes.named(recipe.name()));
    }
  }

  @Test
  void anUnknownNameListsThoseThereAre() {
    TrainingException e = assertThrows(TrainingException.class, () -> Recipes.named("magic"));
    assertTrue(e.getMessage().contains("biased-mf"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void defaultsAreValidForSmallAndLargeData(Recipe<?> recipe) {
    assertNotNull(recipe.defaults(Toy.planted(20, 10, 100)));
    int many = 500_000;
    int[] zeros = new int[many];
    float[] threes = new float[many];
    Arrays.fill(threes, 3);
    RatingTable large =
        new RatingTable(1, 1, Scale.MOVIELENS, zeros, zeros, threes, new long[many]);
    assertNotNull(recipe.defaults(large));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyPairIsPredictedOnTheScaleAlsoUnseenUsersAndMovies(Recipe<?> recipe) {
    RatingTable train = Toy.planted(20, 12, 100);
    RatingTable wider = Toy.withUsersAndMovies(train, 22, 14);
    assertGoodFor(fit(recipe, wider, wider.select(new int[] {1, 5, 9}), 2), wider);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatOrdersMoviesByLikesSaysSo(Recipe<?> recipe) {
    RatingTable train = Toy.planted(15, 10, 80);
    Trained trained = fit(recipe, train, train.select(new int[0]), 1);
    assertEquals(trained.topN() != null, recipe.isTopN());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void oneUserAndOneMovieAreEnough(Recipe<?> recipe) {
    RatingTable one = Toy.table(1, 1, new int[] {0}, new int[] {0}, 4);
    assertGoodFor(fit(recipe, one, one.select(new int[0]), 1), one);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void oneUserWithSeveralMoviesIsEnough(Recipe<?> recipe) {
    RatingTable one = Toy.table(1, 3, new int[] {0, 0, 0}, new int[] {0, 1, 2}, 4, 5, 2);
    assertGoodFor(fit(recipe, one, one.select(new int[0]), 1), one);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void duplicatePairsAreNoProblem(Recipe<?> recipe) {
    RatingTable twice =
        Toy.table(2, 2, new int[] {0, 0, 1, 0}, new int[] {1, 1, 0, 1}, 5, 4, 4.5f, 4);
    assertGoodFor(fit(recipe, twice, twice.select(new int[0]), 1), twice);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void noRatingsAreRefusedInOneLine(Recipe<?> recipe) {
    RatingTable none = Toy.table(2, 2, new int[0], new int[0]);
    TrainingException e = assertThrows(TrainingException.class, () -> fit(recipe, none, none, 1));
    assertTrue(e.getMessage().contains("no ratings"), e.getMessage());
    assertTrue(e.getMessage().indexOf('\n') < 0, e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRatingOffTheScaleIsRefused(Recipe<?> recipe) {
    RatingTable off = Toy.table(1, 2, new int[] {0, 0}, new int[] {0, 1}, 4, Float.NaN);
    TrainingException e = assertThrows(TrainingException.class, () -> fit(recipe, off, off, 1));
    assertTrue(e.getMessage().contains("not on the scale"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void sameSeedAndOneThreadGiveTheSameTensorsToTheBit(Recipe<?> recipe) {
    RatingTable train = Toy.planted(15, 10, 80);
    RatingTable none = train.select(new int[0]);
    Trained first = fit(recipe, train, none, 1);
    Trained second = fit(recipe, train, none, 1);
    assertEquals(first.tensors().keySet(), second.tensors().keySet());
    first
        .tensors()
        .forEach(
            (name, tensor) ->
                assertTrue(
                    Arrays.equals(tensor.data, Toy.need(second.tensors().get(name)).data), name));
  }

  private static <S extends Record> Trained fit(
      Recipe<S> recipe, RatingTable train, RatingTable validation, int threads) {
    Fitting fitting = new Fitting(7, threads, Kernels.choose("ejml"), e -> {}, () -> false);
    return recipe.fit(train, validation, recipe.defaults(train), fitting);
  }

  private static void assertGoodFor(Trained trained, RatingTable table) {
    RatingModel model = trained.ratings();
    if (model != null) {
      int pairs = table.users() * table.movies();
      int[] users = new int[pairs];
      int[] movies = new int[pairs];
      for (int i = 0; i < pairs; i++) {
        users[i] = i / table.movies();
        movies[i] = i % table.movies();
      }
      for (float prediction : model.predict(users, movies)) {
        assertTrue(table.scale().contains(prediction), "" + prediction);
      }
    }
    TopNModel ranking = trained.topN();
    assertTrue(model != null || ranking != null);
    if (ranking != null) {
      float[] scores = new float[table.movies()];
      for (int user = 0; user < table.users(); user++) {
        ranking.scores(user, scores);
        for (float score : scores) {
          assertTrue(Float.isFinite(score), "" + score);
        }
      }
    }
  }
}
