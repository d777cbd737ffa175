package dev.freshet.retrain;

import dev.freshet.event.ErrorSums;
import dev.freshet.event.LearningProgress;
import dev.freshet.event.Reapplied;
import dev.freshet.event.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The newest report of each partition of both sides. Not thread-safe. */
final class Adopted implements AutoCloseable {

  private final int partitions;
  private final TopicTail reports;
  private final Map<String, LearningProgress> newest = new HashMap<>();

  /** Nothing is read yet. */
  Adopted(RetrainSettings settings) {
    this.partitions = settings.partitions();
    this.reports =
        new TopicTail(
            TopicScan.consumers(settings.consumer()).get(),
            Topic.LEARNING_PROGRESS.name(settings.prefix()),
            1);
  }

  /** Reads what has come since the last look; {@code stop} ends it early. */
  void look(BooleanSupplier stop) {
    reports.read(
        stop,
        record -> {
          LearningProgress report = LearningProgress.fromJson(record.value());
          newest.put(report.side() + "-" + report.partition(), report);
        });
  }

  /**
   * Whether every partition of both sides has moved to the generation, and the movie side has
   * learned what users learned again for it.
   */
  boolean isEverywhere(int generation) {
    return share(generation) == 1;
  }

  /**
   * How much of that is done: first the share of the partitions of both sides that have moved, then
   * the share of what is learned again.
   */
  double share(int generation) {
    if (generation == 0) {
      return 1;
    }
    double moved = there(generation) / (2.0 * partitions);
    return moved < 1 ? moved : Reapplied.of(newest.values()).share();
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

  @Override
  public void close() {
    reports.close();
  }
}
