package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.retrain.RatingMatrix;
import dev.freshet.train.Genres;
import dev.freshet.wire.Movie;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes rating matrices of files, in the order of event times. */
public final class Matrices {

  private Matrices() {}

  /**
   * All ratings of a set that has no other events, replaced ones too, with nothing predicted.
   *
   * @param withGenres whether the matrix knows genres that the catalogue has
   */
  public static RatingMatrix of(RatingSet set, boolean withGenres) {
    Ratings ratings = set.ratings();
    int n = ratings.size();
    int[] user = new int[n];
    int[] movie = new int[n];
    float[] rating = new float[n];
    for (int i = 0; i < n; i++) {
      user[i] = ratings.user(i);
      movie[i] = ratings.movie(i);
      rating[i] = ratings.rating(i);
    }
    Map<String, List<String>> known =
        set.movies().stream()
            .filter(movies -> withGenres)
            .collect(Collectors.toMap(Movie::movieId, Movie::genres, (first, again) -> first));
    Genres genres =
        Genres.of(
            ratings.movieIds().stream().map(id -> known.getOrDefault(id, List.of())).toList());
    return new RatingMatrix(
        ratings.userIds(), ratings.movieIds(), user, movie, rating, new float[n], genres);
  }
}
