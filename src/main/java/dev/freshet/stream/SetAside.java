package dev.freshet.stream;

import dev.freshet.topics.Topic;
import dev.freshet.wire.Ids;
import dev.freshet.wire.RejectReason;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.UnreadableException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records and stored values. What cannot be read goes to the rejected ones, whole and with
 * its place; whoever asked gets null and goes on. One per processor.
 */
final class SetAside {

  /** Name of the sink for it, in both topologies. */
  static final String SINK = "to-unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

  private final ProcessorContext<byte[], byte[]> context;
  private final LearningListener listener;
  private final int mostBytes;

  SetAside(ProcessorContext<byte[], byte[]> context, LearningListener listener) {
    this.context = context;
    this.listener = listener;
    this.mostBytes = StreamsProperties.largestInput(context.appConfigs());
  }

  /** The value of the record that is processed, whose key must be an id; null if either is not. */
  <T> @Nullable T read(Topic topic, Record<byte[], byte[]> record, Function<byte[], T> format) {
    try {
      if (!Ids.isId(record.key())) {
        throw new UnreadableException(topic.suffix() + ": the key is no id");
      }
      return format.apply(record.value());
    } catch (UnreadableException e) {
      say(topic.suffix(), Rejected.place(context), e);
      context.forward(
          Rejected.record(record, Rejected.metadata(context), why(e), now(), mostBytes), SINK);
      return null;
    }
  }

  /** What a store has under a key; null where it has nothing, or cannot be read and is deleted. */
  <T> @Nullable T read(KeyValueStore<Bytes, byte[]> store, Bytes key, Function<byte[], T> format) {
    byte @Nullable [] stored = store.get(key);
    return stored == null ? null : read(store, key, stored, format);
  }

  /** What a store was seen to have under a key; null where it cannot be read and is deleted. */
  <T> @Nullable T read(
      KeyValueStore<Bytes, byte[]> store, Bytes key, byte[] stored, Function<byte[], T> format) {
    try {
      return format.apply(stored);
    } catch (UnreadableException e) {
      aside(store.name(), key, stored, e);
      store.delete(key);
      return null;
    }
  }

  private void aside(String store, Bytes key, byte[] stored, UnreadableException e) {
    int partition = context.taskId().partition();
    String changelog = context.applicationId() + "-" + store + "-changelog";
    say(store, "store " + store + " partition " + partition, e);
    context.forward(
        Rejected.value(store, changelog, partition, key, stored, why(e), now(), mostBytes), SINK);
  }

  private void say(String where, String place, UnreadableException e) {
    listener.unreadable(where);
    listener.rejected(RejectReason.UNREADABLE.code());
    LOG.warn("set aside what cannot be read, {}: {}", place, e.getMessage());
  }

  private static RejectedException why(UnreadableException e) {
    return new RejectedException(RejectReason.UNREADABLE, e.getMessage());
  }

  private long now() {
    return context.currentSystemTimeMs();
  }
}
