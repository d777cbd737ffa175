package dev.freshet.doctor;

import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that a partition keeps open. Readers of committed records stop before it.
 *
 * @param partition that keeps it open
 * @param since offset of its first record there
 * @param producer who writes it: a transactional id, or a producer's number where none is known
 * @param told what its coordinator says of it
 */
public record OpenTransaction(
    TopicPartition partition, long since, String producer, Coordinator told) {

  /** What the coordinator of a transaction can say. */
  public enum Coordinator {
    /** It goes on, at this partition, or is about to end there. */
    GOES_ON,
    /** It is over: nobody is going to end it at this partition. */
    OVER,
    /** Nothing: it does not know it, or does not tell this client. */
    NOTHING
  }

  /** What {@code transaction}, if its coordinator told it, says of a partition. */
  static Coordinator told(@Nullable TransactionDescription transaction, TopicPartition partition) {
    if (transaction == null) {
      return Coordinator.NOTHING;
    }
    boolean isRunning =
        transaction.state() == TransactionState.ONGOING
            || transaction.state() == TransactionState.PREPARE_COMMIT
            || transaction.state() == TransactionState.PREPARE_ABORT;
    return isRunning && transaction.topicPartitions().contains(partition)
        ? Coordinator.GOES_ON
        : Coordinator.OVER;
  }
}
