package dev.freshet.stream.replica;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.UnreadableException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Movie factors of at most two generations. One of them scores. The other is the generation before
 * it, while users are in that, or the one that the movie side is adopting. Written by one thread at
 * a time, read by all.
 */
final class Generations {

  private final int rank;

  /** Matrices of the generation that gathers, by rank; touched by writers alone. */
  private final Map<Integer, FactorMatrix> next = new HashMap<>();

  private int nextGeneration;

  /** Generation that the users of a partition may be in, by partition; touched by writers alone. */
  private final Map<Integer, Integer> users = new HashMap<>();

  /** Whether the rank of the generation that scores is that of factors that were read. */
  private volatile boolean isRankRead;

  /** Generation that each partition has adopted. */
  private final AtomicIntegerArray marks;

  /** Movies and marks of generations that did not score when they were read. */
  private final AtomicLong readAhead = new AtomicLong();

  private volatile FactorMatrix current;
  private volatile @Nullable FactorMatrix last;
  private volatile int newestMark;
  private volatile int required;
  private volatile boolean sealed;

  /**
   * Generation 0, empty.
   *
   * @param rank of generations of which no factors were read
   * @param partitions of the movie side
   */
  Generations(int rank, int partitions) {
    this.rank = rank;
    this.marks = new AtomicIntegerArray(partitions);
    this.current = new FactorMatrix(rank);
  }

  /** The generation that scores. */
  FactorMatrix current() {
    return current;
  }

  /** Whether the rank of a generation is that of factors that were read. */
  boolean isRankRead(int generation) {
    return current.generation() == generation && isRankRead;
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
   * Takes a movie's factors. Factors of generations older than the one that scores are left-overs.
   * Only a start can meet two newer generations: then the newer counts, and nobody scores until it
   * is whole. A generation's rank is that of its factors, whatever the settings say; the first
   * factors read of generation 0 say its rank.
   *
   * @return a matrix of the generation that scores that stands in for one of another rank, in which
   *     nothing was learned; null where there is none
   */
  @Nullable FactorMatrix put(int index, Factors factors) {
    if (factors.generation() > current.generation()) {
      FactorMatrix of = next(factors.generation(), factors.rank());
      if (of != null) {
        int before = of.size();
        of.put(index, factors);
        readAhead.addAndGet(of.size() - before);
      }
    } else if (factors.generation() == current.generation()) {
      return putNow(index, factors);
    }
    return null;
  }

  private @Nullable FactorMatrix putNow(int index, Factors factors) {
    if (factors.rank() == current.rank()) {
      current.put(index, factors);
      isRankRead = true;
      return null;
    }
    if (isRankRead) {
      return null; // of no use here: the movie side starts it afresh when it learns next
    }
    FactorMatrix other = new FactorMatrix(factors.rank(), factors.generation());
    other.put(index, factors);
    isRankRead = true;
    current = other;
    return other;
  }

  private @Nullable FactorMatrix next(int generation, int ofRank) {
    if (generation > nextGeneration) {
      next.clear();
      last = null; // nothing is published before all users have left it
      nextGeneration = generation;
    }
    return generation < nextGeneration
        ? null
        : next.computeIfAbsent(ofRank, k -> new FactorMatrix(k, generation));
  }

  /**
   * Notes a mark and gives the matrix that is whole with it, if one is. Whoever writes other ranks
   * into a checkpoint is in the minority: by its end the movie side has started those movies
   * afresh.
   */
  @Nullable FactorMatrix mark(GenerationMark mark) {
    if (mark.partition() >= marks.length()) {
      throw new UnreadableException("a mark of partition " + mark.partition());
    }
    if (mark.generation() > marks.get(mark.partition())) {
      marks.set(mark.partition(), mark.generation());
      readAhead.incrementAndGet();
    }
    newestMark = Math.max(newestMark, mark.generation());
    int whole = IntStream.range(0, marks.length()).map(marks::get).min().orElse(0);
    if (whole <= current.generation() || whole < nextGeneration) {
      return null;
    }
    if (whole > nextGeneration) {
      next.clear();
    }
    return next.values().stream()
        .max(Comparator.comparingInt(FactorMatrix::size))
        .orElseGet(() -> new FactorMatrix(rank, whole));
  }

  /** The one that {@link #mark} gave scores from now on. */
  void moveTo(FactorMatrix whole) {
    isRankRead = next.containsValue(whole);
    last = current.size() > 0 ? current : null; // after a start the one before was never here
    current = whole;
    next.clear();
    settle();
  }

  /** Users of a partition may be in this generation, in none before it. */
  void usersAreIn(int partition, int generation) {
    users.put(partition, generation);
  }

  /** There are no users of the partition here any more. */
  void usersLeft(int partition) {
    users.remove(partition);
  }

  /** Drops the last generation once no user is in it, and says whether all are in the one now. */
  boolean settle() {
    boolean isSettled = users.values().stream().allMatch(g -> g >= current.generation());
    if (isSettled) {
      last = null;
    }
    return isSettled;
  }

  /** Takes a movie out of all generations. */
  void remove(int index) {
    removeFromNext(index);
    current.remove(index);
    FactorMatrix before = last;
    if (before != null) {
      before.remove(index);
    }
  }

  /** Takes a movie out of the generation that gathers. */
  void removeFromNext(int index) {
    next.values().forEach(matrix -> matrix.remove(index));
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

  /** What is awaited, in words for people; empty if nothing is. */
  Optional<String> lateness() {
    int awaited = required;
    int here = current.generation();
    if (here >= awaited) {
      return Optional.empty();
    }
    int[] behind = IntStream.range(0, marks.length()).filter(p -> marks.get(p) < awaited).toArray();
    return Optional.of(
        "generation %d of the movies is awaited and %d is here; without it are partitions %s of the movie side"
            .formatted(awaited, here, Arrays.toString(behind)));
  }

  /** How much was read of generations that did not score by then: it never falls. */
  long readAhead() {
    return readAhead.get();
  }
}
