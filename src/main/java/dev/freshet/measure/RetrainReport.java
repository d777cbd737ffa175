package dev.freshet.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.measure.lists.ListFindings;
import dev.freshet.wire.Checkpoint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate --retrain-every} found.
 *
 * @param ratings number of ratings in the file
 * @param events number of events in the file: ratings and interactions
 * @param rmse errors, in rating units, all on the same ratings
 * @param checkpoints each candidate and what became of it
 * @param lists how good lists are; null where nobody asked
 * @param counts what became of the events; null where nobody counted
 * @param incomplete why it ended early, with what is known until then; null where it did not
 */
public record RetrainReport(
    long ratings,
    long events,
    RetrainErrors rmse,
    List<Step> checkpoints,
    @Nullable ListFindings lists,
    @JsonUnwrapped @Nullable EventCounts counts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String incomplete)
    implements StreamEvaluation.Report {

  /** A report without counts. */
  RetrainReport(
      long ratings,
      long events,
      RetrainErrors rmse,
      List<Step> checkpoints,
      @Nullable ListFindings lists) {
    this(ratings, events, rmse, checkpoints, lists, null, null);
  }

  /**
   * Root mean squared errors; null where no rating was predicted.
   *
   * @param hybrid retrained and learning online, live: what the processors predicted
   * @param hybridSecondHalf retrained and learning online, over the second half of the stream
   * @param retrainOnlySecondHalf retrained at the same points by the same recipe, learning nothing
   *     between
   * @param onlineSecondHalf learning online alone, live, in a run of its own
   * @param biasSecondHalf biases alone, learned online in that run
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RetrainErrors(
      @Nullable Double hybrid,
      @Nullable Double hybridSecondHalf,
      @Nullable Double retrainOnlySecondHalf,
      @Nullable Double onlineSecondHalf,
      @Nullable Double biasSecondHalf) {}

  /**
   * One candidate.
   *
   * @param at events produced before it
   * @param secondsToAdopt from its publication until both sides were in it; 0 if refused
   * @param reapplied ratings that were learned again because the snapshot lacked them
   * @param checkpoint everything else
   */
  public record Step(int at, double secondsToAdopt, long reapplied, Checkpoint checkpoint) {}

  @Override
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
        + (counts == null ? "" : String.format(Locale.ROOT, "%ncounts     %s%n", counts))
        + String.format(
            Locale.ROOT,
            """

            RMSE over the second half of %,d %s, each rating predicted before it was learned
            retrained and online (live)    %s   (whole stream %s)
            online alone (live)            %s
            retrained, nothing between     %s
            biases alone                   %s
            """,
            events,
            events == ratings ? "ratings" : "events",
            EvaluationReport.text(rmse.hybridSecondHalf),
            EvaluationReport.text(rmse.hybrid),
            EvaluationReport.text(rmse.onlineSecondHalf),
            EvaluationReport.text(rmse.retrainOnlySecondHalf),
            EvaluationReport.text(rmse.biasSecondHalf))
        + (lists == null ? "" : lists.toTable())
        + StreamEvaluation.incomplete(incomplete);
  }
}
