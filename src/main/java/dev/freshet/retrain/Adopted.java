package dev.freshet.retrain;

import dev.freshet.event.LearningProgress;
import java.util.HashMap;
import java.util.Map;

/** The newest report of each partition of both sides. */
final class Adopted {

  private final int partitions;
  private final Map<String, LearningProgress> newest = new HashMap<>();

  Adopted(int partitions) {
    this.partitions = partitions;
  }

  /** Takes in one record of {@code learning-progress}. */
  void take(LearningProgress report) {
    newest.put(report.side() + "-" + report.partition(), report);
  }

  /** Whether every partition of both sides has moved to the generation. */
  boolean isEverywhere(int generation) {
    if (generation == 0) {
      return true;
    }
    long there = newest.values().stream().filter(r -> r.generation() >= generation).count();
    return there == 2L * partitions;
  }

  /** Events that the user side has taken in. */
  long events() {
    return newest.values().stream()
        .filter(r -> r.side() == LearningProgress.Side.USERS)
        .mapToLong(LearningProgress::sequence)
        .sum();
  }
}
