package dev.freshet.retrain;

import dev.freshet.wire.Arm;
import dev.freshet.wire.ListHits;
import dev.freshet.wire.LiveRecall;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people took of the lists of a generation, beside what lists by popularity would have had:
 * the lead of two generations is compared, as levels swing with the people who come. Users of the
 * control arm do not count.
 */
final class LiveLists {

  /** Takes without which nothing is said. */
  static final long LEAST = 500;

  private LiveLists() {}

  /**
   * Why the generation before must come back; null if it need not.
   *
   * @param rows by generation and arm
   * @param live the generation that was promoted
   * @param before the generation that was live before
   * @param share of the recall before that may be lost
   * @param z standard errors by which the loss must exceed chance
   */
  static @Nullable String back(
      Collection<LiveRecall> rows, int live, int before, double share, double z) {
    ListHits now = of(rows, live);
    ListHits then = of(rows, before);
    if (now.takes() < LEAST || then.takes() < LEAST) {
      return null;
    }
    double lost = lead(then) - lead(now);
    boolean isChance = lost <= z * Math.hypot(now.error(), then.error());
    if (isChance || lost <= share * then.recall()) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "of %,d takes the last list had %.2f%% and one by popularity %.2f%%,"
            + " against %.2f%% and %.2f%% before it",
        now.takes(),
        100 * now.recall(),
        100 * now.popularRecall(),
        100 * then.recall(),
        100 * then.popularRecall());
  }

  /** Takes by users who were sent lists of a generation. */
  static long takes(Collection<LiveRecall> rows, int generation) {
    return of(rows, generation).takes();
  }

  private static ListHits of(Collection<LiveRecall> rows, int generation) {
    return rows.stream()
        .filter(row -> row.generation() == generation && row.arm() == Arm.TREATMENT)
        .map(LiveRecall::counts)
        .reduce(ListHits.NONE, ListHits::plus);
  }

  private static double lead(ListHits of) {
    return of.recall() - of.popularRecall();
  }
}
