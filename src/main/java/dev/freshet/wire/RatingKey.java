package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

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
    return new String(key, 1, endOfUser(key) - 1, StandardCharsets.UTF_8);
  }

  /** The movie of a key. */
  public static String movieId(byte[] key) {
    int start = endOfUser(key);
    return new String(key, start, key.length - start, StandardCharsets.UTF_8);
  }

  /** Where the user ends and the movie begins; both have a byte at least. */
  private static int endOfUser(byte @Nullable [] key) {
    int end = key == null || key.length == 0 ? 0 : 1 + Byte.toUnsignedInt(key[0]);
    if (key == null || end < 2 || end >= key.length) {
      throw new UnreadableException("user-ratings: the key is of no user and movie");
    }
    return end;
  }
}
