package dev.freshet.retrain;

import dev.freshet.event.ErrorSums;
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
    return generation == 0 || there(generation) == 2L * partitions;
  }

  /** Share of the partitions of both sides that have moved to the generation. */
  double share(int generation) {
    return generation == 0 ? 1 : there(generation) / (2.0 * partitions);
  }

  private long there(int generation) {
    return newest.values().stream().filter(r -> r.generation() >= generation).count();
  }

  /** How well the live model did on all ratings that were learned so far. */
  ErrorSums errors() {
    return newest.values().stream()
        .filter(r -> r.side() == LearningProgress.Side.USERS)
        .map(LearningProgress::errors)
        .reduce(ErrorSums.NONE, ErrorSums::plus);
  }

  /** Events that the user side has taken in. */
  long events() {
    return newest.values().stream()
        .filter(r -> r.side() == LearningProgress.Side.USERS)
        .mapToLong(LearningProgress::sequence)
        .sum();
  }
}
