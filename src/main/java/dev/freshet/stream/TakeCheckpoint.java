package dev.freshet.stream;

import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.Side;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps users of a checkpoint, and its end, until {@link Adoption} needs them. What somebody else
 * wrote there and is neither is passed over, counted and said.
 */
final class TakeCheckpoint extends ContextualProcessor<byte[], byte[], Void, Void> {

  private static final Logger LOG = LoggerFactory.getLogger(TakeCheckpoint.class);

  private final LearningListener listener;

  TakeCheckpoint(LearningListener listener) {
    this.listener = listener;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (isOfACheckpoint(record.key(), record.value())) {
      KeyValueStore<Bytes, byte[]> pending = context().getStateStore(Store.USER_PENDING);
      pending.put(Bytes.wrap(record.key()), record.value());
    } else {
      listener.refused(Side.USERS);
      LOG.warn("passed over what is of no checkpoint: {}", Rejected.place(context()));
    }
  }

  private static boolean isOfACheckpoint(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null) {
      return false;
    }
    return CheckpointEnd.isKey(key)
        ? CheckpointEnd.orNull(value) != null
        : MovieFactors.orNull(value) != null;
  }
}
