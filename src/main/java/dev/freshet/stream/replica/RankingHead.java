package dev.freshet.stream.replica;

import dev.freshet.online.RankingVectors;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The ranking vectors of the newest generation that is whole here. Those of newer ones gather
 * beside it until every partition has ended one of them: no score combines two (invariant I2).
 * Written by one thread at a time, read by all.
 */
final class RankingHead {

  /** Generations that gather: more than are kept. A further one takes the place of the oldest. */
  private static final int MOST_GATHERING = 16;

  private final int partitions;
  private volatile RankingVectors current = RankingVectors.NONE;
  private final TreeMap<Integer, Gathering> next = new TreeMap<>();

  /** What has come of one generation. */
  private static final class Gathering {
    final Map<String, float[]> vectors = new HashMap<>();
    final BitSet ended = new BitSet();
  }

  /**
   * No vectors.
   *
   * @param partitions of the topic
   */
  RankingHead(int partitions) {
    this.partitions = partitions;
  }

  /** The vectors that score. */
  RankingVectors current() {
    return current;
  }

  /** Takes in a vector; one of a generation that is not newer is left over. */
  void put(String movieId, int generation, float[] vector) {
    if (generation > current.generation()) {
      gathering(generation).vectors.put(movieId, vector);
    }
  }

  private Gathering gathering(int generation) {
    Gathering of = next.computeIfAbsent(generation, g -> new Gathering());
    if (next.size() > MOST_GATHERING) {
      next.remove(next.firstKey());
    }
    return of;
  }

  /**
   * Takes in the end of a generation in one partition. With the last one it scores.
   *
   * @param rank of its vectors: others are somebody else's
   * @param indexes gives each movie its index
   */
  void end(int partition, int generation, int rank, ToIntFunction<String> indexes) {
    if (generation <= current.generation()) {
      return;
    }
    Gathering of = gathering(generation);
    of.ended.set(partition);
    if (of.ended.cardinality() < partitions) {
      return;
    }
    RankingVectors whole = new RankingVectors(generation);
    of.vectors.forEach(
        (movieId, vector) -> {
          if (vector.length == rank) {
            whole.put(indexes.applyAsInt(movieId), vector);
          }
        });
    current = whole;
    next.headMap(generation, true).clear();
  }

  /** Nobody needs the movie: its index may be another's next. */
  void remove(int index) {
    current.remove(index);
  }
}
