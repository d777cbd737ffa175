package dev.freshet.measure.faults;

/** What a trial on processes of its own found. */
public interface TrialReport {

  /** Whether nothing was lost, doubled or otherwise wrong. */
  boolean isClean();

  /** The report for people. */
  String toTable();
}
