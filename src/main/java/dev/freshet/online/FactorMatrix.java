package dev.freshet.online;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * All movie factors of one generation in memory, laid out for scoring: blocks of {@value #LANES}
 * movies, stored factor by factor, so that a block's scores are sums of rows that the compiler
 * vectorises. Thread-safe: writers and scorers meet block by block, and nobody ever reads a movie
 * half written.
 *
 * <pre>
 *   movie index = block · 256 + lane        vectors[f · 256 + lane] = q_f of that movie
 * </pre>
 */
public final class FactorMatrix {
  /** Vectors and, for each movie, bias, baseline, steps and doubt are of so many bytes each. */
  public static final int BYTES_PER_NUMBER = 4;

  /** Movies per block: a row is 1 KiB, a block of 32 factors 32 KiB. */
  static final int LANES = 256;

  private final int rank;
  private final int generation;
  private final AtomicInteger size = new AtomicInteger();
  private volatile Block[] blocks = new Block[0];

  /** The movies of one block; guarded by its lock. */
  private static final class Block {
    final StampedLock lock = new StampedLock();
    final float[] vectors;

    /** NaN where no movie is, so that its score is NaN, which no list takes. */
    final float[] biases = new float[LANES];

    final float[] baselines = new float[LANES];
    final int[] steps = new int[LANES];

    /** 1/√(steps+1): how unsure the movie's bias is. */
    final float[] doubts = new float[LANES];

    Block(int rank) {
      vectors = new float[rank * LANES];
      Arrays.fill(biases, Float.NaN);
    }
  }

  /** An empty matrix of generation 0 for vectors of length {@code rank}. */
  public FactorMatrix(int rank) {
    this(rank, 0);
  }

  /** An empty matrix of one generation: another generation needs another matrix. */
  public FactorMatrix(int rank, int generation) {
    this.rank = rank;
    this.generation = generation;
  }

  /** The generation of every movie in here. */
  public int generation() {
    return generation;
  }

  /** Length of every vector in here. */
  public int rank() {
    return rank;
  }

  /** Number of movies in here. */
  public int size() {
    return size.get();
  }

  /** Number of blocks: every index in here is below {@code blocks() · 256}. */
  int blocks() {
    return blocks.length;
  }

  /**
   * Stores or replaces a movie.
   *
   * @param index of the movie, from 0, dense: memory grows with the highest
   * @param movie copied
   * @throws IllegalArgumentException if rank or generation differ, or a number is not finite
   */
  public void put(int index, Factors movie) {
    requireFits(movie);
    if (!movie.isFinite()) {
      throw new IllegalArgumentException("factors that are not finite for movie index " + index);
    }
    Block block = grownTo(index / LANES);
    int lane = index % LANES;
    long stamp = block.lock.writeLock();
    try {
      if (Float.isNaN(block.biases[lane])) {
        size.incrementAndGet();
      }
      float[] q = movie.vector();
      for (int f = 0; f < rank; f++) {
        block.vectors[f * LANES + lane] = q[f];
      }
      block.biases[lane] = movie.bias();
      block.baselines[lane] = movie.baseline();
      block.steps[lane] = movie.steps();
      block.doubts[lane] = (float) (1 / Math.sqrt(movie.steps() + 1.0));
    } finally {
      block.lock.unlockWrite(stamp);
    }
  }

  /** A copy of what was last put at {@code index}; null if nothing is there. */
  public @Nullable Factors get(int index) {
    Block block = blockOf(index);
    if (block == null) {
      return null;
    }
    int lane = index % LANES;
    float[] q = new float[rank];
    long stamp = block.lock.tryOptimisticRead();
    Factors movie = read(block, lane, q);
    if (!block.lock.validate(stamp)) {
      stamp = block.lock.readLock();
      try {
        movie = read(block, lane, q);
      } finally {
        block.lock.unlockRead(stamp);
      }
    }
    return Float.isNaN(movie.bias()) ? null : movie;
  }

  private Factors read(Block block, int lane, float[] q) {
    for (int f = 0; f < rank; f++) {
      q[f] = block.vectors[f * LANES + lane];
    }
    return new Factors(generation, block.steps[lane], block.biases[lane], block.baselines[lane], q);
  }

  /** The bias of the movie at {@code index}; NaN if nothing is there. */
  float bias(int index) {
    Block block = blockOf(index);
    return block == null ? Float.NaN : block.biases[index % LANES]; // one float is never torn
  }

  /** Takes the movie at {@code index} out, if there is one. */
  public void remove(int index) {
    Block block = blockOf(index);
    if (block == null) {
      return;
    }
    long stamp = block.lock.writeLock();
    try {
      int lane = index % LANES;
      if (!Float.isNaN(block.biases[lane])) {
        size.decrementAndGet();
      }
      block.biases[lane] = Float.NaN;
    } finally {
      block.lock.unlockWrite(stamp);
    }
  }

  /**
   * Scores of one block for one user: {@code out[lane] = μ + b_u + b_i + p_u·q_i −
   * damping/√(n_i+1)} with n_i the steps that the movie has learned; NaN where no movie is.
   *
   * @param number of the block, below {@link #blocks()}
   * @param user of the same generation
   * @param mu of the generation
   * @param damping in rating units; 0 for the unclipped prediction itself
   * @param out written, length at least 256
   */
  void score(int number, Factors user, float mu, float damping, float[] out) {
    requireFits(user);
    Block block = blocks[number];
    float base = mu + user.bias();
    long stamp = block.lock.tryOptimisticRead();
    scoreInto(out, block, user.vector(), base, damping);
    if (!block.lock.validate(stamp)) {
      stamp = block.lock.readLock();
      try {
        scoreInto(out, block, user.vector(), base, damping);
      } finally {
        block.lock.unlockRead(stamp);
      }
    }
  }

  /**
   * The unclipped prediction of one movie for one user, μ + b_u + b_i + p_u·q_i, without a copy of
   * the movie; NaN if nothing is there.
   *
   * @param user of the same generation
   * @param mu of the generation
   */
  float predict(int index, Factors user, float mu) {
    Block block = blockOf(index);
    if (block == null) {
      return Float.NaN;
    }
    int lane = index % LANES;
    float base = mu + user.bias();
    long stamp = block.lock.tryOptimisticRead();
    float predicted = predictIn(block, lane, user.vector(), base);
    if (!block.lock.validate(stamp)) {
      stamp = block.lock.readLock();
      try {
        predicted = predictIn(block, lane, user.vector(), base);
      } finally {
        block.lock.unlockRead(stamp);
      }
    }
    return predicted;
  }

  /** SGD steps that a movie has learned; 0 where none is there. */
  int steps(int index) {
    @Nullable Block block = blockOf(index);
    return block == null ? 0 : block.steps[index % LANES];
  }

  private static float predictIn(Block block, int lane, float[] p, float base) {
    float sum = base + block.biases[lane];
    for (int f = 0; f < p.length; f++) {
      sum += p[f] * block.vectors[f * LANES + lane];
    }
    return sum;
  }

  private static void scoreInto(float[] out, Block block, float[] p, float base, float damping) {
    float[] biases = block.biases;
    float[] doubts = block.doubts;
    for (int lane = 0; lane < LANES; lane++) {
      out[lane] = base + biases[lane] - damping * doubts[lane];
    }
    int f = 0;
    for (; f + 4 <= p.length; f += 4) {
      addFourRows(out, block.vectors, f * LANES, p[f], p[f + 1], p[f + 2], p[f + 3]);
    }
    for (; f < p.length; f++) {
      addRow(out, block.vectors, f * LANES, p[f]);
    }
  }

  /** Four rows at a time: a quarter of the loads and stores of {@code out}. */
  private static void addFourRows(
      float[] out, float[] v, int row, float p0, float p1, float p2, float p3) {
    for (int lane = 0; lane < LANES; lane++) {
      out[lane] +=
          p0 * v[row + lane]
              + p1 * v[row + LANES + lane]
              + p2 * v[row + 2 * LANES + lane]
              + p3 * v[row + 3 * LANES + lane];
    }
  }

  private static void addRow(float[] out, float[] v, int row, float p) {
    for (int lane = 0; lane < LANES; lane++) {
      out[lane] += p * v[row + lane];
    }
  }

  private @Nullable Block blockOf(int index) {
    Block[] now = blocks;
    int number = index / LANES;
    return index >= 0 && number < now.length ? now[number] : null;
  }

  private Block grownTo(int number) {
    Block[] now = blocks;
    return number < now.length ? now[number] : grow(number);
  }

  /** Appends empty blocks up to {@code number}; readers see the old array or the whole new one. */
  private synchronized Block grow(int number) {
    Block[] now = blocks;
    if (number >= now.length) {
      Block[] more = Arrays.copyOf(now, number + 1);
      for (int b = now.length; b < more.length; b++) {
        more[b] = new Block(rank);
      }
      blocks = more;
      now = more;
    }
    return now[number];
  }

  void requireFits(Factors factors) {
    if (factors.generation() != generation || factors.vector().length != rank) {
      throw new IllegalArgumentException(
          String.format(
              "factors of generation %d and rank %d meet a matrix of generation %d and rank %d",
              factors.generation(), factors.vector().length, generation, rank));
    }
  }
}
