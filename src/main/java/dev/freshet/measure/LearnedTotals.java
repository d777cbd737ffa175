package dev.freshet.measure;

import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the newest committed reports of all user partitions.
 *
 * @param counts what became of the events
 * @param squaredError summed squared error of the model, before each step
 * @param squaredErrorBaseline summed squared error of biases alone
 * @param squaredErrorMean summed squared error of the running mean
 */
record LearnedTotals(
    EventCounts counts, double squaredError, double squaredErrorBaseline, double squaredErrorMean) {

  /**
   * Reads {@code learning-progress} and {@code ratings-rejected} to their present ends.
   *
   * @param produced number of records produced to {@code ratings}
   */
  static LearnedTotals read(String servers, String prefix, long produced) {
    Map<Integer, LearningProgress> newest = new HashMap<>();
    WholeTopic.read(
        servers,
        Topic.LEARNING_PROGRESS.name(prefix),
        record -> {
          LearningProgress report = LearningProgress.fromJson(record.value());
          if (report.side() == Side.USERS) {
            newest.put(report.partition(), report);
          }
        });
    AtomicLong rejected = new AtomicLong();
    WholeTopic.read(
        servers, Topic.RATINGS_REJECTED.name(prefix), record -> rejected.incrementAndGet());
    LearnedTotals totals =
        new LearnedTotals(new EventCounts(produced, 0, 0, 0, 0, 0, 0, rejected.get()), 0, 0, 0);
    for (LearningProgress report : newest.values()) {
      totals = totals.plus(report);
    }
    return totals;
  }

  private LearnedTotals plus(LearningProgress report) {
    return new LearnedTotals(
        new EventCounts(
            counts.produced(),
            counts.learned() + report.learned(),
            counts.counted() + report.interactions(),
            counts.unchanged() + report.unchanged(),
            counts.late() + report.late(),
            counts.retracted() + report.retracted(),
            counts.forgotten() + report.forgotten(),
            counts.rejected()),
        squaredError + report.squaredError(),
        squaredErrorBaseline + report.squaredErrorBaseline(),
        squaredErrorMean + report.squaredErrorMean());
  }

  /** Root of the mean of one of the sums of squares; null where no rating was learned. */
  @Nullable Double rmse(double squares) {
    return counts.learned() == 0 ? null : Math.sqrt(squares / counts.learned());
  }
}
