package dev.freshet.retrain;

import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.topics.TopicTail;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.LiveRecall;
import dev.freshet.wire.Reapplied;
import dev.freshet.wire.Side;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The newest report of each partition of both sides. Not thread-safe. */
final class Adopted implements AutoCloseable {

  private final int partitions;
  private final Skipped skipped;
  private final TopicTail reports;
  private final AdoptionWatch watch;
  private final Map<String, LearningProgress> newest = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param skipped is told what cannot be read
   */
  Adopted(RetrainSettings settings, Skipped skipped) {
    this(settings, skipped, TopicScan.consumers(settings.consumer()).get(), System::nanoTime);
  }

  /**
   * Nothing is read yet.
   *
   * @param consumer a read-committed one outside any group, closed with this
   * @param nanos a clock that only goes on
   */
  Adopted(
      RetrainSettings settings,
      Skipped skipped,
      Consumer<byte[], byte[]> consumer,
      LongSupplier nanos) {
    this.partitions = settings.partitions();
    this.skipped = skipped;
    this.watch = new AdoptionWatch(2L * partitions, nanos);
    this.reports = new TopicTail(consumer, Topic.LEARNING_PROGRESS.name(settings.prefix()), 1);
  }

  /** Reads what has come since the last look; {@code stop} ends it early. */
  void look(BooleanSupplier stop) {
    reports.read(stop, this::take);
  }

  /** A record without a value removes its partition's report; what is no report changes nothing. */
  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    byte @Nullable [] value = record.value();
    if (value == null) {
      newest.remove(key);
      return;
    }
    try {
      LearningProgress report = LearningProgress.fromJson(value);
      boolean isOne =
          report != null
              && key.equals(report.side() + "-" + report.partition())
              && report.partition() >= 0
              && report.partition() < partitions;
      if (isOne) {
        newest.put(key, report);
      } else {
        skipped.skip(record, "it is no report of the partition that its key names");
      }
    } catch (RuntimeException e) {
      skipped.skip(record, Failure.words(e));
    }
  }

  /**
   * What keeps an adoption from ending, in words; null if it goes on or has ended. To be asked
   * after each look: an adoption that misses nothing but updates, and always as many, ends after a
   * while.
   */
  @Nullable String obstacle(int generation) {
    return watch.look(generation, there(generation), Reapplied.of(newest.values()));
  }

  /**
   * Whether the adoption has ended: every partition of both sides has moved to the generation, and
   * the movie side has learned what users learned again for it. What is missing of the latter may
   * also have been taken for lost.
   */
  boolean isEverywhere(int generation) {
    return share(generation) == 1;
  }

  /**
   * How much of the adoption is done, 0 to 1. While partitions of the two sides move it is the
   * share that has moved; after that it is the share of re-applied updates that the movie side has
   * learned.
   */
  double share(int generation) {
    if (generation == 0) {
      return 1;
    }
    double moved = there(generation) / (2.0 * partitions);
    if (moved < 1) {
      return moved;
    }
    return watch.isTaken(generation) ? 1 : Reapplied.of(newest.values()).share();
  }

  /** Whether every partition of both sides has moved to the generation. */
  boolean isMoved(int generation) {
    return generation == 0 || there(generation) == 2L * partitions;
  }

  private long there(int generation) {
    return newest.values().stream().filter(r -> r.generation() >= generation).count();
  }

  /** How well the live model did on all ratings that were learned so far. */
  ErrorSums errors() {
    return Probation.errors(newest.values());
  }

  /** What people took of lists so far, by generation and arm. */
  List<LiveRecall> lists() {
    return LiveRecall.sum(newest.values());
  }

  /** Generations that partitions report. */
  Set<Integer> generations() {
    return newest.values().stream().map(LearningProgress::generation).collect(Collectors.toSet());
  }

  /** Events that the user side has taken in. */
  long events() {
    return newest.values().stream()
        .filter(r -> r.side() == Side.USERS)
        .mapToLong(LearningProgress::sequence)
        .sum();
  }

  @Override
  public void close() {
    reports.close();
  }
}
