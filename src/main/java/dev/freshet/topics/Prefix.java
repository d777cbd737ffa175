package dev.freshet.topics;

import java.util.regex.Pattern;

/** What the names of an installation's topics, groups and transactional ids start with. */
public final class Prefix {

  /** Where none is set. */
  public static final String DEFAULT = "freshet.";

  /**
   * The most characters that a prefix may have. Kafka allows 249 in a topic's name, and the longest
   * suffix takes 31. The rest is room for longer suffixes and for names that a cluster's owner
   * derives from ours.
   */
  public static final int MAX_LENGTH = 100;

  /** What a prefix may be, in words that follow "at most". */
  public static final String ALLOWED =
      MAX_LENGTH + " letters, digits, dots, dashes and underscores";

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9._-]{0," + MAX_LENGTH + "}");

  private Prefix() {}

  /** Whether it can be one. */
  public static boolean isValid(String prefix) {
    return VALID.matcher(prefix).matches();
  }
}
