package dev.freshet.train;

import dev.freshet.autodiff.Csr;
import dev.freshet.online.Scale;

/**
 * Ratings by dense index, column by column: users 0 to users − 1, movies 0 to movies − 1, whether
 * or not each has a rating here. Parts of one set share the numbers of users and movies.
 *
 * <p>This is what models and measures see of any ratings, whether a file or Kafka holds them. Ids
 * stay with whoever made the table. {@code data.Ratings} is the file as it was read, replaced
 * ratings among them. {@code modelfile.TrainingData} adds ids to a table of what stands. {@code
 * retrain.RatingMatrix} holds what a live system knows.
 *
 * @param users number of users
 * @param movies number of movies
 * @param scale lowest and highest rating
 * @param user index of each rating's user
 * @param movie index of each rating's movie
 * @param rating the ratings
 * @param time event time of each, milliseconds since the epoch; empty where nobody asks
 * @param genres movies × genres: 1 where the movie is of the genre; no columns where genres are not
 *     known
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record RatingTable(
    int users,
    int movies,
    Scale scale,
    int[] user,
    int[] movie,
    float[] rating,
    long[] time,
    Csr genres) {

  /** Ratings of movies whose genres are not known. */
  public RatingTable(
      int users, int movies, Scale scale, int[] user, int[] movie, float[] rating, long[] time) {
    this(
        users,
        movies,
        scale,
        user,
        movie,
        rating,
        time,
        new Csr(movies, 0, new int[movies + 1], new int[0], new float[0]));
  }

  /** Number of ratings. */
  public int size() {
    return rating.length;
  }

  /** These ratings with the genres of their movies: movies × genres. */
  public RatingTable withGenres(Csr genres) {
    return new RatingTable(users, movies, scale, user, movie, rating, time, genres);
  }

  /** The ratings at these positions, in this order. */
  public RatingTable select(int[] positions) {
    int n = positions.length;
    int[] users = new int[n];
    int[] movies = new int[n];
    float[] ratings = new float[n];
    long[] times = new long[time.length == 0 ? 0 : n];
    for (int i = 0; i < n; i++) {
      users[i] = user[positions[i]];
      movies[i] = movie[positions[i]];
      ratings[i] = rating[positions[i]];
    }
    for (int i = 0; i < times.length; i++) {
      times[i] = time[positions[i]];
    }
    return new RatingTable(this.users, this.movies, scale, users, movies, ratings, times, genres);
  }

  /** 1/√(number of ratings) of each index in a column of this table; 0 where there is none. */
  public static float[] inverseRoots(int[] column, int size) {
    int[] counts = new int[size];
    for (int index : column) {
      counts[index]++;
    }
    float[] roots = new float[size];
    for (int i = 0; i < size; i++) {
      roots[i] = counts[i] == 0 ? 0 : (float) (1 / Math.sqrt(counts[i]));
    }
    return roots;
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
