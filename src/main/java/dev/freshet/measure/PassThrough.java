package dev.freshet.measure;

import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.StreamsProperties;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The least that Kafka Streams can do with the same records: consume and produce, with the threads,
 * partitions, guarantee, commit interval and client settings that Freshet has. What Freshet's
 * throughput is compared with.
 */
final class PassThrough {

  private PassThrough() {}

  /**
   * Runs over a topic once.
   *
   * @param system broker
   * @param settings Freshet's
   * @param topic full name of the topic to read
   * @param records number of records in it
   * @param run names this run: application id and output topic
   * @param look is told how many records are through, now and then
   * @return records per second, from the first to the last record processed
   */
  static double measure(
      LocalSystem system,
      StreamSettings settings,
      String topic,
      long records,
      String run,
      LongConsumer look) {
    String output = run + "-output";
    try (Admin admin = system.admin()) {
      admin.createTopics(List.of(new NewTopic(output, system.partitions(), (short) 1))).all().get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("cannot create " + output, e);
    } catch (InterruptedException e) {
      throw new EvaluationException("stopped"); // the interruption is over
    }
    AtomicLong seen = new AtomicLong();
    AtomicLong first = new AtomicLong();
    AtomicLong last = new AtomicLong();
    Properties properties = StreamsProperties.users(settings);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, run);
    properties.put(
        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
        settings.users().threads() + settings.movies().threads());
    try (KafkaStreams streams =
        new KafkaStreams(topology(topic, output, seen, first, last), properties)) {
      streams.start();
      while (seen.get() < records) {
        look.accept(seen.get());
        if (streams.state() == KafkaStreams.State.ERROR) {
          throw new IllegalStateException("the pass-through ended at " + seen + " records");
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
    return records / ((last.get() - first.get()) / 1e9);
  }

  private static Topology topology(
      String topic, String output, AtomicLong seen, AtomicLong first, AtomicLong last) {
    var read = new ByteArrayDeserializer();
    var write = new ByteArraySerializer();
    return new Topology()
        .addSource("source", read, read, topic)
        .addProcessor("pass", () -> new Pass(seen, first, last), "source")
        .addSink("sink", output, write, write, "pass");
  }

  private static final class Pass extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final AtomicLong seen;
    private final AtomicLong first;
    private final AtomicLong last;

    Pass(AtomicLong seen, AtomicLong first, AtomicLong last) {
      this.seen = seen;
      this.first = first;
      this.last = last;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      long now = System.nanoTime();
      if (seen.getAndIncrement() == 0) {
        first.set(now);
      }
      last.set(now);
      context().forward(record);
    }
  }
}
