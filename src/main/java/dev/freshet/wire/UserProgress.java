package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of the user side has done, kept in a store so that it counts each event
 * exactly once. Mutable, owned by one processor.
 *
 * <pre>
 *  0  version 1 byte = 4, or 5 with interacted; version 1 ended before adopted, 2 before
 *     squaredDifference, 3 before unreadable
 *  1  generation int
 *  5  sequence, learned, unchanged, late, retracted, forgotten, refused: 7 longs
 * 61  sumOfRatings, and summed squared errors of model, baseline, mean: 4 doubles
 * 93  adopted int, snapshot long
 * 105  squaredDifference double: summed square of (squared error of model − of baseline)
 * 113  unreadable, reappliedInGeneration, repeated, truncated: 4 longs
 * 145  position in ratings-by-user: a ConsumedPosition
 * 173  interacted long; version 5 alone
 * 181  of the control arm: ratings long, summed squared errors of model and baseline, and
 *      squaredDifference: 3 doubles; version 5 alone
 *      positions in ratings: SourcePositions, to the end
 * </pre>
 */
public final class UserProgress extends PartitionProgress {

  private static final byte VERSION = 4;
  private static final byte WITH_INTERACTED = 5;
  private static final int HEADER = 113 + END;
  private static final Format FORMAT =
      new Format("user-progress", 1, WITH_INTERACTED, HEADER + SourcePositions.COUNT, 1 << 20);

  private int generation;
  private long sequence;
  private long learned;
  private long unchanged;
  private long late;
  private long retracted;
  private long forgotten;
  private long interacted;
  private ErrorSums control = ErrorSums.NONE;
  private double sumOfRatings;
  private double squaredError;
  private double squaredErrorBaseline;
  private double squaredErrorMean;
  private double squaredDifference;
  private int adopted;
  private long snapshot;
  private SourcePositions sources = new SourcePositions();

  /** The number of the next event that is taken in, from 1. */
  public long nextSequence() {
    return ++sequence;
  }

  /** The newest number given. */
  @Override
  public long sequence() {
    return sequence;
  }

  /** Generation that users switch to when it is their turn. */
  public int generation() {
    return generation;
  }

  /** Generation that all users have switched to. */
  public int adopted() {
    return adopted;
  }

  /** Newest event that the snapshot of the generation contained. */
  public long snapshot() {
    return snapshot;
  }

  /** Users may switch to a generation whose snapshot contained events up to {@code sequence}. */
  public void switchTo(int newGeneration, long sequence) {
    generation = newGeneration;
    snapshot = sequence;
    reappliedInGeneration = 0;
  }

  /** All users have switched to the generation. */
  public void adopt() {
    adopted = generation;
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
    squaredDifference += square(square(rating - prediction) - square(rating - baseline));
  }

  /** Counts a learned rating of a user of the control arm, and its errors apart as well. */
  public void learnedOfControl(float rating, float prediction, float baseline, float mean) {
    learned(rating, prediction, baseline, mean);
    double error = square(rating - prediction);
    double ofBaseline = square(rating - baseline);
    control = control.plus(new ErrorSums(1, error, ofBaseline, square(error - ofBaseline)));
  }

  private static double square(double x) {
    return x * x;
  }

  /** Counts an interaction. */
  public void interacted() {
    interacted++;
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

  /** How far the partitions of {@code ratings} were taken in. */
  public SourcePositions sources() {
    return sources;
  }

  /** Learned ratings. */
  public long learnedCount() {
    return learned;
  }

  /** This partition's report, of its counters alone. */
  public LearningProgress report(int partition) {
    return report(partition, List.of());
  }

  /**
   * This partition's report.
   *
   * @param lists how often people took what they were listed
   */
  public LearningProgress report(int partition, List<LiveRecall> lists) {
    return new LearningProgress(
        Side.USERS,
        partition,
        adopted,
        sequence,
        learned,
        unchanged,
        late,
        retracted,
        forgotten,
        refused,
        0,
        0,
        0,
        squaredError,
        squaredErrorBaseline,
        squaredErrorMean,
        squaredDifference,
        unreadable,
        reappliedInGeneration,
        repeated,
        truncated,
        interacted,
        control,
        lists);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    boolean isNewer = interacted > 0 || control.ratings() > 0;
    byte version = isNewer ? WITH_INTERACTED : VERSION;
    int more = isNewer ? 2 * Long.BYTES + 3 * Double.BYTES : 0;
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + more + sources.size())
            .put(version)
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
            .putInt(adopted)
            .putLong(snapshot)
            .putDouble(squaredDifference);
    putEnd(out);
    if (version == WITH_INTERACTED) {
      out.putLong(interacted).putLong(control.ratings());
      out.putDouble(control.squaredError()).putDouble(control.squaredErrorBaseline());
      out.putDouble(control.squaredDifference());
    }
    sources.put(out);
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static UserProgress fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, UserProgress::read);
  }

  private static UserProgress read(ByteBuffer in, int version) {
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
    progress.adopted = version == 1 ? 0 : in.getInt();
    progress.snapshot = version == 1 ? 0 : in.getLong();
    progress.squaredDifference = version < 3 ? 0 : in.getDouble();
    progress.getEnd(in, version >= 4, progress.generation);
    if (version == WITH_INTERACTED) {
      progress.interacted = in.getLong();
      progress.control =
          new ErrorSums(in.getLong(), in.getDouble(), in.getDouble(), in.getDouble());
    }
    if (version >= 4) {
      progress.sources = SourcePositions.get(in);
    }
    Binary.checkCounts(
        progress.generation,
        progress.sequence,
        progress.learned,
        progress.unchanged,
        progress.late,
        progress.retracted,
        progress.forgotten,
        progress.interacted,
        progress.control.ratings(),
        progress.refused,
        progress.adopted,
        progress.snapshot);
    return progress;
  }
}
