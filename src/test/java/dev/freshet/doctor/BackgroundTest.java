package dev.freshet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Ends of partitions tell what was there, whether or not any of it is left. */
class BackgroundTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static TopicPartition partition(int number) {
    return new TopicPartition("t", number);
  }

  @Test
  void oneRecordInAnyPartitionMakesACatalogue() {
    Map<TopicPartition, Long> none = Map.of(partition(0), 0L, partition(1), 0L);
    assertEquals(new Background(false, Set.of(), SECOND), Background.of(none, none, SECOND));
    Map<TopicPartition, Long> one = Map.of(partition(0), 0L, partition(1), 1L);
    assertEquals(new Background(true, Set.of(), SECOND), Background.of(one, none, SECOND));
  }

  @Test
  void partitionsOfRatingsThatWereWrittenToAreNamed() {
    Map<TopicPartition, Long> ends = Map.of(partition(0), 3L, partition(1), 0L, partition(2), 1L);
    assertEquals(
        new Background(false, Set.of(0, 2), SECOND), Background.of(Map.of(), ends, SECOND));
  }
}
