package dev.freshet.stream;

import dev.freshet.event.RejectedException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A refused record: key, value and headers as they came, and the headers by which Kafka Streams'
 * own dead letter queues say what was wrong (KIP-1034), with Freshet's reason code.
 */
final class Rejected {

  /** Header with the reason code. */
  static final String REASON = "freshet.reason";

  private static final String ERRORS = "__streams.errors.";

  private Rejected() {}

  static Record<byte[], byte[]> record(
      Record<byte[], byte[]> record, RecordMetadata at, RejectedException why, long now) {
    Headers headers = new RecordHeaders(record.headers());
    put(headers, REASON, why.reason().code());
    put(headers, ERRORS + "exception", why.getClass().getName());
    put(headers, ERRORS + "message", String.valueOf(why.getMessage()));
    put(headers, ERRORS + "topic", at.topic());
    put(headers, ERRORS + "partition", Integer.toString(at.partition()));
    put(headers, ERRORS + "offset", Long.toString(at.offset()));
    return new Record<>(record.key(), record.value(), now, headers);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static RecordMetadata metadata(ProcessorContext<?, ?> context) {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a source record without its position"));
  }
}
