package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.Ranking;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final RetrainSettings SETTINGS =
      RetrainSettings.onRequest(
          new Deployment(KafkaSettings.NONE, "test.", 1),
          OnlineSgd.Settings.defaults(),
          Scale.MOVIELENS);
  private static final Publisher.FactorSource NONE = taker -> {};
  private static final Checkpoint PROMOTED = CheckpointsTest.record(3, Fate.PROMOTED, null, 9);
  private static final Checkpoint BEFORE = CheckpointsTest.record(2, Fate.ROLLED_BACK, null, 9);
  private static final TopicPartition REQUESTS = new TopicPartition("test.retrain-requests", 0);

  private final ConsumerGroupMetadata group =
      new MockConsumer<byte[], byte[]>("earliest").groupMetadata();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  private Checkpoint publish(Publisher.FactorSource movies) {
    return publish(movies, null);
  }

  private Checkpoint publish(
      Publisher.FactorSource movies, Publisher.@Nullable FactorSource vectors) {
    try (Publisher publisher = new Publisher(SETTINGS, producer)) {
      return publisher.publish(
          new Run.Decided(PROMOTED, NONE, movies, vectors),
          BEFORE,
          Map.of(REQUESTS, new OffsetAndMetadata(5)),
          group);
    }
  }

  private List<Checkpoint> fates() {
    return producer.history().stream()
        .filter(record -> record.topic().equals("test.checkpoints"))
        .map(ProducerRecord::value)
        .map(Checkpoint::fromJson)
        .toList();
  }

  @Test
  void aPromotionGoesWithWhatItReplacesAndAnswersItsRequests() {
    Checkpoint published = publish(NONE);

    assertEquals(List.of(published, BEFORE), fates());
    assertEquals(Fate.PROMOTED, published.fate());
    assertAnswered();
  }

  /** Two vectors, and an end in each partition. */
  @Test
  void vectorsGoWithTheFateThatSaysWhereTheyBegin() {
    Checkpoint published =
        publish(
            NONE,
            taker -> {
              taker.accept("heat", vector());
              taker.accept("alien", vector());
            });

    List<ProducerRecord<byte[], byte[]>> sent =
        producer.history().stream()
            .filter(record -> record.topic().equals("test.ranking-vectors"))
            .toList();
    Ranking ranking = Objects.requireNonNull(published.ranking());
    assertEquals(3, ranking.generation());
    assertEquals(2, ranking.movies());
    assertEquals(List.of(0L), ranking.from());
    assertEquals(3, sent.size());
    assertTrue(CheckpointEnd.isKey(sent.get(2).key()));
  }

  private static Factors vector() {
    return new Factors(3, 5, 0, 0, new float[RankingFit.RANK]);
  }

  @Test
  void whatCannotBePublishedHasFailedAndAnswersItsRequests() {
    Checkpoint published =
        publish(
            taker -> {
              throw new RecordTooLargeException("1 MiB is too large");
            });

    assertEquals(List.of(published), fates(), "nothing else of either transaction");
    assertEquals(Fate.FAILED, published.fate());
    assertEquals(
        "publishing failed: RecordTooLargeException: 1 MiB is too large", published.reason());
    assertAnswered();
  }

  @Test
  void anErrorOfMemoryWhilePublishingIsAFateToo() {
    Checkpoint published =
        publish(
            taker -> {
              throw new OutOfMemoryError();
            });

    assertEquals(Fate.FAILED, published.fate());
    assertTrue(published.reason().startsWith("publishing failed: out of memory"));
  }

  @Test
  void whereNothingCanBePublishedTheFirstReasonIsThrown() {
    producer.commitTransactionException = new TimeoutException("nobody answers");

    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                publish(
                    taker -> {
                      throw new RecordTooLargeException("too large");
                    }));

    assertEquals("too large", thrown.getMessage());
    assertEquals(List.of(), fates());
  }

  private void assertAnswered() {
    assertEquals(
        List.of(5L),
        producer.consumerGroupOffsetsHistory().stream()
            .map(all -> all.get(group.groupId()).get(REQUESTS).offset())
            .toList());
  }
}
