package dev.freshet.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench freshness} found. Times are in milliseconds, from producing a rating until a
 * read-committed subscriber saw a list that contains it.
 *
 * @param p50 half of the ratings were answered within this time
 * @param p90 nine of ten
 * @param p99 99 of 100
 * @param max all that were answered
 * @param rateHeld ratings per second really produced
 * @param ratings produced and measured, warm-up not included
 * @param unanswered of these, without a list in the end
 * @param behind ratings that were not learned yet when the last one was produced: many mean that
 *     the rate is more than this machine can do
 * @param lists seen by the subscriber meanwhile
 * @param sendLateP99 how far the load generator was behind its own plan
 * @param heapPeakBytes most heap in use, sampled, broker included
 * @param load what was asked for
 * @param settings what of Freshet's settings matters here
 * @param adopting freshness while generations were trained and adopted, one after the other; while
 *     the first is, the JVM compiles code that never ran before
 * @param rollback freshness while generation 0 was brought back; null if it was not
 */
public record FreshnessReport(
    double p50,
    double p90,
    double p99,
    double max,
    double rateHeld,
    long ratings,
    long unanswered,
    long behind,
    long lists,
    double sendLateP99,
    long heapPeakBytes,
    ReportedLoad load,
    Settings settings,
    List<Adopting> adopting,
    @Nullable Rollback rollback) {

  /**
   * The load.
   *
   * @param rate ratings per second
   * @param seconds measured
   * @param warmUpSeconds at the same rate before
   * @param history ratings before that, as fast as they went
   * @param movies in the catalogue
   * @param users who rate
   * @param pauseMillis least time between two ratings of the same user
   */
  public record ReportedLoad(
      double rate,
      double seconds,
      double warmUpSeconds,
      long history,
      int movies,
      int users,
      long pauseMillis) {}

  /** Settings that decide on freshness. */
  public record Settings(
      int partitions,
      int userThreads,
      int movieThreads,
      boolean exactlyOnce,
      long commitIntervalMillis,
      long listsIntervalMillis,
      long listsTickMillis,
      int rank,
      int instances) {}

  /**
   * What happened between the request for a generation and its last adoption.
   *
   * @param p50 half of the ratings answered meanwhile were answered within this time
   * @param p90 nine of ten
   * @param p99 99 of 100
   * @param samples ratings answered meanwhile
   * @param seconds how long each part took
   */
  public record Adopting(
      double p50, double p90, double p99, long samples, ForcedRetrain.Times seconds) {

    String toTable() {
      return String.format(
          Locale.ROOT,
          """
          while a generation was trained and adopted (%,d ratings answered)
            p50 %9.1f
            p90 %9.1f
            p99 %9.1f
          retraining  %.1f s in all for %,d ratings: %.1f to read, %.1f to train, %.1f to judge, %.1f to publish, %.1f to adopt
          """,
          samples,
          p50,
          p90,
          p99,
          seconds.whole(),
          seconds.ratings(),
          seconds.snapshot(),
          seconds.train(),
          seconds.gate(),
          seconds.publish(),
          seconds.adopt());
    }
  }

  /**
   * What happened from the request to bring generation 0 back until 10 s after its adoption.
   *
   * @param p50 half of the ratings produced in that time were answered within this, milliseconds
   * @param p99 99 of 100, milliseconds
   * @param max all that were answered, milliseconds
   * @param samples their number
   * @param seconds from the request to the adoption
   * @param learnedPerSecond fresh ratings that the user side learned per second
   * @param learnedInSlowestSecond ratings learned in the second that had fewest
   * @param mostOnTheWay most updates on the way to the movie side, as the gate of an instance knew
   */
  public record Rollback(
      double p50,
      double p99,
      double max,
      long samples,
      double seconds,
      double learnedPerSecond,
      double learnedInSlowestSecond,
      long mostOnTheWay) {

    String toTable() {
      return String.format(
          Locale.ROOT,
          """
          while generation 0 was brought back (%,d ratings answered)
            p50 %9.1f
            p99 %9.1f
            max %9.1f
          rollback    %.1f s until adopted; %.1f fresh ratings learned per second, %.1f in the slowest; at most %,d on the way
          """,
          samples,
          p50,
          p99,
          max,
          seconds,
          learnedPerSecond,
          learnedInSlowestSecond,
          mostOnTheWay);
    }
  }

  /** This report for people. */
  public String toTable() {
    String steady =
        String.format(
            Locale.ROOT,
            """
        from a rating to a list that contains it, in milliseconds
          p50 %9.1f
          p90 %9.1f
          p99 %9.1f
          max %9.1f
        ratings     %,d in %.0f s: %,.1f/s held of %,.1f/s, %.1f ms behind plan at p99
        unanswered  %,d, and %,d not learned yet when the last one was produced
        lists       %,d seen
        load        %,d movies, %,d users, %,d ratings before and %.0f s of warm-up, pause %d ms
        settings    %d instances, %d partitions, %d + %d threads, %s, commit %d ms, lists %d ms, tick %d ms, rank %d
        heap        %,d bytes at most
        """,
            p50,
            p90,
            p99,
            max,
            ratings,
            load.seconds,
            rateHeld,
            load.rate,
            sendLateP99,
            unanswered,
            behind,
            lists,
            load.movies,
            load.users,
            load.history,
            load.warmUpSeconds,
            load.pauseMillis,
            settings.instances,
            settings.partitions,
            settings.userThreads,
            settings.movieThreads,
            settings.exactlyOnce ? "exactly once" : "at least once",
            settings.commitIntervalMillis,
            settings.listsIntervalMillis,
            settings.listsTickMillis,
            settings.rank,
            heapPeakBytes);
    return steady
        + adopting.stream().map(Adopting::toTable).collect(Collectors.joining())
        + (rollback == null ? "" : rollback.toTable());
  }
}
