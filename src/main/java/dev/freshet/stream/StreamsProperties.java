package dev.freshet.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What Kafka Streams is told. Settings of the user's ({@code kafka.*}) come last and win, but for
 * those that Freshet's promises rest on.
 */
public final class StreamsProperties {

  /** Records above {@code ratings}' own limit, for the reasons that rejected ones carry. */
  private static final int ROOM_FOR_REASONS = 64 * 1024;

  /** What the reasons themselves may take of it. */
  private static final int REASONS = 16 * 1024;

  private static final int LARGEST_INPUT = 1024 * 1024;

  /**
   * How long a task may wait for a broker that is away. Kafka Streams adds it to the time of day,
   * so that the largest number would lie in the past.
   */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private StreamsProperties() {}

  /** Properties of the user side. */
  public static Properties users(StreamSettings settings) {
    return properties(settings, settings.userApplication(), settings.users().threads());
  }

  /** Properties of the movie side. */
  public static Properties movies(StreamSettings settings) {
    Properties p = properties(settings, settings.movieApplication(), settings.movies().threads());
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.movieCommits().usual().toMillis());
    return p;
  }

  /** The largest record, bytes without the reasons, that the rejected ones can hold. */
  static int largestInput(Map<String, Object> configs) {
    Object limit =
        configs.getOrDefault(
            StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
            LARGEST_INPUT + ROOM_FOR_REASONS);
    return Integer.parseInt(String.valueOf(limit)) - REASONS;
  }

  private static Properties properties(StreamSettings settings, String application, int threads) {
    Properties p = new Properties();
    // Look for input this often: lists and commits wait for it when there is none.
    p.put(StreamsConfig.POLL_MS_CONFIG, 10);
    // No task reads two topics in step; asking for each record whether one should wait costs 10%.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    p.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "INFO");
    p.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, FOR_EVER.toMillis());
    // A hard stop is noticed after this long: brokers allow no less by default.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    // The others hear with their next heartbeat that there is work to take over.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    // Smaller helpings: no partition of a backlog runs seconds ahead of the others.
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        256 * 1024);
    // A commit flushes anyway; until then fewer and larger requests.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 65_536);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        LARGEST_INPUT + ROOM_FOR_REASONS);
    // Lists and predecessors are text: brokers keep and copy a third less. kafka.* may say
    // otherwise.
    p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    p.putAll(settings.deployment().kafka().streamsConfig());
    p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, EventTimeOrZero.class);
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    p.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.processing().guarantee().kafkaValue());
    p.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.processing().commitInterval().toMillis());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.processing().standbys());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.processing().cacheBytes());
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(BoundedRocksDb.MEMORY_CONFIG, Long.toString(settings.processing().rocksDbBytes()));
    // What Kafka 5 will do by default; its constant is deprecated until then.
    p.put("processing.exception.handler.global.enabled", true);
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return p;
  }
}
