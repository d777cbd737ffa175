package dev.freshet.stream.replica;

/** Ratings wait for a generation of the movies that does not come. */
public final class ReplicaNotWholeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * A failure that says what is awaited.
   *
   * @param lateness what the replica has, and what it waits for
   */
  public ReplicaNotWholeException(String lateness) {
    super(
        "ratings were held back for "
            + ReplicaWait.MOST.toMinutes()
            + " minutes, in which nothing came of the movies that they need: "
            + lateness
            + "; see whether the movie side runs and learns (its /health/ready, `freshet doctor`)");
  }
}
