package dev.freshet.stream.replica;

import dev.freshet.online.RankingVectors;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The ranking vectors of the newest generation that is whole here. The vectors of a newer one
 * gather beside it until every partition has ended it: no score combines two (invariant I2).
 * Written by one thread at a time, read by all.
 */
final class RankingHead {

  private final int partitions;
  private volatile RankingVectors current = RankingVectors.NONE;
  private final Map<String, float[]> next = new HashMap<>();
  private final BitSet ended = new BitSet();
  private int nextGeneration;

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
    if (gathers(generation)) {
      next.put(movieId, vector);
    }
  }

  private boolean gathers(int generation) {
    if (generation > nextGeneration && generation > current.generation()) {
      next.clear();
      ended.clear();
      nextGeneration = generation;
    }
    return generation == nextGeneration && generation > current.generation();
  }

  /**
   * Takes in the end of a generation in one partition. With the last one it scores.
   *
   * @param indexes gives each movie its index
   */
  void end(int partition, int generation, ToIntFunction<String> indexes) {
    if (!gathers(generation)) {
      return;
    }
    ended.set(partition);
    if (ended.cardinality() < partitions) {
      return;
    }
    RankingVectors whole = new RankingVectors(generation);
    int rank = next.values().stream().mapToInt(v -> v.length).max().orElse(0);
    next.forEach(
        (movieId, vector) -> {
          if (vector.length == rank) { // else somebody else's
            whole.put(indexes.applyAsInt(movieId), vector);
          }
        });
    current = whole;
    next.clear();
    ended.clear();
  }

  /** Nobody needs the movie: its index may be another's next. */
  void remove(int index) {
    current.remove(index);
  }
}
