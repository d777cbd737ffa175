package dev.freshet.stream.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** What the broker tells of some topics is known, whatever it says of others. */
class TopicIdsTest {

  @Test
  void aTopicThatCannotBeToldDoesNotHideTheOthers() {
    KafkaFutureImpl<TopicDescription> failed = new KafkaFutureImpl<>();
    failed.completeExceptionally(new UnknownTopicOrPartitionException("deleted"));
    KafkaFuture<TopicDescription> unanswered = new KafkaFutureImpl<>();
    Uuid id = new Uuid(1, 1);
    Map<String, KafkaFuture<TopicDescription>> answers = new LinkedHashMap<>();
    answers.put("failed", failed);
    answers.put("unanswered", unanswered);
    answers.put(
        "told",
        KafkaFuture.completedFuture(new TopicDescription("told", false, List.of(), Set.of(), id)));

    TopicIds ids = new TopicIds(Map.of(), answers.keySet());
    assertEquals(Map.of("told", id), ids.told(answers, Duration.ZERO));
  }
}
