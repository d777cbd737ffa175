package dev.freshet.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps those Kafka meters that answer a question about Freshet.
 *
 * <p>Each application has about 400 Kafka meters, many of them by task, store and partition. A
 * small one with 12 partitions and one store has 2,500 series, half a megabyte for each scrape.
 * What is kept: the state of clients and threads; the time spent in polling, processing,
 * punctuating and committing; lag by partition; traffic by topic; rebalances; restoring; and the
 * size of each store. The records that restoring has left are not: under exactly-once they count
 * the marks of transactions, which no restoring reads, and never return to 0. Nor is the block
 * cache, which each store shows as if it had one of its own.
 *
 * <p>For a topic with periods in its name Kafka's consumer reports everything twice, the second
 * time with underscores. Sums would double, so only topics with Freshet's prefix are kept.
 */
final class KafkaMeterFilter implements MeterFilter {

  /** Meters by thread: states and shares of time. */
  private static final Pattern STREAMS_CLIENT_OR_THREAD =
      Pattern.compile(
          "kafka\\.stream\\.((alive|failed)\\.stream\\.threads.*|client\\.state|thread\\..*)");

  private static final Set<String> KEPT =
      Set.of(
          "kafka.stream.task.dropped.records.total",
          "kafka.stream.state.estimate.num.keys",
          "kafka.stream.state.live.sst.files.size",
          "kafka.stream.state.size.all.mem.tables",
          "kafka.stream.state.updater.active.restoring.tasks",
          "kafka.stream.state.updater.restore.records.rate",
          "kafka.consumer.fetch.manager.records.lag",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.fetch.manager.fetch.latency.avg",
          "kafka.consumer.last.poll.seconds.ago",
          "kafka.consumer.coordinator.assigned.partitions",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.coordinator.rebalance.latency.max",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.producer.topic.record.send.total",
          "kafka.producer.topic.byte.total",
          "kafka.producer.record.error.total",
          "kafka.producer.record.retry.total",
          "kafka.producer.request.latency.avg",
          "kafka.producer.txn.commit.time.ns.total");

  private final String topicPrefix;

  /** Keeps only the topics whose names start with the prefix. */
  KafkaMeterFilter(String topicPrefix) {
    this.topicPrefix = topicPrefix;
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    boolean kafka = id.getName().startsWith("kafka.");
    return kafka && !isKept(id) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }

  private boolean isKept(Meter.Id id) {
    String name = id.getName();
    String topic = id.getTag("topic");
    return (KEPT.contains(name) || STREAMS_CLIENT_OR_THREAD.matcher(name).matches())
        && (topic == null || topic.startsWith(topicPrefix));
  }
}
