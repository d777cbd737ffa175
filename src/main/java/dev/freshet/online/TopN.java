package dev.freshet.online;

import java.util.Arrays;

/**
 * The best N of many scored indexes: a bounded binary heap on flat arrays, once it is full, the
 * worst kept one at the root. On equal scores the lower index wins, so the result does not depend
 * on the order of offers. Reusable, not thread-safe.
 */
public final class TopN {
  private int[] indexes = new int[0];
  private float[] scores = new float[0];
  private int capacity;
  private int size;
  private float bound = Float.NEGATIVE_INFINITY;

  /** Keeps the best {@code capacity}. */
  public TopN(int capacity) {
    clear(capacity);
  }

  /** Forgets everything and keeps the best {@code capacity} from now on. */
  public void clear(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("cannot keep " + capacity);
    }
    if (indexes.length < capacity) {
      indexes = new int[capacity];
      scores = new float[capacity];
    }
    this.capacity = capacity;
    size = 0;
    bound = capacity == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
  }

  /** Scores below this cannot get in; test it before anything dearer. */
  public float bound() {
    return bound;
  }

  /** Number kept. */
  public int size() {
    return size;
  }

  /** Keeps {@code index} if its score is among the best; NaN and -∞ never are. */
  public void offer(int index, float score) {
    if (!(score >= bound) || score == Float.NEGATIVE_INFINITY) {
      return;
    }
    if (size < capacity) {
      indexes[size] = index;
      scores[size++] = score;
      if (size == capacity) {
        heap();
        bound = scores[0];
      }
    } else if (capacity > 0 && worse(0, index, score)) {
      siftDown(0, size, index, score);
      bound = scores[0];
    }
  }

  /**
   * Puts the best first; afterwards only {@link #index}, {@link #score} and clear may be called.
   */
  public void sort() {
    if (size < capacity) {
      heap();
    }
    for (int last = size - 1; last > 0; last--) {
      int index = indexes[last];
      float score = scores[last];
      indexes[last] = indexes[0];
      scores[last] = scores[0];
      siftDown(0, last, index, score);
    }
  }

  /** The index kept at a place; after {@link #sort()} place 0 is the best. */
  public int index(int place) {
    return indexes[place];
  }

  /** The score of {@link #index(int)}. */
  public float score(int place) {
    return scores[place];
  }

  /** The indexes in their present order, copied. */
  public int[] indexes() {
    return Arrays.copyOf(indexes, size);
  }

  /** Whether the one at {@code place} is worse than the given. */
  private boolean worse(int place, int index, float score) {
    return scores[place] < score || (scores[place] == score && indexes[place] > index);
  }

  /** Makes a heap of what was kept as it came (Floyd 1964): the best may well come first. */
  private void heap() {
    for (int parent = size / 2 - 1; parent >= 0; parent--) {
      siftDown(parent, size, indexes[parent], scores[parent]);
    }
  }

  private void siftDown(int hole, int end, int index, float score) {
    for (int child = 2 * hole + 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && worse(child + 1, indexes[child], scores[child])) {
        child++;
      }
      if (!worse(child, index, score)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    indexes[hole] = index;
    scores[hole] = score;
  }

  private void move(int from, int to) {
    indexes[to] = indexes[from];
    scores[to] = scores[from];
  }
}
