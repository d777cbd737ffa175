package dev.freshet.online;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Vectors y of the movies that were liked most, by index: y_j · y_i tells how much who liked j will
 * like i. Of one generation of the ranking head, which retraining makes; nothing in it is learned
 * online. One thread writes at a time, others read meanwhile.
 */
public final class RankingVectors {

  /** No movie has a vector. */
  public static final RankingVectors NONE = new RankingVectors(0);

  private final int generation;
  private volatile float[] @Nullable [] byIndex = new float[0][];
  private int size;
  private int rank;

  /**
   * Vectors of no movie yet.
   *
   * @param generation of the ranking head; 0 before the first
   */
  public RankingVectors(int generation) {
    this.generation = generation;
  }

  /** Generation of the ranking head. */
  public int generation() {
    return generation;
  }

  /** Number of movies with a vector. */
  public int size() {
    return size;
  }

  /** Length of the vectors; 0 while there are none. */
  int rank() {
    return rank;
  }

  /** Heap that the vectors take, in bytes, about. */
  public long bytes() {
    return 4L * byIndex.length + (16L + 4L * rank) * size;
  }

  /**
   * Gives a movie its vector.
   *
   * @param vector of the length of the first one that was put; kept
   * @throws IllegalArgumentException if its length is another
   */
  public void put(int index, float[] vector) {
    if (size > 0 && vector.length != rank) {
      throw new IllegalArgumentException(
          "a ranking vector of length " + vector.length + " beside others of " + rank);
    }
    rank = vector.length;
    float[] @Nullable [] all = byIndex;
    if (index >= all.length) {
      all = Arrays.copyOf(all, Math.max(1024, index + index / 2 + 1));
    }
    size += all[index] == null ? 1 : 0;
    all[index] = vector;
    byIndex = all;
  }

  /** Takes a movie's vector away: its index may be another's next. */
  public void remove(int index) {
    float[] @Nullable [] all = byIndex;
    if (index < all.length && all[index] != null) {
      all[index] = null;
      byIndex = all;
      size--;
    }
  }

  /** Cosine of the angle between the vectors of two movies; 0 where one has none. */
  float cosine(int one, int other) {
    float[] a = get(one);
    float[] b = get(other);
    if (a == null || b == null) {
      return 0;
    }
    float product = 0;
    float squaresOfA = 0;
    float squaresOfB = 0;
    for (int f = 0; f < rank; f++) {
      product += a[f] * b[f];
      squaresOfA += a[f] * a[f];
      squaresOfB += b[f] * b[f];
    }
    float lengths = (float) Math.sqrt(squaresOfA * squaresOfB);
    return lengths > 0 ? product / lengths : 0;
  }

  /** The vector of a movie; null where it has none. */
  float @Nullable [] get(int index) {
    float[] @Nullable [] all = byIndex;
    return index >= 0 && index < all.length ? all[index] : null;
  }
}
