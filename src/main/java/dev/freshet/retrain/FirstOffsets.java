package dev.freshet.retrain;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Notes the lowest offset in each partition at which records of one topic landed. Complete once the
 * producer was flushed; told by the producer's thread.
 */
final class FirstOffsets implements Callback {

  private final AtomicLongArray from;

  FirstOffsets(int partitions) {
    long[] none = new long[partitions];
    Arrays.fill(none, Long.MAX_VALUE);
    this.from = new AtomicLongArray(none);
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata where, @Nullable Exception failure) {
    if (where != null && failure == null) { // a failure also fails the transaction
      from.accumulateAndGet(where.partition(), where.offset(), Math::min);
    }
  }

  /** Where the records begin in each partition. */
  List<Long> from() {
    Long[] offsets = new Long[from.length()];
    Arrays.setAll(offsets, from::get);
    return List.of(offsets);
  }
}
