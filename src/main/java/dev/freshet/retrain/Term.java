package dev.freshet.retrain;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A membership in the trainers' consumer group, from joining it to a failure or the end. While the
 * group gives it the topic of requests, it is on {@link Duty}. Not thread-safe.
 */
final class Term implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Longer than any pause between terms: what lasts that long does not fail again at once. */
  private static final Duration CALM = Duration.ofMinutes(2);

  private final AcrossTerms across;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition requests;
  private final Migration migration;
  private final long began = System.nanoTime();
  private @Nullable Duty duty;

  /**
   * Joins the group.
   *
   * @param across what is known from earlier terms
   */
  Term(AcrossTerms across) {
    this.across = across;
    RetrainSettings settings = across.settings();
    this.migration = new Migration(settings);
    this.requests = new TopicPartition(Topic.RETRAIN_REQUESTS.name(settings.prefix()), 0);
    Map<String, Object> config = new HashMap<>(settings.consumer());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.name());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    var bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(config, bytes, bytes);
  }

  /** Works until it is closed. */
  void serve() {
    consumer.subscribe(
        List.of(requests.topic()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
              duty = Duty.begin(across, migration, consumer, requests);
            }
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
              revoked();
            }
          }
        });
    while (!across.closed().getAsBoolean()) {
      consumer.poll(POLL).forEach(this::take);
      if (duty != null) {
        duty.advance();
      }
      boolean isMaking = duty != null && duty.isMaking();
      if (!isMaking && System.nanoTime() - began > CALM.toNanos()) {
        across.trouble().isWell();
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (duty != null) {
      duty.take(record);
    }
  }

  private void revoked() {
    across.listener().looked(Standing.UNKNOWN);
    across.trouble().failed(List.of()); // the next trainer knows
    endDuty();
  }

  private void endDuty() {
    if (duty != null) {
      duty.close();
      duty = null;
    }
  }

  @Override
  public void close() {
    endDuty();
    consumer.close();
  }
}
