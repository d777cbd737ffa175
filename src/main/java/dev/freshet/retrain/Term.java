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
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A membership in the trainers' consumer group, from joining it to a failure or the end. While the
 * group gives it the topic of requests, it is on {@link Duty}. Not thread-safe.
 */
final class Term implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final AcrossTerms across;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition requests;
  private final Migration migration;
  private final Calm calm = new Calm(System.nanoTime(), this::isAnswered);
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

  /** Works until it is closed, or until somebody else has published a generation. */
  void serve() {
    consumer.subscribe(
        List.of(requests.topic()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
              duty = Duty.begin(across, migration, consumer, requests);
              across.listener().onDuty(true);
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
        if (duty.isOutdated()) {
          return; // the next term reads all anew
        }
      }
      boolean isMaking = duty != null && duty.isMaking();
      boolean isTold = across.trouble().isOfTerms();
      if (isTold && !isMaking && calm.isOver(System.nanoTime())) {
        across.trouble().isWell();
      }
    }
  }

  private boolean isAnswered() {
    try {
      var unused = consumer.endOffsets(List.of(requests), ANSWER_WITHIN);
      return true;
    } catch (RetriableException e) {
      return false;
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
      across.listener().onDuty(false);
    }
  }

  @Override
  public void close() {
    endDuty();
    consumer.close();
  }
}
