package dev.freshet.online;

import java.util.Arrays;

/**
 * The last movies that a user liked, or disliked, as interactions tell, and how much. Working
 * memory of one thread.
 */
public final class LastLiked {

  /** Movies that are kept. */
  public static final int MOST = 30;

  private final long[] when = new long[MOST];
  private final int[] movies = new int[MOST];
  private final float[] weights = new float[MOST];
  private int size;

  /** Forgets all. */
  public void clear() {
    size = 0;
  }

  /**
   * Keeps a movie if it is one of the last.
   *
   * @param movie its index
   * @param at when it was liked, in any unit; of equal ones the first offered is kept
   */
  public void offer(int movie, long at) {
    offer(movie, at, 1);
  }

  /**
   * Keeps a movie if it is one of the last.
   *
   * @param movie its index
   * @param at when it was liked, in any unit; of equal ones the first offered is kept
   * @param weight how much, where a liked rating counts 1; negative for what tells of dislike
   */
  public void offer(int movie, long at, float weight) {
    if (size == MOST && at <= when[size - 1]) {
      return;
    }
    int place = size < MOST ? size++ : size - 1;
    while (place > 0 && when[place - 1] < at) {
      when[place] = when[place - 1];
      movies[place] = movies[place - 1];
      weights[place] = weights[place - 1];
      place--;
    }
    when[place] = at;
    movies[place] = movie;
    weights[place] = weight;
  }

  /** What is kept now; not a view. */
  public Likes likes() {
    return new Likes(movies(), Arrays.copyOf(weights, size));
  }

  /** Their indexes, the newest first. */
  public int[] movies() {
    return Arrays.copyOf(movies, size);
  }
}
