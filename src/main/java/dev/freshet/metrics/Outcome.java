package dev.freshet.metrics;

/** What became of an accepted event. */
public enum Outcome {
  /** Learned; also when it replaced an earlier rating. */
  LEARNED("learned"),
  /** An interaction that was counted. */
  COUNTED("counted"),
  /** The identical event again: nothing changed. */
  UNCHANGED("unchanged"),
  /** Older than what is stored: ignored. */
  LATE("late"),
  /** Took back a rating, or all interactions of a name. */
  RETRACTED("retracted"),
  /** Asked to forget a user. */
  FORGOTTEN("forgotten");

  private final String tag;

  Outcome(String tag) {
    this.tag = tag;
  }

  /** The value of the tag {@code outcome}. */
  public String tag() {
    return tag;
  }
}
