package dev.freshet.stream.catalogue;

import dev.freshet.topics.GrouplessReader;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of movies, read from its beginning in no group; its partitions may grow. */
public final class MoviesTopic implements CatalogueReader.MovieSource {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  /** After this many polls without a record, where there must be some, the broker is silent. */
  private static final int EMPTY_POLLS = 50;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;

  MoviesTopic(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Reads with these settings of a consumer, but in no group and committed records alone. */
  public static MoviesTopic open(Map<String, Object> config, String topic) {
    Map<String, Object> own = GrouplessReader.promptConfig(config);
    return new MoviesTopic(
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topic);
  }

  /** What a record says of a movie, read as ingest reads it. */
  public static CatalogueReader.RecordReading reading(MovieParser parser) {
    return (key, value) -> {
      try {
        MovieEvent event = parser.parse(key, value);
        return new CatalogueReader.Presence(event.movieId(), event.movie() != null);
      } catch (RejectedException e) {
        return null; // ingest rejects it too
      }
    };
  }

  @Override
  public void readOn(CatalogueReader.Records records) {
    assignAll();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN);
    int empty = 0;
    boolean isThere = isAt(ends);
    do { // once at least: a topic that was created anew is noticed by a fetch alone
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(isThere ? Duration.ZERO : POLL);
      for (ConsumerRecord<byte[], byte[]> record : batch) {
        records.take(record.key(), record.value());
      }
      empty = batch.isEmpty() ? empty + 1 : 0;
      if (empty > EMPTY_POLLS) {
        throw new TimeoutException("no records of " + topic + " come");
      }
      isThere = isAt(ends);
    } while (!isThere);
  }

  /** Reads all partitions; those that were read keep their places. */
  private void assignAll() {
    List<PartitionInfo> known = consumer.partitionsFor(topic, ANSWER_WITHIN);
    if (known.size() != consumer.assignment().size()) {
      Collection<TopicPartition> all = new ArrayList<>();
      known.forEach(p -> all.add(new TopicPartition(topic, p.partition())));
      consumer.assign(all);
    }
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
