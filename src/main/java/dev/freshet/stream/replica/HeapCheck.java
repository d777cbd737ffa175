package dev.freshet.stream.replica;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.TakenMovies;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the movies fit into the heap, looked at while they are read. Not thread-safe.
 *
 * <pre>
 *   bytes = movies · (130 + 4 · generations · (rank + 4)) + takes
 *           one generation; two while one is adopted; takes: {@link TakenMovies#bytes}
 * </pre>
 *
 * <p>{@code freshet bench lists --memory} measures it.
 */
public final class HeapCheck {

  private static final Logger LOG = LoggerFactory.getLogger(HeapCheck.class);

  /** Id, title, genres and their places, of ids of 8 and titles of 30 characters. */
  private static final int BESIDE_FACTORS = 130;

  /** What clients, processing and the virtual machine need beside movies and caches. */
  private static final long REST = 128L << 20;

  /** Movies between two looks. */
  private static final int EVERY = 10_000;

  private final long heap;
  private final long others;
  private final Consumer<String> warn;
  private int next = EVERY;

  /**
   * A check of the heap of this process.
   *
   * @param caches bytes of heap that record caches take
   */
  public HeapCheck(long caches) {
    this(Runtime.getRuntime().maxMemory(), caches, LOG::warn);
  }

  public HeapCheck(long heap, long caches, Consumer<String> warn) {
    this.heap = heap;
    this.others = REST + caches;
    this.warn = warn;
  }

  /** Never finds anything: for replicas that are not those of a process. */
  static HeapCheck none() {
    return new HeapCheck(Long.MAX_VALUE, 0, text -> {});
  }

  /** Heap that the movies take, in bytes, without their takes. */
  public static long bytes(long movies, int rank, int generations) {
    return movies
        * (BESIDE_FACTORS + (long) generations * FactorMatrix.BYTES_PER_NUMBER * (rank + 4));
  }

  /**
   * Checks whether the heap is large enough for this many movies.
   *
   * @param movies those that left included, as long as nobody else has got their places
   * @param takes bytes of their takes
   * @param isStart whether the process has not begun to work yet
   * @throws HeapTooSmallException if not even the start can be made with them
   */
  void check(int movies, int rank, long takes, boolean isStart) {
    if (movies < next) {
      return;
    }
    next = movies + EVERY;
    if (isStart && bytes(movies, rank, 1) + takes > heap) {
      throw new HeapTooSmallException(text(movies, rank, takes));
    }
    if (bytes(movies, rank, 2) + takes + others > heap) {
      next = 2 * movies;
      warn.accept(text(movies, rank, takes));
    }
  }

  /** All that there was at the start has been read. */
  void checkAll(int movies, int rank, long takes) {
    next = movies;
    check(movies, rank, takes, false);
  }

  private String text(int movies, int rank, long takes) {
    long need = bytes(movies, rank, 2) + takes + others;
    return "%,d movies of rank %d, and what else runs here, need %,d MiB of heap while a generation is adopted, and this process may use %,d: start it with FRESHET_JAVA_OPTS=-Xmx%dm or more"
        .formatted(movies, rank, mebibytes(need), heap >> 20, mebibytes(need));
  }

  private static long mebibytes(long bytes) {
    return (bytes >> 20) + 1;
  }
}
