package dev.freshet.stream;

import dev.freshet.stream.staleness.StalenessGate;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The user side's producer: tells the {@link StalenessGate} which updates have left the processor
 * and are not yet seen by the broker, nor by those who ask the broker.
 */
final class CountedProducer extends KafkaProducer<byte[], byte[]> {

  private final StalenessGate gate;
  private final String countedTopic;

  CountedProducer(Map<String, Object> config, StalenessGate gate, String countedTopic) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.gate = gate;
    this.countedTopic = countedTopic;
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    if (!record.topic().equals(countedTopic)) {
      return super.send(record, callback);
    }
    gate.sent();
    try {
      return super.send(
          record,
          (metadata, failure) -> {
            gate.answered();
            if (callback != null) {
              callback.onCompletion(metadata, failure);
            }
          });
    } catch (RuntimeException e) {
      gate.answered();
      throw e;
    }
  }
}
