package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of ids as bytes, which are checked when they are read and become strings only when
 * somebody asks.
 *
 * <pre>
 *  0  count  1 byte, at most 127
 *     ids    per id: 1 byte length, UTF-8
 * </pre>
 */
final class IdList {

  private final byte[] bytes;
  private final int from;
  private final int length;
  private @Nullable List<String> ids;

  private IdList(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  static IdList of(List<String> ids) {
    byte[][] encoded = new byte[ids.size()][];
    int size = 1;
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = Binary.utf8(ids.get(i));
      size += 1 + encoded[i].length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) encoded.length);
    for (byte[] id : encoded) {
      out.put((byte) id.length).put(id);
    }
    IdList list = new IdList(out.array(), 0, size);
    list.ids = List.copyOf(ids);
    return list;
  }

  /** The list that begins here, in an array that nobody changes any more. */
  static IdList read(ByteBuffer in) {
    int begin = in.position();
    int count = in.get();
    if (count < 0) {
      throw new UnreadableException("a list of " + count + " ids");
    }
    for (int i = 0; i < count; i++) {
      int size = Byte.toUnsignedInt(in.get());
      int at = in.position();
      in.position(Math.min(in.limit(), at + size));
      if (in.position() - at < size || !Ids.isId(in.array(), in.arrayOffset() + at, size)) {
        throw new UnreadableException("an id that is none");
      }
    }
    return new IdList(in.array(), in.arrayOffset() + begin, in.position() - begin);
  }

  /** Number of ids. */
  int count() {
    return bytes[from];
  }

  /** Number of bytes. */
  int size() {
    return length;
  }

  void put(ByteBuffer out) {
    out.put(bytes, from, length);
  }

  List<String> ids() {
    @Nullable List<String> known = ids;
    if (known == null) {
      known = decoded();
      ids = known;
    }
    return known;
  }

  private List<String> decoded() {
    List<String> decoded = new ArrayList<>(count());
    int at = from + 1;
    while (at < from + length) {
      int size = Byte.toUnsignedInt(bytes[at]);
      decoded.add(new String(bytes, at + 1, size, StandardCharsets.UTF_8));
      at += 1 + size;
    }
    return List.copyOf(decoded);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdList list
        && Arrays.equals(
            bytes, from, from + length, list.bytes, list.from, list.from + list.length);
  }

  @Override
  public int hashCode() {
    return ids().hashCode();
  }

  @Override
  public String toString() {
    return ids().toString();
  }
}
