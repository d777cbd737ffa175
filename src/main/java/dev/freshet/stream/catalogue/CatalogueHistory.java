package dev.freshet.stream.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Whether there ever was a catalogue. An emptied one leaves no record behind once its tombstones
 * are compacted away, but offsets that are not given out again.
 */
public final class CatalogueHistory {

  private CatalogueHistory() {}

  /**
   * Asks the broker.
   *
   * @param config of an admin client
   * @param topic the catalogue, which exists
   * @throws KafkaException if the broker cannot or will not say
   */
  public static boolean isAny(Map<String, Object> config, String topic) {
    try (Admin admin = Admin.create(config)) {
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
