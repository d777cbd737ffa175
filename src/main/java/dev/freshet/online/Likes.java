package dev.freshet.online;

import java.util.Arrays;

/**
 * Movies that a user liked, or disliked, and how much.
 *
 * @param movies their indexes, the newest first
 * @param weights of each, where a liked rating counts 1; negative for what tells of dislike
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record Likes(int[] movies, float[] weights) {

  /** No likes. */
  public static final Likes NONE = of();

  /** Movies that were liked as much as each other. */
  public static Likes of(int... movies) {
    float[] ones = new float[movies.length];
    Arrays.fill(ones, 1);
    return new Likes(movies, ones);
  }

  int size() {
    return movies.length;
  }
}
