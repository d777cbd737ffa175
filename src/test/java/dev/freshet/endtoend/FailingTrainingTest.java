package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.data.PlantedShape;
import dev.freshet.retrain.FactorTraining;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that ends by an error is decided once, and says why, also to the next trainer; records
 * that nobody can read are no error.
 */
@BrokerTest
class FailingTrainingTest {

  private static final String PREFIX = "failing.";
  private static final PlantedShape SHAPE = new PlantedShape(400, 200, 4_000, 4, 1, .5, .4, 3, 1);

  private static final List<Topic> UNREADABLE =
      List.of(
          Topic.CATALOGUE,
          Topic.USER_RATINGS_CHANGELOG,
          Topic.LEARNING_PROGRESS,
          Topic.CHECKPOINTS);

  /** With a checkpoint without a generation, and the request without a value. */
  private static final int WHAT_NOBODY_CAN_READ = UNREADABLE.size() + 2;

  private final Fates fates = new Fates();
  private final AtomicInteger trainings = new AtomicInteger();

  /** The first has no memory; all others go well. */
  private FactorTraining failingOnce() {
    return (matrix, trained, judgedFrom, sgd, known, fitting) -> {
      if (trainings.incrementAndGet() == 1) {
        throw new OutOfMemoryError("a test");
      }
      return FactorTraining.ADAM.fit(matrix, trained, judgedFrom, sgd, known, fitting);
    };
  }

  @Test
  void aTrainingThatFailsIsDecidedOnceAndTheNextCandidateIsJudged(@TempDir Path state)
      throws Exception {
    try (Cluster cluster = new Cluster();
        Generations generations = new Generations(cluster, PREFIX, SHAPE)) {
      StreamSettings settings = cluster.settings(PREFIX, state);
      try (FreshetStreams streams = Cluster.start(settings, LearningListener.NONE)) {
        generations.rate(SHAPE.ratings());
        generations.awaitLearned();
        assertTrue(streams.isRunning());
      }
      writeWhatNobodyCanRead(cluster);
      RetrainSettings usual = Generations.onRequest(settings);
      RetrainSettings failing = usual.with(usual.training().with(failingOnce()));
      try (Retrainer trainer = new Retrainer(failing, fates)) {
        trainer.start();
        generations.request(new RetrainRequest("a test", null));
        Checkpoint failed = fates.next();
        assertEquals(Checkpoint.Fate.FAILED, failed.fate());
        assertTrue(failed.reason().startsWith("out of memory: the heap has "), failed.reason());
        assertEquals(Checkpoint.Trigger.REQUEST, failed.trigger());
        assertEquals(SHAPE.ratings(), failed.events());
        assertEquals(2, answered(cluster), "the odd request and the one that failed");
        assertEquals(1, fates.failing());
        assertProblem(failed, trainer);
      }
      try (Retrainer successor = new Retrainer(failing, fates)) {
        successor.start();
        Cluster.await(
            "the next trainer knows what went wrong",
            Duration.ofMinutes(1),
            () -> successor.problem().isPresent());
        generations.request(new RetrainRequest("again", null));
        Checkpoint next = fates.next();
        assertEquals(2, next.generation());
        assertNotNull(next.judgement().gain(), next.reason());
        assertEquals(Optional.empty(), successor.problem());
        assertEquals(0, fates.failing());
        assertEquals(2, trainings.get(), "what failed was not repeated");
        assertTrue(fates.hasNoMore());
        assertTrue(fates.skippedRecords() >= WHAT_NOBODY_CAN_READ, fates.skippedRecords() + "");
      }
    }
  }

  private static void assertProblem(Checkpoint failed, Retrainer trainer) {
    String problem = trainer.problem().orElseThrow();
    assertTrue(problem.endsWith("generation 1: " + failed.reason()), problem);
  }

  /** Records in all topics that the trainer reads, and tombstones of nobody. */
  private static void writeWhatNobodyCanRead(Cluster cluster) throws Exception {
    var bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(Map.of("bootstrap.servers", cluster.servers()), bytes, bytes)) {
      for (Topic topic : UNREADABLE) {
        producer.send(new ProducerRecord<>(topic.name(PREFIX), utf8("odd"), utf8("{"))).get();
      }
      for (Topic topic : List.of(Topic.LEARNING_PROGRESS, Topic.CHECKPOINTS)) {
        producer.send(new ProducerRecord<>(topic.name(PREFIX), utf8("users-77"), null)).get();
      }
      producer.send(new ProducerRecord<>(Topic.RETRAIN_REQUESTS.name(PREFIX), null, null)).get();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long answered(Cluster cluster) throws Exception {
    var requests = new TopicPartition(Topic.RETRAIN_REQUESTS.name(PREFIX), 0);
    try (Admin admin = cluster.admin()) {
      return admin
          .listConsumerGroupOffsets(PREFIX + "retrain")
          .partitionsToOffsetAndMetadata()
          .get()
          .get(requests)
          .offset();
    }
  }
}
