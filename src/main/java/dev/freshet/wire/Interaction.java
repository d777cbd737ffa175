package dev.freshet.wire;

/**
 * What an event beyond ratings says, such as that a user viewed a movie.
 *
 * @param name of the kind of interaction, one that the settings list
 * @param value how much of it, from 0 to {@value #MOST}; {@code NaN} where all of this name is
 *     taken back
 */
public record Interaction(String name, float value) {

  /** The largest value. */
  public static final float MOST = 1_000_000;

  /** The longest name, in bytes; letters of ASCII, digits, {@code _} and {@code -}. */
  public static final int MOST_BYTES = 32;

  /** Whether this can be the name of a kind of interaction. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MOST_BYTES
        && name.chars().allMatch(Interaction::isOfName);
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** Whether a value is one that an interaction can have. */
  public static boolean isValue(double value) {
    return value >= 0 && value <= MOST;
  }
}
