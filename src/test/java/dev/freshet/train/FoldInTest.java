package dev.freshet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.freshet.autodiff.Kernels;
import dev.freshet.model.Scale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldInTest {

  /** Whoever brings the ratings of a training user gets his list, with few users and with many. */
  @ParameterizedTest
  @CsvSource({"ease, 6, 9", "ease, 9, 6", "popularity, 6, 9"})
  void someoneWithTheRatingsOfAUserGetsHisScores(String model, int users, int movies) {
    RatingTable table = table(users, movies);
    Recipe<?> recipe = Recipes.named(model);
    TopNModel trained = Objects.requireNonNull(fit(recipe, table).topN());
    for (int user = 0; user < users; user++) {
      int whose = user;
      RatingTable theirs =
          table.select(
              IntStream.range(0, table.size()).filter(i -> table.user()[i] == whose).toArray());
      float[] known = new float[movies];
      trained.scores(user, known);
      float[] newcomer = new float[movies];
      ((FoldIn) trained).scores(theirs.movie(), theirs.rating(), newcomer);
      assertArrayEquals(known, newcomer, 1e-4f);
    }
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
