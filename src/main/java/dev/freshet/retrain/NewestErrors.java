package dev.freshet.retrain;

import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.StoredRating;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The newest ratings of the matrix's changelog, with what the live model and biases alone had
 * predicted for them. Keeps a window of each partition; which of those are the newest of all, is
 * told as in {@link Snapshot#matrix}: by where one stands in its partition.
 */
final class NewestErrors {

  private final int window;
  private final List<Deque<Rating>> partitions = new ArrayList<>();

  private record Rating(long sequence, float error, float baseline) {}

  /** Keeps at most {@code window} ratings of each partition. */
  NewestErrors(int partitions, int window) {
    this.window = window;
    for (int p = 0; p < partitions; p++) {
      this.partitions.add(new ArrayDeque<>());
    }
  }

  /**
   * Takes in one value of the changelog; those of a partition in order. One that survived when its
   * user was forgotten is written a second time, after others that are newer, and counted once.
   */
  void add(int partition, StoredRating stored) {
    if (window == 0
        || !stored.stands()
        || stored.newest() > stored.sequence()
        || stored.since() > 0) {
      return;
    }
    Deque<Rating> newest = partitions.get(partition);
    if (newest.size() == window) {
      newest.removeFirst();
    }
    newest.addLast(
        new Rating(
            stored.sequence(),
            square(stored.rating() - stored.prediction()),
            square(stored.rating() - stored.baseline())));
  }

  private static float square(float x) {
    return x * x;
  }

  /**
   * Sums over the newest.
   *
   * @param newest newest sequence of each partition
   */
  ErrorSums sums(List<Long> newest) {
    record Placed(double place, Rating rating) {}
    List<Placed> all = new ArrayList<>();
    for (int p = 0; p < partitions.size(); p++) {
      double last = newest.get(p);
      partitions.get(p).forEach(r -> all.add(new Placed(r.sequence() / last, r)));
    }
    all.sort(Comparator.comparingDouble(Placed::place).reversed());
    ErrorSums sums = ErrorSums.NONE;
    for (Placed placed : all.subList(0, Math.min(window, all.size()))) {
      double e = placed.rating().error();
      double b = placed.rating().baseline();
      sums = sums.plus(new ErrorSums(1, e, b, (e - b) * (e - b)));
    }
    return sums;
  }
}
