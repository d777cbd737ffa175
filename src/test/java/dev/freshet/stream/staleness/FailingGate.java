package dev.freshet.stream.staleness;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** A gate, and a listener to what is held back, that fail every second time. */
final class FailingGate implements GatedConsumer.HandoverGate {

  private int asked;

  /** How often it was told what is held back. */
  int heldBack;

  /** How often it was told what was handed over. */
  int delivered;

  @Override
  public long credit() {
    failEverySecond(++asked);
    return asked % 4 == 1 ? 0 : 1_000;
  }

  @Override
  public void delivered(int partition, long first, long last, int count) {
    failEverySecond(++delivered);
  }

  @Override
  public void follow(int partition, long count) {}

  @Override
  public void feeds(TopicPartition partition, long count) {}

  @Override
  public void revoked(Collection<Integer> partitions) {}

  @Override
  public void holdsBack(Object consumer, boolean isShut) {}

  @Override
  public void behind(Collection<Integer> partitions, boolean areBehind) {}

  void heldBack(long nanos) {
    failEverySecond(++heldBack);
  }

  private static void failEverySecond(int call) {
    if (call % 2 == 0) {
      throw new IllegalStateException("the " + call + ". call fails");
    }
  }
}
