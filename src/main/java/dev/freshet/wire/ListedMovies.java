package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The movies of a user's last list, kept as they are stored: most events pass them on without
 * looking at them. Immutable; equal where the ids are.
 */
public final class ListedMovies {

  /** No list was sent yet. */
  public static final ListedMovies NONE = new ListedMovies(0, new byte[0]);

  private final int count;

  /** Per movie: 1 byte length, UTF-8. */
  private final byte[] ids;

  private ListedMovies(int count, byte[] ids) {
    this.count = count;
    this.ids = ids;
  }

  /** These movies, in this order. */
  public static ListedMovies of(List<String> movieIds) {
    if (movieIds.isEmpty()) {
      return NONE;
    }
    List<byte[]> encoded = movieIds.stream().map(Binary::utf8).toList();
    ByteBuffer out = ByteBuffer.allocate(encoded.stream().mapToInt(id -> 1 + id.length).sum());
    encoded.forEach(id -> out.put((byte) id.length).put(id));
    return new ListedMovies(movieIds.size(), out.array());
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

  int size() {
    return Short.BYTES + ids.length;
  }

  void put(ByteBuffer out) {
    out.putShort((short) count).put(ids);
  }

  /** Takes all that is left of {@code in}, which must be as many ids as it says. */
  static ListedMovies get(ByteBuffer in) {
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
    return count == 0 ? NONE : new ListedMovies(count, ids);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListedMovies that
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
