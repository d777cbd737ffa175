package dev.freshet.retrain;

import dev.freshet.autodiff.Csr;
import dev.freshet.model.Scale;
import dev.freshet.train.Genres;
import dev.freshet.train.RatingTable;
import java.util.Collections;
import java.util.List;

/**
 * All ratings that stand, oldest arrival first, column by column.
 *
 * @param userIds id of each user index
 * @param movieIds id of each movie index
 * @param user index of each rating's user
 * @param movie index of each rating's movie
 * @param rating the ratings
 * @param predicted what the live model predicted for each before it learned it
 * @param genres movies × genres: 1 where the movie is of the genre
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record RatingMatrix(
    List<String> userIds,
    List<String> movieIds,
    int[] user,
    int[] movie,
    float[] rating,
    float[] predicted,
    Csr genres) {

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
        Genres.matrix(Collections.nCopies(movieIds.size(), List.of())));
  }

  /** Number of ratings. */
  public int size() {
    return rating.length;
  }

  /** Ratings {@code from} (inclusive) to {@code to} (exclusive), as training takes them. */
  RatingTable table(int from, int to, Scale scale) {
    int n = to - from;
    return new RatingTable(
            userIds.size(),
            movieIds.size(),
            scale,
            java.util.Arrays.copyOfRange(user, from, to),
            java.util.Arrays.copyOfRange(movie, from, to),
            java.util.Arrays.copyOfRange(rating, from, to),
            new long[n])
        .withGenres(genres);
  }
}
