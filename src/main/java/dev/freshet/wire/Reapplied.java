package dev.freshet.wire;

import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * How many ratings users had to learn again for a generation, and how many of them the movie side
 * learned. The numbers add up the reports of all partitions of both sides.
 *
 * @param sent updates that the user side sent again
 * @param learned of these by the movie side
 * @param unreadable updates that the movie side set aside: these may be among them
 * @param isKnown false if a partition has not counted from the generation's beginning, or if {@code
 *     movie-updates} lost records before they were learned: then the numbers tell nothing
 */
public record Reapplied(long sent, long learned, long unreadable, boolean isKnown) {

  /**
   * Adds up.
   *
   * @param reports the newest of each partition, all of the same generation
   */
  public static Reapplied of(Collection<LearningProgress> reports) {
    boolean isCounted =
        reports.stream().noneMatch(r -> r.reappliedInGeneration() == LearningProgress.UNKNOWN);
    return new Reapplied(
        sum(reports, Side.USERS, LearningProgress::reappliedInGeneration),
        sum(reports, Side.MOVIES, LearningProgress::reappliedInGeneration),
        sum(reports, Side.MOVIES, LearningProgress::unreadable),
        isCounted && sum(reports, Side.MOVIES, LearningProgress::truncated) == 0);
  }

  private static long sum(
      Collection<LearningProgress> reports, Side side, ToLongFunction<LearningProgress> count) {
    return reports.stream().filter(r -> r.side() == side).mapToLong(count).sum();
  }

  /** Whether none is still on the way; true where nobody can know. */
  public boolean isLearned() {
    return !isKnown || learned + unreadable >= sent;
  }

  /** Share of them that is learned, 1 where there are none. */
  public double share() {
    return isLearned() ? 1 : (double) (learned + unreadable) / sent;
  }
}
