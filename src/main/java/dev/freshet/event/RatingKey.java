package dev.freshet.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Key of the rating matrix. The user comes first, with its length, so that one user's ratings lie
 * together and no user's prefix is another's.
 *
 * <pre>
 * 0      length n of the user id, 1 byte, unsigned (ids are 1 to 128 bytes)
 * 1      user id, n bytes of UTF-8
 * 1 + n  movie id, UTF-8 to the end
 * </pre>
 */
public final class RatingKey {

  private RatingKey() {}

  /** The key of one rating. */
  public static Bytes of(byte[] userId, String movieId) {
    byte[] movie = Binary.utf8(movieId);
    ByteBuffer out = ByteBuffer.allocate(1 + userId.length + movie.length);
    return Bytes.wrap(out.put((byte) userId.length).put(userId).put(movie).array());
  }

  /** What all keys of one user start with. */
  public static Bytes prefix(byte[] userId) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + userId.length).put((byte) userId.length).put(userId).array());
  }

  /** The user of a key. */
  public static String userId(byte[] key) {
    return new String(key, 1, Byte.toUnsignedInt(key[0]), StandardCharsets.UTF_8);
  }

  /** The movie of a key. */
  public static String movieId(byte[] key) {
    int start = 1 + Byte.toUnsignedInt(key[0]);
    return new String(Arrays.copyOfRange(key, start, key.length), StandardCharsets.UTF_8);
  }
}
