package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.topics.GrouplessReader;
import dev.freshet.topics.KafkaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real cluster, for a person who waits for the answer. */
final class ClusterAccess implements KafkaAccess {
  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int GIVE_UP_MS = 10_000;

  @Override
  public Producer<byte[], byte[]> producer(KafkaSettings settings) {
    Map<String, Object> config = settings.producerConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_MS);
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_MS);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Producer<byte[], byte[]> bulkProducer(KafkaSettings settings) {
    Map<String, Object> config = settings.producerConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
    Map<String, Object> config = GrouplessReader.config(settings.consumerConfig());
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    giveUpSoon(config);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Map<TopicPartition, Long> committed(KafkaSettings settings, String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try (Admin admin = admin(settings)) {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, at) -> {
                if (at != null) {
                  committed.put(partition, at.offset());
                }
              });
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw new IllegalStateException("cannot ask how far " + group + " has come", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
    return committed;
  }

  @Override
  public boolean topicExists(KafkaSettings settings, String topic) {
    return LogLevels.withQuietClients(() -> isDescribed(settings, topic));
  }

  private static boolean isDescribed(KafkaSettings settings, String topic) {
    try (Admin admin = admin(settings)) {
      admin.describeTopics(List.of(topic)).allTopicNames().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new IllegalStateException("cannot describe " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCodes.INTERRUPTED, "interrupted");
    }
  }

  /** An admin client that does not keep a person waiting; the caller's to close. */
  static Admin admin(KafkaSettings settings) {
    Map<String, Object> config = settings.adminConfig();
    giveUpSoon(config);
    return Admin.create(config);
  }

  private static void giveUpSoon(Map<String, Object> config) {
    config.putIfAbsent("request.timeout.ms", REQUEST_TIMEOUT_MS);
    int request = Integer.parseInt(String.valueOf(config.get("request.timeout.ms")));
    config.putIfAbsent("default.api.timeout.ms", Math.max(GIVE_UP_MS, request));
  }
}
