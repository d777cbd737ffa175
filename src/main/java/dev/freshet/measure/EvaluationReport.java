package dev.freshet.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.measure.lists.ListFindings;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate} found.
 *
 * @param ratings number of ratings in the file
 * @param events number of events in the file: ratings and interactions
 * @param seconds from the first event learned by the user side to the last learned by the movie
 *     side, or to the last interaction counted by the user side
 * @param ratingsPerSecond {@code events / seconds}
 * @param passThroughPerSecond records per second of a topology that only consumes and produces
 * @param shareOfPassThrough {@code ratingsPerSecond / passThroughPerSecond}
 * @param rmse errors, in rating units
 * @param maxStalenessRatings most ratings that one side was ahead of the other
 * @param stalenessBound what it was bounded to
 * @param heldBackSeconds time that the user side was held back, summed over threads
 * @param counts what became of the events; they add up
 * @param usersRated users with an event
 * @param usersWithList users with a list that contains all their ratings and interactions
 * @param listsWithRatedMovies newest lists with a movie that their user rated, or that an
 *     interaction hides: must be 0
 * @param listsSent lists sent
 * @param heapPeakBytes most heap in use, sampled, broker included
 * @param partitions of each topic
 * @param userThreads threads of the user side
 * @param movieThreads threads of the movie side
 * @param timeShares by side, the share of its threads' time that goes into processing, punctuation
 *     (lists), commits and polls, at the end of learning
 * @param lists how good lists are; null where nobody asked
 * @param incomplete why it ended early, with what is known until then; null where it did not
 */
public record EvaluationReport(
    long ratings,
    long events,
    double seconds,
    double ratingsPerSecond,
    double passThroughPerSecond,
    double shareOfPassThrough,
    EvaluationErrors rmse,
    long maxStalenessRatings,
    long stalenessBound,
    double heldBackSeconds,
    @JsonUnwrapped EventCounts counts,
    long usersRated,
    long usersWithList,
    long listsWithRatedMovies,
    long listsSent,
    long heapPeakBytes,
    int partitions,
    int userThreads,
    int movieThreads,
    Map<String, Map<String, Double>> timeShares,
    @Nullable ListFindings lists,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String incomplete)
    implements StreamEvaluation.Report {

  /**
   * Root mean squared errors, test-then-train; null where no rating was predicted.
   *
   * @param online the live model, from what the processors wrote before their steps
   * @param onlineSecondHalf the live model, over the second half of the stream
   * @param bias the biases-alone baseline, learned by the same processors
   * @param biasSecondHalf the biases-alone baseline, over the second half
   * @param globalMean the running mean of each partition
   * @param sequential the live model's step on these ratings by one thread, nothing stale, no Kafka
   * @param sequentialSecondHalf that of one thread, over the second half
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EvaluationErrors(
      @Nullable Double online,
      @Nullable Double onlineSecondHalf,
      @Nullable Double bias,
      @Nullable Double biasSecondHalf,
      @Nullable Double globalMean,
      @Nullable Double sequential,
      @Nullable Double sequentialSecondHalf) {}

  /** An error for people; a dash where there is none. */
  static String text(@Nullable Double rmse) {
    return rmse == null ? "   -  " : String.format(Locale.ROOT, "%.4f", rmse);
  }

  @Override
  public String toTable() {
    return String.format(
            Locale.ROOT,
            """
        %-20s %,12d   in %.1f s, %,.0f/s = %.1f%% of a pass-through's %,.0f/s
        counts               %s
        lists                %,12d   %d of %d users have a list, %d lists with a rated movie
        staleness            %,12d   ratings at most (bound %,d, held back %.1f thread-seconds)
        heap                 %,12d   bytes at most
        time                 %s

        RMSE, test-then-train      whole stream   second half
        online (live)                  %s         %s
        sequential (no Kafka)          %s         %s
        biases alone                   %s         %s
        global mean                    %s
        """,
            events == ratings ? "ratings" : "events",
            events,
            seconds,
            ratingsPerSecond,
            100 * shareOfPassThrough,
            passThroughPerSecond,
            counts,
            listsSent,
            usersWithList,
            usersRated,
            listsWithRatedMovies,
            maxStalenessRatings,
            stalenessBound,
            heldBackSeconds,
            heapPeakBytes,
            timeShares,
            text(rmse.online),
            text(rmse.onlineSecondHalf),
            text(rmse.sequential),
            text(rmse.sequentialSecondHalf),
            text(rmse.bias),
            text(rmse.biasSecondHalf),
            text(rmse.globalMean))
        + (lists == null ? "" : lists.toTable())
        + StreamEvaluation.incomplete(incomplete);
  }

  /**
   * This report with lists.
   *
   * @param found how good they are
   * @param why they are not all that was to be found; null where they are
   */
  EvaluationReport with(@Nullable ListFindings found, @Nullable String why) {
    return new EvaluationReport(
        ratings,
        events,
        seconds,
        ratingsPerSecond,
        passThroughPerSecond,
        shareOfPassThrough,
        rmse,
        maxStalenessRatings,
        stalenessBound,
        heldBackSeconds,
        counts,
        usersRated,
        usersWithList,
        listsWithRatedMovies,
        listsSent,
        heapPeakBytes,
        partitions,
        userThreads,
        movieThreads,
        timeShares,
        found,
        why);
  }
}
