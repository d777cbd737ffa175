package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-updates} that changes what is counted of takes, and no factors: a take was
 * taken back because its rating was, or its user was forgotten, or an interaction was counted. The
 * movie is the record's key.
 *
 * <pre>
 * 0  version 1 byte = 9, which no {@link MovieUpdate} has, or 10
 * 1  version 9: the {@link Take} that is taken back, whose weight is 1
 *    version 10: 1 byte, 1 where one is taken back, 2 where one is counted, 3 both; then each, with
 *                its weight
 * </pre>
 *
 * @param back the take as it was counted; null where none is taken back
 * @param take what is to be counted; null where none is
 */
public record TakesChanged(@Nullable Take back, @Nullable Take take) {

  private static final byte BACK = 9;
  private static final byte BOTH = 10;
  private static final byte HAS_BACK = 1;
  private static final byte HAS_TAKE = 2;
  private static final Format FORMAT =
      new Format("movie-updates", BACK, BOTH, 1 + Long.BYTES + 1, 1 << 15);

  /** A take that is taken back. */
  public TakesChanged(Take back) {
    this(back, null);
  }

  /** Whether a value of {@code movie-updates} is of this kind. */
  public static boolean isIn(byte @Nullable [] bytes) {
    return bytes != null && bytes.length > 0 && (bytes[0] == BACK || bytes[0] == BOTH);
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    if (back != null && back.isWhole() && take == null) {
      ByteBuffer out = ByteBuffer.allocate(1 + back.size()).put(BACK);
      back.put(out);
      return out.array();
    }
    int size = 2 + (back == null ? 0 : back.weightedSize());
    size += take == null ? 0 : take.weightedSize();
    ByteBuffer out = ByteBuffer.allocate(size).put(BOTH);
    out.put((byte) ((back == null ? 0 : HAS_BACK) | (take == null ? 0 : HAS_TAKE)));
    if (back != null) {
      back.putWeighted(out);
    }
    if (take != null) {
      take.putWeighted(out);
    }
    return out.array();
  }

  /** Reads {@link #toBytes}. */
  public static TakesChanged fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, TakesChanged::read);
  }

  private static TakesChanged read(ByteBuffer in, int version) {
    if (version == BACK) {
      return new TakesChanged(Take.get(in));
    }
    byte has = in.get();
    if (has < HAS_BACK || has > (HAS_BACK | HAS_TAKE)) {
      throw new UnreadableException("a change of takes of kind " + has);
    }
    @Nullable Take back = (has & HAS_BACK) == 0 ? null : Take.getWeighted(in);
    return new TakesChanged(back, (has & HAS_TAKE) == 0 ? null : Take.getWeighted(in));
  }
}
