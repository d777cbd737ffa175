package dev.freshet.measure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.measure.lists.ListFindings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate} found.
 *
 * @param ratings number of ratings in the file
 * @param seconds from the first event learned by the user side to the last learned by the movie
 *     side
 * @param ratingsPerSecond {@code ratings / seconds}
 * @param passThroughPerSecond records per second of a topology that only consumes and produces
 * @param shareOfPassThrough {@code ratingsPerSecond / passThroughPerSecond}
 * @param rmse errors, in rating units
 * @param maxStalenessRatings most ratings that one side was ahead of the other
 * @param stalenessBound what it was bounded to
 * @param heldBackSeconds time that the user side was held back, summed over threads
 * @param counts what became of the events; they add up
 * @param usersRated users with a learned rating
 * @param usersWithList users with a list that contains all their ratings
 * @param listsWithRatedMovies newest lists with a movie that their user rated: must be 0
 * @param listsSent lists sent
 * @param heapPeakBytes most heap in use, sampled, broker included
 * @param partitions of each topic
 * @param userThreads threads of the user side
 * @param movieThreads threads of the movie side
 * @param timeShares by side, the share of its threads' time that goes into processing, punctuation
 *     (lists), commits and polls, at the end of learning
 * @param lists how good lists are; null where nobody asked
 */
public record EvaluationReport(
    long ratings,
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
    @Nullable ListFindings lists) {

  /**
   * Root mean squared errors, test-then-train.
   *
   * @param online the live model, from what the processors wrote before their steps
   * @param onlineSecondHalf the live model, over the second half of the stream
   * @param bias the biases-alone baseline, learned by the same processors
   * @param biasSecondHalf the biases-alone baseline, over the second half
   * @param globalMean the running mean of each partition
   * @param sequential the live model's step on these ratings by one thread, nothing stale, no Kafka
   * @param sequentialSecondHalf that of one thread, over the second half
   */
  public record EvaluationErrors(
      double online,
      double onlineSecondHalf,
      double bias,
      double biasSecondHalf,
      double globalMean,
      double sequential,
      double sequentialSecondHalf) {}

  /** This report for people. */
  public String toTable() {
    return String.format(
            java.util.Locale.ROOT,
            """
        ratings              %,12d   in %.1f s, %,.0f/s = %.1f%% of a pass-through's %,.0f/s
        counts               %s
        lists                %,12d   %d of %d users have a list, %d lists with a rated movie
        staleness            %,12d   ratings at most (bound %,d, held back %.1f thread-seconds)
        heap                 %,12d   bytes at most
        time                 %s

        RMSE, test-then-train      whole stream   second half
        online (live)                  %.4f         %.4f
        sequential (no Kafka)          %.4f         %.4f
        biases alone                   %.4f         %.4f
        global mean                    %.4f
        """,
            ratings,
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
            rmse.online,
            rmse.onlineSecondHalf,
            rmse.sequential,
            rmse.sequentialSecondHalf,
            rmse.bias,
            rmse.biasSecondHalf,
            rmse.globalMean)
        + (lists == null ? "" : lists.toTable());
  }
}
