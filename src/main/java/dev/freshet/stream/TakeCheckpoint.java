package dev.freshet.stream;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps users of a checkpoint, and its end, until {@link Adoption} needs them. */
final class TakeCheckpoint extends ContextualProcessor<byte[], byte[], Void, Void> {

  @Override
  public void process(Record<byte[], byte[]> record) {
    KeyValueStore<Bytes, byte[]> pending = context().getStateStore(Store.USER_PENDING);
    pending.put(Bytes.wrap(record.key()), record.value());
  }
}
