package dev.freshet.retrain;

import dev.freshet.online.Scale;
import dev.freshet.train.Genres;
import dev.freshet.train.RatingTable;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All ratings that stand, oldest arrival first, column by column.
 *
 * <p>Training takes a {@link RatingTable}. The matrix differs from it: it knows ids and what the
 * live model predicted, for the gate and the publication, and it knows no times. A trainer shares
 * its heap with what serves, so parts of it become tables only while they are trained on.
 *
 * @param userIds id of each user index
 * @param movieIds id of each movie index
 * @param user index of each rating's user
 * @param movie index of each rating's movie
 * @param rating the ratings
 * @param predicted what the live model predicted for each before it learned it
 * @param genres of the movies, by their indexes
 * @param takes which of the ratings were takes, and interactions between them
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record RatingMatrix(
    List<String> userIds,
    List<String> movieIds,
    int[] user,
    int[] movie,
    float[] rating,
    float[] predicted,
    Genres genres,
    MatrixTakes takes) {

  /** Ratings of which none is known as a take. */
  public RatingMatrix(
      List<String> userIds,
      List<String> movieIds,
      int[] user,
      int[] movie,
      float[] rating,
      float[] predicted,
      Genres genres) {
    this(
        userIds,
        movieIds,
        user,
        movie,
        rating,
        predicted,
        genres,
        MatrixTakes.none(user, movie, rating));
  }

  /** Ratings of movies whose genres are not known. */
  RatingMatrix(
      List<String> userIds,
      List<String> movieIds,
      int[] user,
      int[] movie,
      float[] rating,
      float[] predicted) {
    this(
        userIds,
        movieIds,
        user,
        movie,
        rating,
        predicted,
        Genres.of(Collections.nCopies(movieIds.size(), List.of())));
  }

  /** Number of ratings. */
  public int size() {
    return rating.length;
  }

  /**
   * Why no candidate could be trained from these ratings and judged by them; null if one could.
   *
   * @param least ratings that are needed
   */
  @Nullable String impediment(int least) {
    if (size() < least) {
      return "too few ratings to train and to judge: %d stand, %d are needed"
          .formatted(size(), least);
    }
    if (isAllOne(user)) {
      return "all %d ratings are one user's: there is no taste to share".formatted(size());
    }
    if (isAllOne(movie)) {
      return "all %d ratings are of one movie: there is nothing to choose from".formatted(size());
    }
    for (float r : rating) {
      if (r != rating[0]) {
        return null;
      }
    }
    return "all %d ratings are %s: there is nothing to tell apart".formatted(size(), rating[0]);
  }

  private static boolean isAllOne(int[] column) {
    for (int index : column) {
      if (index != column[0]) {
        return false;
      }
    }
    return true;
  }

  /** Ratings {@code from} (inclusive) to {@code to} (exclusive), as training takes them. */
  public RatingTable table(int from, int to, Scale scale) {
    return new RatingTable(
            userIds.size(),
            movieIds.size(),
            scale,
            java.util.Arrays.copyOfRange(user, from, to),
            java.util.Arrays.copyOfRange(movie, from, to),
            java.util.Arrays.copyOfRange(rating, from, to),
            new long[0])
        .withGenres(genres.ofMovies());
  }
}
