package dev.freshet.wire;

import org.jspecify.annotations.Nullable;

/**
 * A validated event of the {@code ratings} topic.
 *
 * @param kind what the user did
 * @param userId 1 to 128 bytes of UTF-8
 * @param movieId 1 to 128 bytes of UTF-8; null exactly for {@link Kind#FORGET}
 * @param rating on the configured scale; {@code NaN} unless {@link Kind#RATE}
 * @param eventTime milliseconds since the epoch
 */
public record RatingEvent(
    Kind kind, String userId, @Nullable String movieId, float rating, long eventTime) {

  /** What a user did. */
  public enum Kind {
    /** Rated a movie, or replaced a rating. */
    RATE((byte) 0),
    /** Took a rating back. */
    RETRACT((byte) 1),
    /** Asked to be forgotten. */
    FORGET((byte) 2);

    private final byte code;

    Kind(byte code) {
      this.code = code;
    }

    /** The byte that stands for this kind in binary formats. */
    byte code() {
      return code;
    }

    static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new UnreadableException("no kind of event has the code " + code);
    }
  }
}
