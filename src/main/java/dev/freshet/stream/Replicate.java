package dev.freshet.stream;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** Hands each record of a global topic to the replica. */
final class Replicate implements Processor<byte[], byte[], Void, Void> {

  /** Takes in one record of the followed topic; a null value removes. */
  interface Target {
    void accept(byte[] key, byte @org.jspecify.annotations.Nullable [] value);
  }

  private final Target target;

  Replicate(Target target) {
    this.target = target;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    target.accept(record.key(), record.value());
  }
}
