package dev.freshet.measure;

import dev.freshet.measure.lists.ListFindings;
import dev.freshet.wire.Checkpoint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate --retrain-every} found.
 *
 * @param ratings number of ratings in the file
 * @param rmse errors, in rating units, all on the same ratings
 * @param checkpoints each candidate and what became of it
 * @param lists how good lists are; null where nobody asked
 */
public record RetrainReport(
    long ratings, RetrainErrors rmse, List<Step> checkpoints, @Nullable ListFindings lists) {

  /**
   * Root mean squared errors.
   *
   * @param hybrid retrained and learning online, live: what the processors predicted
   * @param hybridSecondHalf retrained and learning online, over the second half of the stream
   * @param retrainOnlySecondHalf retrained at the same points by the same recipe, learning nothing
   *     between
   * @param onlineSecondHalf learning online alone, live, in a run of its own
   * @param biasSecondHalf biases alone, learned online in that run
   */
  public record RetrainErrors(
      double hybrid,
      double hybridSecondHalf,
      double retrainOnlySecondHalf,
      double onlineSecondHalf,
      double biasSecondHalf) {}

  /**
   * One candidate.
   *
   * @param at ratings produced before it
   * @param secondsToAdopt from its publication until both sides were in it; 0 if refused
   * @param reapplied ratings that were learned again because the snapshot lacked them
   * @param checkpoint everything else
   */
  public record Step(int at, double secondsToAdopt, long reapplied, Checkpoint checkpoint) {}

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    for (Step step : checkpoints) {
      Checkpoint c = step.checkpoint();
      table.append(
          String.format(
              Locale.ROOT,
              "%,9d  generation %d %s; snapshot %.1f s, train %.1f s, gate %.1f s, adopt %.1f s,"
                  + " %d ratings learned again%n           %s%n",
              step.at(),
              c.generation(),
              c.fate(),
              c.seconds().snapshot(),
              c.seconds().train(),
              c.seconds().gate(),
              step.secondsToAdopt(),
              step.reapplied(),
              c.reason()));
    }
    return table
        + String.format(
            Locale.ROOT,
            """

            RMSE over the second half of %,d ratings, each predicted before it was learned
            retrained and online (live)    %.4f   (whole stream %.4f)
            online alone (live)            %.4f
            retrained, nothing between     %.4f
            biases alone                   %.4f
            """,
            ratings,
            rmse.hybridSecondHalf,
            rmse.hybrid,
            rmse.onlineSecondHalf,
            rmse.retrainOnlySecondHalf,
            rmse.biasSecondHalf)
        + (lists == null ? "" : lists.toTable());
  }
}
