package dev.freshet.measure;

import dev.freshet.online.MovieTakes;
import dev.freshet.stream.replica.HeapCheck;
import dev.freshet.stream.replica.InventedReplica;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the heap that a replica takes for each movie, in every state that it goes through, and
 * tells what {@link HeapCheck} says. No Kafka.
 */
public final class MemoryBench {

  /** A first collection leaves what its own finalisers and caches still hold. */
  private static final int COLLECTIONS = 3;

  /** Predecessors of each movie once it has takes: some, and as many as there may be. */
  private static final List<Integer> PREDECESSORS = List.of(10, MovieTakes.MOST_PREDECESSORS);

  private static final int STATES = 4 + PREDECESSORS.size();

  private final List<Integer> sizes;
  private final List<Integer> ranks;
  private final Evaluation.StageProgress progress;

  /**
   * A bench over catalogues of every size and rank.
   *
   * @param sizes of catalogues, all of whose movies are rated
   * @param ranks lengths of factor vectors; each is measured with each size
   * @param progress is told
   * @throws IllegalArgumentException if a size or rank is not above zero
   */
  public MemoryBench(List<Integer> sizes, List<Integer> ranks, Evaluation.StageProgress progress) {
    if (sizes.stream().anyMatch(n -> n < 1) || ranks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("needs movies and a rank above zero");
    }
    this.sizes = List.copyOf(sizes);
    this.ranks = List.copyOf(ranks);
    this.progress = progress;
  }

  /** Measures what each movie costs in every state of the replica. */
  public MemoryReport run() {
    List<MemoryReport.MemoryRow> rows = new ArrayList<>();
    for (int movies : sizes) {
      for (int rank : ranks) {
        rows.addAll(rows(movies, rank));
      }
    }
    return new MemoryReport(rows);
  }

  private List<MemoryReport.MemoryRow> rows(int movies, int rank) {
    long empty = used();
    InventedReplica invented = new InventedReplica(movies, rank);
    List<MemoryReport.MemoryRow> rows = new ArrayList<>();
    String what = "%,d movies, rank %d".formatted(movies, rank);
    progress.at(what, 0, STATES);
    invented.readCatalogue();
    invented.readFactors(1);
    invented.complete(1);
    invented.usersAreIn(1);
    rows.add(row("after a start", invented, movies, rank, empty, 1));
    progress.at(what, 1, STATES);
    invented.readFactors(2);
    rows.add(row("while the next generation gathers", invented, movies, rank, empty, 2));
    progress.at(what, 2, STATES);
    invented.complete(2);
    rows.add(row("while users move to it", invented, movies, rank, empty, 2));
    progress.at(what, 3, STATES);
    invented.usersAreIn(2);
    rows.add(row("once all have moved", invented, movies, rank, empty, 1));
    for (int predecessors : PREDECESSORS) {
      progress.at(what, rows.size(), STATES);
      invented.readTakes(Math.min(predecessors, movies - 1));
      rows.add(row("with takes after " + predecessors, invented, movies, rank, empty, 1));
    }
    return rows;
  }

  private static MemoryReport.MemoryRow row(
      String state, InventedReplica invented, int movies, int rank, long empty, int generations) {
    long bytes = used() - empty;
    if (invented.replica().size() != movies) {
      throw new IllegalStateException("a replica of " + invented.replica().size() + " movies");
    }
    double said = HeapCheck.bytes(movies, rank, generations) + invented.replica().taken().bytes();
    return new MemoryReport.MemoryRow(movies, rank, state, bytes / (double) movies, said / movies);
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
