package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's take of a movie: the first event on it that said that it was liked.
 *
 * <pre>
 *  0  time   long, ms since the epoch
 *  8  count  1 byte
 *     before per movie: 1 byte length, UTF-8
 * </pre>
 *
 * @param time event time, no later than the arrival, milliseconds since the epoch
 * @param before the user's movies just before it, the newest first
 */
public record Take(long time, List<String> before) {

  /** The year 3000, milliseconds since the epoch. */
  private static final long LATEST = 32_503_680_000_000L;

  /** Copies the list. */
  public Take {
    before = List.copyOf(before);
  }

  int size() {
    return Long.BYTES + sizeOf(before);
  }

  void put(ByteBuffer out) {
    out.putLong(time);
    putIds(out, before);
  }

  static Take get(ByteBuffer in) {
    return new Take(time(in), getIds(in));
  }

  /** The time of a take, unless no take can have it. */
  static long time(ByteBuffer in) {
    long time = in.getLong();
    if (time < 0 || time > LATEST) {
      throw new UnreadableException("a take at " + time);
    }
    return time;
  }

  /** Bytes of a list of at most 127 ids. */
  static int sizeOf(List<String> ids) {
    int size = 1;
    for (String id : ids) {
      size += 1 + Utf8.length(id);
    }
    return size;
  }

  static void putIds(ByteBuffer out, List<String> ids) {
    putIds(out, encode(ids));
  }

  static void putIds(ByteBuffer out, byte[][] ids) {
    out.put((byte) ids.length);
    for (byte[] id : ids) {
      out.put((byte) id.length).put(id);
    }
  }

  static byte[][] encode(List<String> ids) {
    byte[][] encoded = new byte[ids.size()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = Binary.utf8(ids.get(i));
    }
    return encoded;
  }

  static List<String> getIds(ByteBuffer in) {
    int count = count(in);
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = passId(in);
      int from = in.arrayOffset() + in.position() - length;
      ids.add(new String(in.array(), from, length, StandardCharsets.UTF_8));
    }
    return ids;
  }

  /** Passes over ids that can be read; returns how many. */
  static int passIds(ByteBuffer in) {
    int count = count(in);
    for (int i = 0; i < count; i++) {
      passId(in);
    }
    return count;
  }

  private static int count(ByteBuffer in) {
    int count = in.get();
    if (count < 0) {
      throw new UnreadableException("a list of " + count + " ids");
    }
    return count;
  }

  /** Passes over an id; returns its length. */
  private static int passId(ByteBuffer in) {
    int length = Byte.toUnsignedInt(in.get());
    int from = in.position();
    in.position(Math.min(in.limit(), from + length));
    if (in.position() - from < length || !Ids.isId(in.array(), in.arrayOffset() + from, length)) {
      throw new UnreadableException("an id that is none");
    }
    return length;
  }
}
