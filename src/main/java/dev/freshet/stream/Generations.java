package dev.freshet.stream;

import dev.freshet.event.GenerationMark;
import dev.freshet.model.FactorMatrix;
import dev.freshet.model.Factors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Movie factors by generation: the one that scores, the one before it, and the one that the movie
 * side is adopting. Written by one thread, read by all.
 */
final class Generations {

  private final int rank;

  /** Generation that each partition has adopted; touched by the writer alone. */
  private final int[] marks;

  private volatile FactorMatrix current;
  private volatile @Nullable FactorMatrix last;
  private volatile @Nullable FactorMatrix next;
  private volatile int newestMark;
  private volatile int required;
  private volatile boolean sealed;

  Generations(int rank, int partitions) {
    this.rank = rank;
    this.marks = new int[partitions];
    this.current = new FactorMatrix(rank);
  }

  /** The generation that scores. */
  FactorMatrix current() {
    return current;
  }

  /** A generation that is whole here, or was; null for any other. */
  @Nullable FactorMatrix of(int generation) {
    FactorMatrix now = current;
    if (now.generation() == generation) {
      return now;
    }
    FactorMatrix before = last;
    return before != null && before.generation() == generation ? before : null;
  }

  /**
   * Factors of generations older than the one that scores are left-overs; of two newer ones, which
   * only a start can meet, the newer counts: nobody scores until it is whole.
   */
  void put(int index, Factors factors) {
    if (factors.generation() == current.generation()) {
      current.put(index, factors);
    } else if (factors.generation() > current.generation()) {
      FactorMatrix of = matrixOf(factors.generation());
      if (of.generation() == factors.generation()) {
        of.put(index, factors);
      }
    }
  }

  private FactorMatrix matrixOf(int generation) {
    FactorMatrix known = next;
    if (known == null || known.generation() < generation) {
      known = new FactorMatrix(rank, generation);
      next = known;
    }
    return known;
  }

  /** Notes a mark and gives the matrix that is whole with it, if one is. */
  @Nullable FactorMatrix mark(GenerationMark mark) {
    marks[mark.partition()] = Math.max(marks[mark.partition()], mark.generation());
    newestMark = Math.max(newestMark, mark.generation());
    int whole = Arrays.stream(marks).min().orElse(0);
    if (whole <= current.generation()) {
      return null;
    }
    FactorMatrix of = matrixOf(whole);
    return of.generation() == whole ? of : null;
  }

  /** The one that {@link #mark} gave scores from now on. */
  void moveTo(FactorMatrix whole) {
    last = current;
    current = whole;
    next = null;
  }

  /** Everything there was at the start has been read. */
  synchronized void seal() {
    if (!sealed) {
      sealed = true;
      required = Math.max(required, newestMark);
    }
  }

  /** Nothing is ready before this generation. */
  synchronized void require(int generation) {
    required = Math.max(required, generation);
  }

  /** Whether the generation that scores is new enough. */
  boolean isReady() {
    return current.generation() >= required;
  }
}
