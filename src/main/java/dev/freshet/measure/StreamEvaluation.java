package dev.freshet.measure;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Replays a set of events through the real system, once, and tells what came of it. */
public sealed interface StreamEvaluation permits Evaluation, RetrainEvaluation {

  /** What was found; written as JSON. */
  sealed interface Report permits EvaluationReport, RetrainReport {

    /** The report for people. */
    String toTable();
  }

  /**
   * Evaluates.
   *
   * @param picture where to draw the error curves, null for no picture; there must be ratings
   * @throws IOException if the picture cannot be written
   * @throws IllegalStateException if Freshet died
   * @throws EvaluationException if it was stopped, or the counts do not add up
   */
  Report run(@Nullable Path picture) throws IOException;

  /**
   * What is known of an evaluation that ended early.
   *
   * @param why it is incomplete
   * @return null where nothing is known yet
   */
  @Nullable Report soFar(String why);

  /** The line of a report that says why it is incomplete; empty where it is not. */
  static String incomplete(@Nullable String why) {
    return why == null ? "" : String.format("%nincomplete, it ended early: %s%n", why);
  }
}
