package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@link UserState} that tell whether the user needs something, read where they
 * stand: factors, most of the bytes, are passed over. For walks over all users. The bytes belong to
 * whoever gave them and must not change.
 */
public final class UserGlance {

  private static final int DUE = 1;
  private static final int FLAGS = 2;
  private static final int RATINGS = 3;
  private static final int LISTED_AT = 15;
  private static final int FORGOTTEN_UP_TO = 23;
  private static final int FORGOTTEN_AT = 31;
  private static final int HIDDEN = 51;

  private final byte[] bytes;
  private final ByteBuffer in;

  /** Where the count of listed movies is. */
  private final int list;

  private UserGlance(byte[] bytes, int list) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
    this.list = list;
  }

  /**
   * Looks at what {@link UserState#toBytes} gave.
   *
   * @throws RuntimeException that {@link UserState#fromBytes} throws, if it is nothing of the kind
   */
  public static UserGlance of(byte[] bytes) {
    UserGlance glance = read(bytes);
    if (glance == null) {
      throw new UnreadableException("user-factors: " + UserState.fromBytes(bytes));
    }
    return glance;
  }

  private static @Nullable UserGlance read(byte[] bytes) {
    if (bytes.length < UserStateFormat.SHORTEST
        || bytes[0] < 1
        || bytes[0] > UserStateFormat.WITH_INTERACTED) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int flags = in.get(FLAGS);
    int at = UserStateFormat.header(bytes[0]);
    at += (flags & UserStateFormat.SOURCE) == 0 ? 0 : UserStateFormat.SOURCE_BYTES;
    if ((flags & UserStateFormat.FACTORS) != 0) {
      at += at + Binary.LEAST_FACTORS > bytes.length ? 0 : Binary.sizeOfFactorsAt(in, at);
    }
    int list =
        bytes[0] < UserStateFormat.WITH_RECENT ? at : afterRecent(bytes, at) + ListedMovies.HEADER;
    return isWhole(bytes, list) ? new UserGlance(bytes, list) : null;
  }

  /** Where the last movies end that begin at {@code from}; behind the bytes if they do not. */
  private static int afterRecent(byte[] bytes, int from) {
    if (from < 0 || from >= bytes.length) {
      return bytes.length;
    }
    int at = from + 1;
    for (int movie = bytes[from]; movie > 0; movie--) {
      if (at >= bytes.length) {
        return bytes.length;
      }
      at += 1 + Byte.toUnsignedInt(bytes[at]);
    }
    return at;
  }

  /** Whether the listed movies are as many as they say and the last of the bytes. */
  private static boolean isWhole(byte[] bytes, int list) {
    if (list < 0 || list + Short.BYTES > bytes.length) {
      return false;
    }
    int at = list + Short.BYTES;
    for (int movie = ByteBuffer.wrap(bytes).getShort(list); movie > 0; movie--) {
      if (at >= bytes.length) {
        return false;
      }
      at += 1 + Byte.toUnsignedInt(bytes[at]);
    }
    return at == bytes.length;
  }

  /** Whether a list is owed. */
  public boolean isDue() {
    return in.get(DUE) != 0;
  }

  /** Number of ratings that stand. */
  public int ratings() {
    return in.getInt(RATINGS);
  }

  /** Number of movies that lists leave out for an interaction, where no rating stands. */
  public int hidden() {
    return bytes[0] < UserStateFormat.WITH_INTERACTED ? 0 : in.getInt(HIDDEN);
  }

  /** When the last list was sent that was not for a new generation alone; 0 for never. */
  public long listedAt() {
    return in.getLong(LISTED_AT);
  }

  /** Whether a forget marker is kept. */
  public boolean hasMarker() {
    return in.getLong(FORGOTTEN_UP_TO) != Long.MIN_VALUE;
  }

  /** When the user asked to be forgotten, milliseconds since the epoch. */
  public long forgottenAt() {
    return in.getLong(FORGOTTEN_AT);
  }

  /** Number of movies of the last list. */
  public int listed() {
    return in.getShort(list);
  }

  /** Whether all movies of the last list are such. */
  public boolean hasListedOnly(Predicate<String> such) {
    int at = list + Short.BYTES;
    for (int movie = listed(); movie > 0; movie--) {
      int length = Byte.toUnsignedInt(bytes[at++]);
      if (!such.test(new String(bytes, at, length, StandardCharsets.UTF_8))) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
