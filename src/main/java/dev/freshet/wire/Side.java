package dev.freshet.wire;

import java.util.Locale;

/** One of the two Kafka Streams applications; its text is lower case, as in records and meters. */
public enum Side {
  /** Takes ratings in, owns user factors and ratings, sends lists. */
  USERS,
  /** Owns movie factors. */
  MOVIES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
