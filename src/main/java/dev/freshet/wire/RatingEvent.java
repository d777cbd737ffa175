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
 * @param interaction of the user with the movie; null unless {@link Kind#isInteraction}
 */
public record RatingEvent(
    Kind kind,
    String userId,
    @Nullable String movieId,
    float rating,
    long eventTime,
    @Nullable Interaction interaction) {

  /** An event that is no interaction. */
  public RatingEvent(
      Kind kind, String userId, @Nullable String movieId, float rating, long eventTime) {
    this(kind, userId, movieId, rating, eventTime, null);
  }

  /** An interaction; one without a value takes back all of its name. */
  public static RatingEvent of(String userId, String movieId, Interaction what, long eventTime) {
    Kind kind = Float.isNaN(what.value()) ? Kind.UNDO : Kind.INTERACT;
    return new RatingEvent(kind, userId, movieId, Float.NaN, eventTime, what);
  }

  /** What a user did. */
  public enum Kind {
    /** Rated a movie, or replaced a rating. */
    RATE((byte) 0),
    /** Took a rating back. */
    RETRACT((byte) 1),
    /** Asked to be forgotten. */
    FORGET((byte) 2),
    /** Did something else with a movie, such as viewing it. */
    INTERACT((byte) 3),
    /** Took back all interactions of one name with a movie. */
    UNDO((byte) 4);

    private final byte code;

    Kind(byte code) {
      this.code = code;
    }

    /** The byte that stands for this kind in binary formats. */
    byte code() {
      return code;
    }

    /** Whether this is no rating, but an interaction or its taking back. */
    public boolean isInteraction() {
      return this == INTERACT || this == UNDO;
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
