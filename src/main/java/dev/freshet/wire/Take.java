package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's take of a movie: what he did with it that counts most, such as rating it well for the
 * first time. What was before it stays bytes until somebody asks: whoever reads all ratings of a
 * user does not.
 *
 * <pre>
 *  0  time    long, ms since the epoch
 *  8  before  the user's movies just before it, the newest first: an {@link IdList}
 * </pre>
 */
public final class Take {

  /** The year 3000, milliseconds since the epoch. */
  private static final long LATEST = 32_503_680_000_000L;

  private final long time;
  private final IdList before;
  private final float weight;

  private Take(long time, IdList before, float weight) {
    this.time = time;
    this.before = before;
    this.weight = weight;
  }

  /**
   * A take.
   *
   * @param time event time, no later than the arrival, milliseconds since the epoch
   * @param before the user's movies just before it, the newest first
   */
  public Take(long time, List<String> before) {
    this(time, before, 1);
  }

  /**
   * A take that counts less than a liked rating.
   *
   * @param time event time, no later than the arrival, milliseconds since the epoch
   * @param before the user's movies just before it, the newest first
   * @param weight above 0, at most 1
   */
  public Take(long time, List<String> before, float weight) {
    this(time, IdList.of(before), weight);
  }

  /** A copy of another weight. */
  public Take weighing(float other) {
    return new Take(time, before, other);
  }

  /** A copy as of another event time, milliseconds since the epoch. */
  public Take asOf(long other) {
    return new Take(other, before, weight);
  }

  /** What it counts, where a liked rating counts 1; above 0, at most 1. */
  public float weight() {
    return weight;
  }

  /** Whether it counts as much as a liked rating: then its weight is not written. */
  boolean isWhole() {
    return weight == 1;
  }

  /** Event time, no later than the arrival, milliseconds since the epoch. */
  public long time() {
    return time;
  }

  /** The user's movies just before it, the newest first. */
  public List<String> before() {
    return before.ids();
  }

  int size() {
    return Long.BYTES + before.size();
  }

  void put(ByteBuffer out) {
    before.put(out.putLong(time));
  }

  static Take get(ByteBuffer in) {
    return new Take(time(in), IdList.read(in), 1);
  }

  int weightedSize() {
    return size() + Float.BYTES;
  }

  void putWeighted(ByteBuffer out) {
    put(out);
    out.putFloat(weight);
  }

  static Take getWeighted(ByteBuffer in) {
    Take whole = get(in);
    float weight = in.getFloat();
    if (!(weight > 0 && weight <= 1)) {
      throw new UnreadableException("a take that counts " + weight);
    }
    return whole.weighing(weight);
  }

  /** The time of a take, unless no take can have it. */
  static long time(ByteBuffer in) {
    long time = in.getLong();
    if (time < 0 || time > LATEST) {
      throw new UnreadableException("a take at " + time);
    }
    return time;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Take take
        && take.time == time
        && take.weight == weight
        && take.before.equals(before);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time, before, weight);
  }

  @Override
  public String toString() {
    return "taken at " + time + (isWhole() ? "" : " by " + weight) + " after " + before;
  }
}
