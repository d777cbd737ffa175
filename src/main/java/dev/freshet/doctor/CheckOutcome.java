package dev.freshet.doctor;

import java.util.List;

/**
 * What one look at the evidence says: what is wrong, or why it cannot be told now.
 *
 * @param skipped why it cannot be told; empty if it can
 * @param findings what is wrong; empty if all is well, or it cannot be told
 */
record CheckOutcome(String skipped, List<Finding> findings) {

  /**
   * One thing that is wrong. What it says of a number that goes on changing is part of it: a
   * finding that stays the same is one where nothing moves.
   *
   * @param subject which user, movie, partition
   * @param problem what is wrong with it
   */
  record Finding(String subject, String problem) {
    @Override
    public String toString() {
      return subject + ": " + problem;
    }
  }

  static CheckOutcome of(List<Finding> findings) {
    return new CheckOutcome("", findings);
  }

  static CheckOutcome skipped(String reason) {
    return new CheckOutcome(reason, List.of());
  }

  boolean isSkipped() {
    return !skipped.isEmpty();
  }

  boolean isGood() {
    return !isSkipped() && findings.isEmpty();
  }
}
