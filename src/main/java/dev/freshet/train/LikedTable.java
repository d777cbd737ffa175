package dev.freshet.train;

import java.util.Arrays;

/**
 * What users liked, and how much, by column. The same user and movie occur once.
 *
 * @param users number of users
 * @param movies number of movies
 * @param user index of each entry's user
 * @param movie index of each entry's movie
 * @param weight how much it was liked, where a liked rating counts 1; what is not above 0 was not
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record LikedTable(int users, int movies, int[] user, int[] movie, float[] weight) {

  /** The ratings that say that a movie was liked. */
  public static LikedTable of(RatingTable ratings) {
    float[] weight = new float[ratings.size()];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = ratings.scale().isLiked(ratings.rating()[i]) ? 1 : 0;
    }
    return new LikedTable(
        ratings.users(), ratings.movies(), ratings.user(), ratings.movie(), weight);
  }

  /** The first entries. */
  public LikedTable first(int size) {
    return new LikedTable(
        users,
        movies,
        Arrays.copyOf(user, size),
        Arrays.copyOf(movie, size),
        Arrays.copyOf(weight, size));
  }

  /** Number of entries. */
  public int size() {
    return weight.length;
  }
}
