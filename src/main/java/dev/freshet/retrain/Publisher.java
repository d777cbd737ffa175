package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.Ranking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes, in one transaction, what became of a candidate, its factors if it is promoted, and that
 * the request is done. The commit is the promotion; an abort leaves nothing (invariant I3).
 */
final class Publisher implements AutoCloseable {

  private static final int TIMEOUT = (int) Duration.ofMinutes(5).toMillis();

  private final RetrainSettings settings;
  private final Producer<byte[], byte[]> producer;

  /** Fences whoever published before under the same name. */
  Publisher(RetrainSettings settings) {
    this(settings, producer(settings));
  }

  /**
   * Fences whoever published before under the same transactional id.
   *
   * @param producer a transactional one, closed with this
   */
  Publisher(RetrainSettings settings, Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.producer = producer;
    try {
      producer.initTransactions();
    } catch (RuntimeException | Error e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static Producer<byte[], byte[]> producer(RetrainSettings settings) {
    Map<String, Object> config = new HashMap<>(settings.producer());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.name());
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Hands all factors of one kind to a taker. */
  interface FactorSource {
    void each(BiConsumer<String, Factors> taker);
  }

  /**
   * Publishes. What cannot be published has failed: then that is published instead, without any
   * factors, and the checkpoint that would have been replaced stays.
   *
   * @param decided the fate, without the time to publish, and the factors and vectors of the
   *     generation if it is promoted
   * @param replaced a checkpoint whose fate changes with this one; null for none
   * @param done offsets of the requests that this answers
   * @param group of the consumer that read them
   * @return the checkpoint as it was published
   * @throws RuntimeException if that cannot be published either
   */
  Checkpoint publish(
      Run.Decided decided,
      @Nullable Checkpoint replaced,
      Map<TopicPartition, OffsetAndMetadata> done,
      ConsumerGroupMetadata group) {
    Checkpoint checkpoint = decided.checkpoint();
    try {
      return commit(decided, replaced, done, group);
    } catch (RuntimeException | Error e) {
      if (checkpoint.fate() == Checkpoint.Fate.FAILED) {
        throw e;
      }
      String why = "publishing failed: " + Failure.words(e);
      try {
        Checkpoint failed = checkpoint.with(Checkpoint.Fate.FAILED, why).ranked(null);
        return commit(Run.Decided.nothing(failed), null, done, group);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  /**
   * Publishes, or nothing.
   *
   * @param decided the fate and all that is to be published
   * @param replaced a checkpoint whose fate changes with this one; null for none
   * @param done offsets of the requests that this answers
   * @param group of the consumer that read them; null where there are none
   * @return the checkpoint as it was published
   * @throws RuntimeException if it cannot be published; then the transaction is aborted
   */
  Checkpoint commit(
      Run.Decided decided,
      @Nullable Checkpoint replaced,
      Map<TopicPartition, OffsetAndMetadata> done,
      @Nullable ConsumerGroupMetadata group) {
    long start = System.nanoTime();
    producer.beginTransaction();
    try {
      Checkpoint checkpoint = decided.checkpoint();
      FactorSource users = decided.users();
      FactorSource movies = decided.movies();
      FactorSource vectors = decided.vectors();
      Ranking ranking = vectors == null ? checkpoint.ranking() : send(checkpoint, vectors);
      Checkpoint.@Nullable Content content =
          users == null || movies == null ? null : send(checkpoint, users, movies);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Checkpoint published = checkpoint.published(seconds, content).ranked(ranking);
      send(published);
      if (replaced != null) {
        send(replaced);
      }
      if (group != null && !done.isEmpty()) {
        producer.sendOffsetsToTransaction(done, group);
      }
      producer.commitTransaction();
      return published;
    } catch (RuntimeException | Error e) {
      abort(e);
      throw e;
    }
  }

  /** Writes a checkpoint anew that was decided before. */
  void note(Checkpoint checkpoint) {
    producer.beginTransaction();
    try {
      send(checkpoint);
      producer.commitTransaction();
    } catch (RuntimeException | Error e) {
      abort(e);
      throw e;
    }
  }

  private void abort(Throwable why) {
    try {
      producer.abortTransaction();
    } catch (RuntimeException e) {
      why.addSuppressed(e); // fenced: the broker aborts
    }
  }

  private void send(Checkpoint checkpoint) {
    String fates = Topic.CHECKPOINTS.name(settings.prefix());
    var unused = producer.send(new ProducerRecord<>(fates, checkpoint.key(), checkpoint.toJson()));
  }

  private Checkpoint.Content send(Checkpoint checkpoint, FactorSource users, FactorSource movies) {
    FirstOffsets usersLanded = new FirstOffsets(settings.partitions());
    FirstOffsets moviesLanded = new FirstOffsets(settings.partitions());
    int generation = checkpoint.generation();
    List<Long> none = Collections.nCopies(settings.partitions(), 0L);
    int rank = settings.sgd().rank();
    long moviesSent = send(Topic.CHECKPOINT_MOVIES, movies, generation, none, rank, moviesLanded);
    long usersSent =
        send(Topic.CHECKPOINT_USERS, users, generation, checkpoint.snapshot(), rank, usersLanded);
    producer.flush();
    return new Checkpoint.Content(
        settings.space(), usersSent, moviesSent, usersLanded.from(), moviesLanded.from());
  }

  private Ranking send(Checkpoint checkpoint, FactorSource vectors) {
    FirstOffsets landed = new FirstOffsets(settings.partitions());
    int generation = checkpoint.generation();
    List<Long> none = Collections.nCopies(settings.partitions(), 0L);
    long sent = send(Topic.RANKING_VECTORS, vectors, generation, none, RankingFit.RANK, landed);
    producer.flush();
    return checkpoint.rankingOrNone().published(generation, sent, landed.from());
  }

  /** Returns the number of users or movies sent; genres do not count. */
  private long send(
      Topic topic,
      FactorSource factors,
      int generation,
      List<Long> sequences,
      int rank,
      FirstOffsets landed) {
    String name = topic.name(settings.prefix());
    AtomicLong sent = new AtomicLong();
    factors.each(
        (id, f) -> {
          byte[] key = id.getBytes(StandardCharsets.UTF_8);
          var unused =
              producer.send(new ProducerRecord<>(name, key, MovieFactors.toBytes(f)), landed);
          if (!GenreIds.isGenre(id)) {
            sent.incrementAndGet();
          }
        });
    for (int p = 0; p < settings.partitions(); p++) {
      byte[] end = new CheckpointEnd(generation, sequences.get(p), rank).toBytes();
      var unused = producer.send(new ProducerRecord<>(name, p, CheckpointEnd.key(), end), landed);
    }
    return sent.get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
