package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a user's interactions of one name with one movie. Each event time counts once; of
 * two values at one time the larger stands. The newest times are kept one by one, so that what
 * comes late or twice is recognised; older ones are one sum, and what is older than these is late.
 *
 * <pre>
 *  0  name      1 byte length, ASCII
 *     floor     long, ms since the epoch: what is no newer is late; Long.MIN_VALUE where nothing is
 *     base      float, sum of the values up to floor that stand
 *     baseFrom  long, ms since the epoch: the oldest of these; Long.MAX_VALUE where none is
 *     sequence  long, of the newest event that changed anything
 *     count     1 byte, then for each, the newest first: time long, value float
 * </pre>
 *
 * @param name of the kind of interaction
 * @param floor event time up to which what comes is late, milliseconds since the epoch
 * @param base sum of the values up to {@code floor} that stand
 * @param baseFrom event time of the oldest of these, milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} where none is
 * @param sequence arrival number, within the user partition, of the newest event that changed
 *     anything
 * @param newest those that are newer than {@code floor}, the newest first
 */
public record StoredInteraction(
    String name, long floor, float base, long baseFrom, long sequence, List<Timed> newest) {

  /** Event times that are kept one by one. */
  static final int MOST = 16;

  /**
   * One interaction.
   *
   * @param time event time, milliseconds since the epoch
   * @param value of it
   */
  public record Timed(long time, float value) {}

  /** What an event would do here. */
  public enum Effect {
    /** It counts. */
    COUNTS,
    /** It is here already. */
    NONE,
    /** It is too old, or the smaller of two values at one time. */
    LATE
  }

  /** Nothing of a name. */
  static StoredInteraction none(String name) {
    return new StoredInteraction(name, Long.MIN_VALUE, 0, Long.MAX_VALUE, 0, List.of());
  }

  /** Copies the list. */
  public StoredInteraction {
    newest = List.copyOf(newest);
  }

  /** The sum of the values that stand. */
  public double total() {
    double total = base;
    for (Timed timed : newest) {
      total += timed.value();
    }
    return total;
  }

  /** Whether any stands. */
  public boolean stands() {
    return base > 0 || !newest.isEmpty();
  }

  /** The oldest event time that is kept, or of what was taken back the newest. */
  long oldest() {
    if (base > 0) {
      return baseFrom;
    }
    return floor > Long.MIN_VALUE ? floor : newest.get(newest.size() - 1).time();
  }

  /** What one more would do. */
  public Effect effect(long time, float value) {
    if (time <= floor) {
      return Effect.LATE;
    }
    @Nullable Timed same = at(time);
    if (same == null || value > same.value()) {
      return Effect.COUNTS;
    }
    return value == same.value() ? Effect.NONE : Effect.LATE;
  }

  /** What taking back all up to an event time would do. */
  public Effect effectOfTakingBack(long time) {
    if (time < floor) {
      return Effect.LATE;
    }
    return time == floor && base == 0 ? Effect.NONE : Effect.COUNTS;
  }

  private @Nullable Timed at(long time) {
    return newest.stream().filter(timed -> timed.time() == time).findFirst().orElse(null);
  }

  /**
   * With one more that {@link #effect counts}.
   *
   * @param time event time, milliseconds since the epoch
   * @param value of it
   * @param arrival its number within the user partition
   */
  public StoredInteraction with(long time, float value, long arrival) {
    List<Timed> all = new ArrayList<>(newest);
    all.removeIf(timed -> timed.time() == time);
    all.add(new Timed(time, value));
    all.sort((a, b) -> Long.compare(b.time(), a.time()));
    long end = floor;
    float sum = base;
    long from = baseFrom;
    while (all.size() > MOST) {
      Timed oldest = all.remove(all.size() - 1);
      end = oldest.time();
      sum += oldest.value();
      from = oldest.value() > 0 ? Math.min(from, oldest.time()) : from;
    }
    return new StoredInteraction(name, end, sum, from, arrival, all);
  }

  /**
   * Without those up to an event time; what comes of that time or before is late from now on.
   *
   * @param time event time, milliseconds since the epoch
   * @param arrival number within the user partition of the event that takes them back
   */
  public StoredInteraction takenBack(long time, long arrival) {
    List<Timed> left = newest.stream().filter(timed -> timed.time() > time).toList();
    return new StoredInteraction(name, Math.max(time, floor), 0, Long.MAX_VALUE, arrival, left);
  }

  /**
   * What is newer than the time up to which its user is forgotten. Of values that are one sum
   * nothing is, unless all are.
   *
   * @return null if nothing is
   */
  @Nullable StoredInteraction newerThan(long time) {
    if (floor > time) {
      return base == 0 || baseFrom > time
          ? this
          : new StoredInteraction(name, floor, 0, Long.MAX_VALUE, sequence, newest);
    }
    List<Timed> left = newest.stream().filter(timed -> timed.time() > time).toList();
    if (left.isEmpty()) {
      return null;
    }
    return left.size() == newest.size() && floor == Long.MIN_VALUE
        ? this
        : new StoredInteraction(name, Long.MIN_VALUE, 0, Long.MAX_VALUE, sequence, left);
  }

  int size() {
    return 1
        + name.length()
        + 3 * Long.BYTES
        + Float.BYTES
        + 1
        + newest.size() * (Long.BYTES + Float.BYTES);
  }

  void put(ByteBuffer out) {
    out.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    out.putLong(floor).putFloat(base).putLong(baseFrom).putLong(sequence).put((byte) newest.size());
    for (Timed timed : newest) {
      out.putLong(timed.time()).putFloat(timed.value());
    }
  }

  static StoredInteraction get(ByteBuffer in) {
    byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
    in.get(bytes);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    long floor = in.getLong();
    float base = in.getFloat();
    long baseFrom = in.getLong();
    long sequence = in.getLong();
    int count = in.get();
    boolean isAnything = count > 0 || floor > Long.MIN_VALUE;
    boolean isCount = count >= 0 && count <= MOST && isAnything;
    if (!Interaction.isName(name) || !isSum(base) || !isCount || sequence < 0) {
      throw new UnreadableException("no interactions are called so and are so many");
    }
    List<Timed> newest = new ArrayList<>(count);
    long before = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      Timed timed = new Timed(in.getLong(), in.getFloat());
      if (timed.time() >= before || timed.time() <= floor || !Interaction.isValue(timed.value())) {
        throw new UnreadableException("an interaction of " + timed.value() + " out of order");
      }
      before = timed.time();
      newest.add(timed);
    }
    return new StoredInteraction(name, floor, base, baseFrom, sequence, newest);
  }

  private static boolean isSum(float base) {
    return base >= 0 && base <= Float.MAX_VALUE;
  }
}
