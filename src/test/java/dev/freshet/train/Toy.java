package dev.freshet.train;

import dev.freshet.autodiff.Csr;
import dev.freshet.online.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Small tables of ratings for tests; each movie is of genre 0 or 1, by its number. */
public final class Toy {

  private Toy() {}

  /** These ratings on the scale from 0.5 to 5. */
  public static RatingTable table(
      int users, int movies, int[] user, int[] movie, float... ratings) {
    return new RatingTable(
            users, movies, Scale.MOVIELENS, user, movie, ratings, new long[ratings.length])
        .withGenres(genres(movies));
  }

  /** Random pairs; users with an even number like movies with an even number and so on. */
  public static RatingTable planted(int users, int movies, int ratings) {
    SplittableRandom random = new SplittableRandom(1);
    int[] user = new int[ratings];
    int[] movie = new int[ratings];
    float[] rating = new float[ratings];
    for (int i = 0; i < ratings; i++) {
      user[i] = random.nextInt(users);
      movie[i] = random.nextInt(movies);
      rating[i] = (user[i] % 2 == movie[i] % 2 ? 4.5f : 2) + (random.nextBoolean() ? .5f : 0);
    }
    return table(users, movies, user, movie, rating);
  }

  /** Movies of one genre each. */
  public static List<List<String>> genres(String... ofMovies) {
    return Arrays.stream(ofMovies).map(List::of).toList();
  }

  /** The same ratings among more users and movies, who have none. */
  public static RatingTable withUsersAndMovies(RatingTable table, int users, int movies) {
    return table(users, movies, table.user(), table.movie(), table.rating());
  }

  /** A dense matrix as ratings of the scale from 0 to 4, those with mask 1. */
  public static RatingTable matrix(float[][] cells, int[][] mask) {
    int cols = cells[0].length;
    int[] users = new int[cells.length * cols];
    int[] movies = new int[users.length];
    float[] ratings = new float[users.length];
    int n = 0;
    for (int row = 0; row < cells.length; row++) {
      for (int col = 0; col < cols; col++) {
        if (mask[row][col] == 1) {
          users[n] = row;
          movies[n] = col;
          ratings[n++] = cells[row][col];
        }
      }
    }
    return new RatingTable(
        cells.length,
        cols,
        new Scale(0, 4),
        Arrays.copyOf(users, n),
        Arrays.copyOf(movies, n),
        Arrays.copyOf(ratings, n),
        new long[n]);
  }

  public static <T> T need(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static Csr genres(int movies) {
    int[] starts = new int[movies + 1];
    int[] columns = new int[movies];
    float[] ones = new float[movies];
    for (int movie = 0; movie < movies; movie++) {
      starts[movie + 1] = movie + 1;
      columns[movie] = movie % 2;
      ones[movie] = 1;
    }
    return new Csr(movies, 2, starts, columns, ones);
  }
}
