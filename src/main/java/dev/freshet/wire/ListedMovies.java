package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's last list: its movies, kept as they are stored, because most events pass them on without
 * looking at them, and what is counted of them. Immutable; equal where all of that is.
 *
 * <pre>
 *  0  sentAt     long, ms since the epoch; 0 never
 *  8  generation int
 * 12  arm        1 byte: 0 treatment, 1 control
 * 13  count      short, then per movie: 1 byte length, UTF-8
 * </pre>
 *
 * Values from before lists were counted have only what follows the arm.
 */
public final class ListedMovies {

  /** No list was sent yet. */
  public static final ListedMovies NONE = new ListedMovies(0, 0, Arm.TREATMENT, 0, new byte[0]);

  /** Bytes before the count. */
  static final int HEADER = Long.BYTES + Integer.BYTES + 1;

  private final long sentAt;
  private final int generation;
  private final Arm arm;
  private final int count;

  /** Per movie: 1 byte length, UTF-8. */
  private final byte[] ids;

  private ListedMovies(long sentAt, int generation, Arm arm, int count, byte[] ids) {
    this.sentAt = sentAt;
    this.generation = generation;
    this.arm = arm;
    this.count = count;
    this.ids = ids;
  }

  /**
   * A list that was sent.
   *
   * @param movieIds best first
   * @param sentAt milliseconds since the epoch
   * @param generation of the list
   * @param arm of the list
   */
  public static ListedMovies of(List<String> movieIds, long sentAt, int generation, Arm arm) {
    List<byte[]> encoded = movieIds.stream().map(Binary::utf8).toList();
    ByteBuffer out = ByteBuffer.allocate(encoded.stream().mapToInt(id -> 1 + id.length).sum());
    encoded.forEach(id -> out.put((byte) id.length).put(id));
    return new ListedMovies(sentAt, generation, arm, movieIds.size(), out.array());
  }

  /** When it was sent, milliseconds since the epoch; 0 if none was, or if nobody kept it. */
  public long sentAt() {
    return sentAt;
  }

  /** Generation of the list. */
  public int generation() {
    return generation;
  }

  /** Arm of the list. */
  public Arm arm() {
    return arm;
  }

  /** Number of movies. */
  public int length() {
    return count;
  }

  /** The ids of the movies, best first. */
  public List<String> ids() {
    ByteBuffer in = ByteBuffer.wrap(ids);
    List<String> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(Binary.getId(in));
    }
    return all;
  }

  /** The place of a movie, 1 the best; 0 if the list does not have it. */
  public int placeOf(String movieId) {
    return ids().indexOf(movieId) + 1;
  }

  int size() {
    return HEADER + Short.BYTES + ids.length;
  }

  void put(ByteBuffer out) {
    out.putLong(sentAt).putInt(generation).put(arm.code()).putShort((short) count).put(ids);
  }

  /** Takes all that is left of {@code in}, which must be as many ids as it says. */
  static ListedMovies get(ByteBuffer in) {
    long sentAt = in.getLong();
    int generation = in.getInt();
    Arm arm = Arm.of(in.get());
    Binary.checkCounts(generation);
    return get(in, sentAt, generation, arm);
  }

  /** Reads a value from before lists were counted, of which the rest is known from elsewhere. */
  static ListedMovies get(ByteBuffer in, long sentAt, int generation, Arm arm) {
    int count = in.getShort();
    byte[] ids = new byte[in.remaining()];
    in.get(ids);
    int end = 0;
    int seen = 0;
    while (seen < count && end < ids.length) {
      end += 1 + Byte.toUnsignedInt(ids[end]);
      seen++;
    }
    if (seen != count || end != ids.length) {
      throw new UnreadableException(count + " listed movies do not fill " + ids.length + " bytes");
    }
    return new ListedMovies(sentAt, generation, arm, count, ids);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListedMovies that
        && sentAt == that.sentAt
        && generation == that.generation
        && arm == that.arm
        && count == that.count
        && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return ids().toString();
  }
}
