package dev.freshet.measure;

import dev.freshet.wire.Recommendations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a topic of lists as anyone else would: a plain consumer that reads what is committed, on
 * a thread of its own.
 */
public final class ListSubscriber implements AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Receiver receiver;
  private final Thread thread = new Thread(this::follow, "freshet-subscriber");
  private volatile @Nullable RuntimeException failure;

  /** Takes lists, on the subscriber's thread. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * A list was seen.
     *
     * @param list the list
     * @param nanos {@link System#nanoTime} when it was
     */
    void receive(Recommendations list, long nanos);
  }

  /**
   * Follows what comes from now on.
   *
   * @param bootstrapServers where to connect
   * @param topic full name of the topic of lists
   */
  public ListSubscriber(String bootstrapServers, String topic, Receiver receiver) {
    this.receiver = receiver;
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    var bytes = new ByteArrayDeserializer();
    consumer = new KafkaConsumer<>(config, bytes, bytes);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Now, not at the first poll: nothing is missed.
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      while (true) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> each : polled) {
          if (each.value() != null) { // else somebody was forgotten
            receiver.receive(Recommendations.fromJson(each.value()), now);
          }
        }
      }
    } catch (WakeupException closed) {
      // That is how it ends.
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      consumer.close();
    }
  }

  /**
   * Does nothing while the subscriber is well.
   *
   * @throws IllegalStateException if it died
   */
  public void throwIfFailed() {
    RuntimeException died = failure;
    if (died != null) {
      throw new IllegalStateException("the subscriber died: " + died, died);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
