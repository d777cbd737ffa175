package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Value of {@code learning-progress}, JSON: totals of one partition of one side since the beginning
 * of time.
 *
 * @param side which side reports
 * @param partition its partition
 * @param generation generation it has adopted
 * @param sequence events taken in
 * @param learned ratings learned, that is SGD steps taken or refused
 * @param unchanged identical events
 * @param late events older than what was stored
 * @param retracted ratings taken back
 * @param forgotten requests to be forgotten and events ignored because of one
 * @param refused steps whose result was not finite and was not stored; part of {@code learned}
 * @param dropped updates of an older generation, learned nowhere yet (movie side): the two sides'
 *     {@code learned} differ by them
 * @param reapplied updates that were learned in an older generation before (movie side); not part
 *     of {@code learned}
 * @param droppedReapplied updates of an older generation that were learned in a still older one
 *     before (movie side)
 * @param squaredError summed squared error of the model, before each step
 * @param squaredErrorBaseline summed squared error of biases alone
 * @param squaredErrorMean summed squared error of the running mean
 * @param squaredDifference summed square of (squared error of the model − that of biases alone); 0
 *     of what was learned before it was counted
 * @param unreadable records that could not be read, set aside; not part of {@code sequence}
 * @param reappliedInGeneration re-applied updates of one generation: sent for the one that users
 *     switch to (user side), learned in the present one (movie side); {@link #UNKNOWN} if that
 *     generation began before they were counted
 * @param repeated records passed over because they had been taken in before; not part of {@code
 *     sequence}
 * @param truncated how often a source was found cut off or created anew below what was taken in
 * @param interactions counted (user side)
 * @param control sums over the learned ratings of users of the control arm, which are in the
 *     others, too (user side)
 * @param lists how often people took what they were listed, by generation and arm of the list (user
 *     side)
 */
public record LearningProgress(
    Side side,
    int partition,
    int generation,
    long sequence,
    long learned,
    long unchanged,
    long late,
    long retracted,
    long forgotten,
    long refused,
    long dropped,
    long reapplied,
    long droppedReapplied,
    double squaredError,
    double squaredErrorBaseline,
    double squaredErrorMean,
    double squaredDifference,
    long unreadable,
    long reappliedInGeneration,
    long repeated,
    long truncated,
    long interactions,
    ErrorSums control,
    List<LiveRecall> lists) {

  /** Copies the lists; a report from before they, or the control arm, were counted has none. */
  public LearningProgress {
    control = control == null ? ErrorSums.NONE : control;
    lists = lists == null ? List.of() : List.copyOf(lists);
  }

  /** A count that was not kept from its beginning on. */
  public static final long UNKNOWN = -1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.READ_ENUMS_USING_TO_STRING, true)
          .configure(
              com.fasterxml.jackson.databind.SerializationFeature.WRITE_ENUMS_USING_TO_STRING,
              true);

  /** How well the live model did beside biases alone, for users outside the control arm. */
  public ErrorSums errors() {
    return new ErrorSums(learned, squaredError, squaredErrorBaseline, squaredDifference)
        .since(control);
  }

  /** The record's key: side and partition. */
  public byte[] key() {
    return (side + "-" + partition).getBytes(StandardCharsets.UTF_8);
  }

  /** This report as JSON. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + this, e);
    }
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws UncheckedIOException if it is not such a report
   */
  public static LearningProgress fromJson(byte[] json) {
    try {
      return JSON.readValue(json, LearningProgress.class);
    } catch (IOException e) {
      throw new UncheckedIOException("not a learning-progress record", e);
    }
  }
}
