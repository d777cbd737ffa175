package dev.freshet.measure;

/**
 * What became of the events that were produced. Every event has one outcome (invariant I1).
 *
 * @param produced records produced to {@code ratings}
 * @param learned events learned
 * @param counted interactions counted
 * @param unchanged identical events
 * @param late events older than what was stored
 * @param retracted ratings or interactions taken back
 * @param forgotten requests to be forgotten and events ignored because of one
 * @param rejected records refused
 */
public record EventCounts(
    long produced,
    long learned,
    long counted,
    long unchanged,
    long late,
    long retracted,
    long forgotten,
    long rejected) {

  /** Events with an outcome. */
  public long handled() {
    return learned + counted + unchanged + late + retracted + forgotten + rejected;
  }

  /** Whether the outcomes add up to what was produced. */
  public boolean addUp() {
    return handled() == produced;
  }

  /**
   * Does nothing if the outcomes add up.
   *
   * @throws EvaluationException if they do not: something was lost or counted twice
   */
  public void requireThatTheyAddUp() {
    if (!addUp()) {
      throw new EvaluationException(
          "the counts do not add up: %s; %d too %s"
              .formatted(
                  this, Math.abs(handled() - produced), handled() > produced ? "many" : "few"));
    }
  }

  /** The sum in one line, for people. */
  @Override
  public String toString() {
    return "produced %d %s learned %d + counted %d + unchanged %d + late %d + retracted %d + forgotten %d + rejected %d"
        .formatted(
            produced,
            addUp() ? "=" : "≠",
            learned,
            counted,
            unchanged,
            late,
            retracted,
            forgotten,
            rejected);
  }
}
