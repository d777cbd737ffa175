package dev.freshet.train;

import dev.freshet.model.Scale;

/**
 * Ratings by dense index, column by column: users 0 to users − 1, movies 0 to movies − 1, whether
 * or not each has a rating here. Parts of one set share the numbers of users and movies.
 *
 * @param users number of users
 * @param movies number of movies
 * @param scale lowest and highest rating
 * @param user index of each rating's user
 * @param movie index of each rating's movie
 * @param rating the ratings
 * @param time event time of each, milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record RatingTable(
    int users, int movies, Scale scale, int[] user, int[] movie, float[] rating, long[] time) {

  /** Number of ratings. */
  public int size() {
    return rating.length;
  }

  /** The ratings at these positions, in this order. */
  public RatingTable select(int[] positions) {
    int n = positions.length;
    int[] users = new int[n];
    int[] movies = new int[n];
    float[] ratings = new float[n];
    long[] times = new long[n];
    for (int i = 0; i < n; i++) {
      users[i] = user[positions[i]];
      movies[i] = movie[positions[i]];
      ratings[i] = rating[positions[i]];
      times[i] = time[positions[i]];
    }
    return new RatingTable(this.users, this.movies, scale, users, movies, ratings, times);
  }

  /** Mean rating; the middle of the scale where there is none. */
  public float mean() {
    double sum = 0;
    for (float r : rating) {
      sum += r;
    }
    return rating.length == 0 ? scale.middle() : (float) (sum / rating.length);
  }
}
