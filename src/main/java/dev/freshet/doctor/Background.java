package dev.freshet.doctor;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What the newest values of keys do not tell.
 *
 * @param hasHadCatalogue whether there ever was a catalogue, emptied or not
 * @param rated partitions of {@code ratings} that anything was ever written to
 * @param listInterval least time between two lists of a user
 */
public record Background(boolean hasHadCatalogue, Set<Integer> rated, Duration listInterval) {

  /**
   * From ends, which stay where they are when records are compacted away or deleted.
   *
   * @param catalogue ends of the partitions of {@code catalogue}
   * @param ratings ends of the partitions of {@code ratings}
   * @param listInterval least time between two lists of a user
   */
  static Background of(
      Map<TopicPartition, Long> catalogue,
      Map<TopicPartition, Long> ratings,
      Duration listInterval) {
    return new Background(
        catalogue.values().stream().anyMatch(end -> end > 0),
        ratings.entrySet().stream()
            .filter(end -> end.getValue() > 0)
            .map(end -> end.getKey().partition())
            .collect(Collectors.toUnmodifiableSet()),
        listInterval);
  }
}
