package dev.freshet.measure;

import dev.freshet.topics.Topic;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces ratings as Kafka's producer does by itself, keyed by user; says where each landed. */
public final class RatingProducer implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Consumer<Exception> onFailure;

  /** Is told where a rating landed, on the producer's thread. */
  @FunctionalInterface
  public interface WriteListener {
    /**
     * It was written.
     *
     * @param nanos {@link System#nanoTime} when it was produced
     */
    void at(String userId, int partition, long offset, long nanos);
  }

  /**
   * Connects.
   *
   * @param kafka client settings, {@code bootstrap.servers} among them
   * @param prefix of the topics
   * @param onFailure is told of each rating that could not be written
   */
  public RatingProducer(Map<String, Object> kafka, String prefix, Consumer<Exception> onFailure) {
    this.topic = Topic.RATINGS.name(prefix);
    this.onFailure = onFailure;
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Produces one. */
  public void send(RatingEvent event, WriteListener landed) {
    byte[] key = event.userId().getBytes(StandardCharsets.UTF_8);
    byte[] value = RatingJson.write(event);
    long nanos = System.nanoTime();
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key, value),
            (written, problem) -> {
              if (problem == null) {
                landed.at(event.userId(), written.partition(), written.offset(), nanos);
              } else {
                onFailure.accept(problem);
              }
            });
  }

  /** Returns when all is acknowledged. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
