package dev.freshet.metrics;

/** The two Kafka Streams applications. */
public enum Side {
  /** Ingest, user factors, lists. */
  USERS("users"),
  /** Movie factors. */
  MOVIES("movies");

  private final String tag;

  Side(String tag) {
    this.tag = tag;
  }

  /** The value of the tag {@code side}. */
  public String tag() {
    return tag;
  }
}
