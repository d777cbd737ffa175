package dev.freshet.stream;

import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.sources.NotingClients;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.GatedConsumer;
import dev.freshet.stream.staleness.StalenessGate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;

/**
 * Kafka Streams' ordinary clients, but for the main consumer, a {@link GatedConsumer}, and the
 * producer, a {@link CountedProducer}.
 */
public final class GatedClients extends NotingClients {

  private final StalenessGate gate;
  private final MovieReplica replica;
  private final String gatedTopic;
  private final String countedTopic;
  private final KnownMovies movies;
  private final LearningListener listener;

  public GatedClients(
      SourceLogs logs,
      StalenessGate gate,
      MovieReplica replica,
      String gatedTopic,
      String countedTopic,
      KnownMovies movies,
      LearningListener listener) {
    super(logs);
    this.gate = gate;
    this.replica = replica;
    this.gatedTopic = gatedTopic;
    this.countedTopic = countedTopic;
    this.movies = movies;
    this.listener = listener;
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new CountedProducer(config, gate, countedTopic);
  }

  /**
   * A consumer whose poll is at most a third of the least bound. The gate opens only for a whole
   * poll, so at least two thirds of the bound can be on the way.
   */
  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    long configured =
        Long.parseLong(String.valueOf(config.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)));
    int mostPerPoll = (int) Math.min(configured, Math.max(1, gate.settings().least() / 3));
    Map<String, Object> bounded = new HashMap<>(config);
    bounded.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostPerPoll);
    return new GatedConsumer(
        bounded,
        logs(),
        gate,
        replica,
        gatedTopic,
        mostPerPoll,
        listener::heldBack,
        System::nanoTime) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (!records.isEmpty()) {
          movies.received();
        }
        return records;
      }
    };
  }
}
