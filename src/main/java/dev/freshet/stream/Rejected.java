package dev.freshet.stream;

import dev.freshet.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A refused record: key, value and headers as they came. It also has the headers by which Kafka
 * Streams' own dead letter queues say what was wrong (KIP-1034), with Freshet's reason code.
 */
final class Rejected {

  /** Header with the reason code. */
  static final String REASON = "freshet.reason";

  /** Header of a record that did not fit: how many bytes it had. */
  static final String CUT = "freshet.cut";

  /** Header with the name of the store that a value was in. */
  static final String STORE = "freshet.store";

  private static final String ERRORS = "__streams.errors.";

  private Rejected() {}

  /**
   * A record that was read from a topic. Compression may have made it small enough for that topic;
   * uncompressed it can be too large to be written. Then only its beginning is kept: no input stops
   * a thread.
   *
   * @param most bytes of key, value and headers as they came
   */
  static Record<byte[], byte[]> record(
      Record<byte[], byte[]> record, RecordMetadata at, RejectedException why, long now, int most) {
    Record<byte[], byte[]> rejected = whole(record, why, now, most);
    put(rejected.headers(), ERRORS + "topic", at.topic());
    put(rejected.headers(), ERRORS + "partition", Integer.toString(at.partition()));
    put(rejected.headers(), ERRORS + "offset", Long.toString(at.offset()));
    return rejected;
  }

  /**
   * A value that a store had under a key.
   *
   * @param changelog topic that the store is the state of
   * @param partition of the store's task
   * @param most bytes of key and value as they are
   */
  static Record<byte[], byte[]> value(
      String store,
      String changelog,
      int partition,
      Bytes key,
      byte[] value,
      RejectedException why,
      long now,
      int most) {
    Record<byte[], byte[]> rejected = whole(new Record<>(key.get(), value, now), why, now, most);
    put(rejected.headers(), STORE, store);
    put(rejected.headers(), ERRORS + "topic", changelog);
    put(rejected.headers(), ERRORS + "partition", Integer.toString(partition));
    return rejected;
  }

  private static Record<byte[], byte[]> whole(
      Record<byte[], byte[]> record, RejectedException why, long now, int most) {
    Headers headers = new RecordHeaders(record.headers());
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    long size = size(key) + size(value) + size(headers);
    if (size > most) {
      headers = new RecordHeaders();
      put(headers, CUT, Long.toString(size));
      key = beginning(key, most / 2);
      value = beginning(value, most / 2);
    }
    put(headers, REASON, why.reason().code());
    put(headers, ERRORS + "exception", why.getClass().getName());
    put(headers, ERRORS + "message", String.valueOf(why.getMessage()));
    return new Record<>(key, value, now, headers);
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long size(Headers headers) {
    long size = 0;
    for (Header header : headers) {
      // Characters take up to 3 bytes of UTF-8, lengths up to 5 each.
      size += 3L * header.key().length() + size(header.value()) + 10;
    }
    return size;
  }

  private static byte @Nullable [] beginning(byte @Nullable [] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Where the record that is processed came from, for people. */
  static String place(ProcessingContext context) {
    return context
        .recordMetadata()
        .map(at -> at.topic() + " partition " + at.partition() + " offset " + at.offset())
        .orElse("a record of unknown place");
  }

  static RecordMetadata metadata(ProcessorContext<?, ?> context) {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a source record without its position"));
  }
}
