package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's take of a movie: the first event on it that said that it was liked. What was before it
 * stays bytes until somebody asks: whoever reads all ratings of a user does not.
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

  private Take(long time, IdList before) {
    this.time = time;
    this.before = before;
  }

  /**
   * A take.
   *
   * @param time event time, no later than the arrival, milliseconds since the epoch
   * @param before the user's movies just before it, the newest first
   */
  public Take(long time, List<String> before) {
    this(time, IdList.of(before));
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
    return new Take(time(in), IdList.read(in));
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
    return other instanceof Take take && take.time == time && take.before.equals(before);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time, before);
  }

  @Override
  public String toString() {
    return "taken at " + time + " after " + before;
  }
}
