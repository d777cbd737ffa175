package dev.freshet.event;

import java.nio.ByteBuffer;

/**
 * What one partition of the user side has done, kept in a store so that it counts each event
 * exactly once. Mutable, owned by one processor.
 *
 * <pre>
 *  0  version 1 byte = 1
 *  1  generation int
 *  5  sequence, learned, unchanged, late, retracted, forgotten, refused: 7 longs
 * 61  sumOfRatings, and summed squared errors of model, baseline, mean: 4 doubles
 * </pre>
 */
public final class UserProgress {

  private static final byte VERSION = 1;
  private static final int SIZE = 93;

  private int generation;
  private long sequence;
  private long learned;
  private long unchanged;
  private long late;
  private long retracted;
  private long forgotten;
  private long refused;
  private double sumOfRatings;
  private double squaredError;
  private double squaredErrorBaseline;
  private double squaredErrorMean;

  /** The number of the next event that is taken in, from 1. */
  public long nextSequence() {
    return ++sequence;
  }

  /** The newest number given. */
  public long sequence() {
    return sequence;
  }

  /** Generation whose factors are being stepped. */
  public int generation() {
    return generation;
  }

  /**
   * Mean of the ratings learned so far in this partition, the global-mean baseline; {@code prior}
   * before the first.
   */
  public float mean(float prior) {
    return learned == 0 ? prior : (float) (sumOfRatings / learned);
  }

  /** Sum of the ratings learned so far in this partition. */
  public double sumOfRatings() {
    return sumOfRatings;
  }

  /** Counts a learned rating and the errors of the three predictions made before the step. */
  public void learned(float rating, float prediction, float baseline, float mean) {
    learned++;
    sumOfRatings += rating;
    squaredError += square(rating - prediction);
    squaredErrorBaseline += square(rating - baseline);
    squaredErrorMean += square(rating - mean);
  }

  private static double square(double x) {
    return x * x;
  }

  /** Counts an event that changed nothing. */
  public void unchanged() {
    unchanged++;
  }

  /** Counts an event older than what is stored. */
  public void late() {
    late++;
  }

  /** Counts a rating taken back. */
  public void retracted() {
    retracted++;
  }

  /** Counts a request to be forgotten, or an event ignored because of one. */
  public void forgotten() {
    forgotten++;
  }

  /** Counts a step whose result was not finite and was not stored. */
  public void refused() {
    refused++;
  }

  /** Learned ratings. */
  public long learnedCount() {
    return learned;
  }

  /** This partition's report. */
  public LearningProgress report(int partition) {
    return new LearningProgress(
        LearningProgress.Side.USERS,
        partition,
        generation,
        sequence,
        learned,
        unchanged,
        late,
        retracted,
        forgotten,
        refused,
        0,
        squaredError,
        squaredErrorBaseline,
        squaredErrorMean);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
        .put(VERSION)
        .putInt(generation)
        .putLong(sequence)
        .putLong(learned)
        .putLong(unchanged)
        .putLong(late)
        .putLong(retracted)
        .putLong(forgotten)
        .putLong(refused)
        .putDouble(sumOfRatings)
        .putDouble(squaredError)
        .putDouble(squaredErrorBaseline)
        .putDouble(squaredErrorMean)
        .array();
  }

  /** Reads {@link #toBytes}. */
  public static UserProgress fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Binary.checkVersion("user-progress", VERSION, in.get());
    UserProgress progress = new UserProgress();
    progress.generation = in.getInt();
    progress.sequence = in.getLong();
    progress.learned = in.getLong();
    progress.unchanged = in.getLong();
    progress.late = in.getLong();
    progress.retracted = in.getLong();
    progress.forgotten = in.getLong();
    progress.refused = in.getLong();
    progress.sumOfRatings = in.getDouble();
    progress.squaredError = in.getDouble();
    progress.squaredErrorBaseline = in.getDouble();
    progress.squaredErrorMean = in.getDouble();
    return progress;
  }
}
