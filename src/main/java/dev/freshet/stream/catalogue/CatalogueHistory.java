package dev.freshet.stream.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there ever was a catalogue. An emptied one leaves no record behind once its tombstones
 * are compacted away, but offsets that are not given out again.
 */
public final class CatalogueHistory {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueHistory.class);

  private static final long AGAIN_NANOS = 1_000_000_000;

  private CatalogueHistory() {}

  /**
   * Asks the broker, and asks again for as long as it is away.
   *
   * @param config of an admin client
   * @param topic the catalogue, which exists
   * @param isClosed true ends the wait
   * @return false where it was ended
   * @throws KafkaException if the broker cannot or will not say
   */
  public static boolean isAny(Map<String, Object> config, String topic, BooleanSupplier isClosed) {
    try (Admin admin = Admin.create(config)) {
      while (!isClosed.getAsBoolean()) {
        try {
          return isAny(admin, topic);
        } catch (RetriableException e) {
          LOG.warn("cannot ask for the catalogue yet, and try again: {}", e.getMessage());
          LockSupport.parkNanos(AGAIN_NANOS);
        }
      }
      return false;
    }
  }

  private static boolean isAny(Admin admin, String topic) {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      int partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
              .mapToInt(described -> described.partitions().size())
              .sum();
      for (int p = 0; p < partitions; p++) {
        latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
      }
      return admin.listOffsets(latest).all().get().values().stream()
          .anyMatch(end -> end.offset() > 0);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
