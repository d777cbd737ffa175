package dev.freshet.measure;

import dev.freshet.data.Ratings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieJson;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingJson;
import dev.freshet.wire.RetrainRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces ratings, other events and a catalogue as any other producer would: JSON, keyed by user
 * and by movie.
 */
public final class Replay implements AutoCloseable {

  private final Producer<byte[], byte[]> producer;
  private final String prefix;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final SentRecords sent = new SentRecords();
  private final Callback note =
      (metadata, exception) -> {
        if (exception == null) {
          sent.add(metadata);
        } else {
          failure.compareAndSet(null, exception);
        }
      };

  /**
   * Connects.
   *
   * @param kafka client settings, {@code bootstrap.servers} among them
   * @param prefix of the topics
   */
  public Replay(Map<String, Object> kafka, String prefix) {
    this(producer(kafka), prefix);
  }

  /**
   * Produces through a given producer.
   *
   * @param producer closed with this
   * @param prefix of the topics
   */
  public Replay(Producer<byte[], byte[]> producer, String prefix) {
    this.producer = producer;
    this.prefix = prefix;
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> kafka) {
    Map<String, Object> config = new java.util.HashMap<>();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
    config.putAll(kafka);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Produces the catalogue. */
  public void movies(List<Movie> movies) {
    for (Movie movie : movies) {
      send(
          new ProducerRecord<>(
              Topic.MOVIES.name(prefix), utf8(movie.movieId()), MovieJson.write(movie)));
    }
    flush();
  }

  /** Produces one rating, or other event. */
  public void rating(RatingEvent event) {
    send(
        new ProducerRecord<>(
            Topic.RATINGS.name(prefix), utf8(event.userId()), RatingJson.write(event)));
  }

  /** Asks for a retrain. */
  public void retrain(RetrainRequest request) {
    send(
        new ProducerRecord<>(Topic.RETRAIN_REQUESTS.name(prefix), utf8("asked"), request.toJson()));
    flush();
  }

  /**
   * Produces all ratings in time order.
   *
   * @param ratings what to produce
   * @param perSecond how many, held by waiting for each one's time; 0 for as many as it takes
   * @param progress is told how many were produced
   */
  public void ratings(Ratings ratings, double perSecond, LongConsumer progress) {
    long start = System.nanoTime();
    for (int i = 0; i < ratings.size(); i++) {
      if (perSecond > 0) {
        awaitNanos(start + (long) (i / perSecond * 1e9));
      }
      rating(ratings.event(i));
      if (i % 1000 == 0) {
        progress.accept(i);
      }
    }
    flush();
    progress.accept(ratings.size());
  }

  /** Waits for a point of {@link System#nanoTime()} without spinning. */
  static void awaitNanos(long at) {
    long left = at - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = at - System.nanoTime();
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    throwIfFailed();
    var unused = producer.send(record, note); // note hears of it
  }

  /** What was acknowledged so far. */
  public SentRecords sent() {
    return sent;
  }

  /** Returns when all is acknowledged. */
  public void flush() {
    producer.flush();
    throwIfFailed();
  }

  private void throwIfFailed() {
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("cannot produce: " + first.getMessage(), first);
    }
  }

  private static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
