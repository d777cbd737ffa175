#!/usr/bin/env bash
# Kafka Streams with exactly-once ends during an outage that its task timeout allows.
#
# Kafka 4.3.1, a single broker (KRaft), a Kafka Streams application with one store and four tasks, without
# Freshet. Its task.timeout.ms is a day; delivery.timeout.ms and max.block.ms are some seconds, so that
# what otherwise takes two minutes takes seconds. The broker stops while a transaction is open.
# One would expect that tasks are tried again until the broker is back, for a day at the most.
# Seen: some seconds after the broker stops the thread fails, and with the default handler the application
# is in the state PENDING_ERROR: it ends. Records that were sent and not acknowledged expire, so the
# producer is in an error from which only an abort leads. Streams adds offsets to the transaction all the
# same, and gets a KafkaException whose cause says "It is safe to abort the transaction and continue", or
# is a TransactionAbortableException. That is fatal to it, whatever task.timeout.ms says. A handler that
# replaces the thread keeps the application alive.
#
# Needs a JDK 17 and Maven. Works in a temporary folder. Ends with 0 if it is seen again, with 1 if not.
set -euo pipefail

version=${VERSION:-4.3.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-streams</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM

cat > "$work/Finding.java" <<'JAVA'
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;

public class Finding {

  static final int PARTITIONS = 4;
  static final int TRIES = 6;
  static final Duration OUTAGE = Duration.ofSeconds(30);

  public static void main(String[] args) throws Exception {
    Path work = Path.of(System.getProperty("work"));
    boolean seen = false;
    for (int i = 1; i <= TRIES && !seen; i++) { // some batch has to be on its way as the broker stops
      seen = outage(work.resolve("try-" + i));
    }
    System.out.println(
        seen
            ? "SEEN: the application ended, long before the time that a task may take"
            : "NOT SEEN: the application waits for the broker");
    System.exit(seen ? 0 : 1);
  }

  static boolean outage(Path work) throws Exception {
    int port = freePort();
    String servers = "127.0.0.1:" + port;
    KafkaRaftServer server = broker(work.resolve("broker"), port);
    Map<String, Object> client = Map.of("bootstrap.servers", servers);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicLong processed = new AtomicLong();
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("in", PARTITIONS, (short) 1))).all().get();
    }
    KafkaStreams streams = application(servers, work, processed, failure);
    streams.start();
    Thread load = load(client, processed);
    server.shutdown(); // while records come
    try {
      long start = System.nanoTime();
      while (failure.get() == null && System.nanoTime() - start < OUTAGE.toNanos()) {
        Thread.sleep(100);
      }
      if (failure.get() == null) {
        System.out.println("it lives after " + OUTAGE.toSeconds() + " s");
        return false;
      }
      System.out.printf(
          "failed %d s after the broker stopped%n", (System.nanoTime() - start) / 1_000_000_000);
      for (Throwable why = failure.get(); why != null; why = why.getCause()) {
        System.out.println("  " + why.getClass().getName() + ": " + firstLine(why));
      }
      Thread.sleep(1_000);
      System.out.println("state: " + streams.state());
      return streams.state() == KafkaStreams.State.PENDING_ERROR
          || streams.state() == KafkaStreams.State.ERROR;
    } finally {
      load.interrupt();
      streams.close(Duration.ofSeconds(1)); // it would wait for the broker
    }
  }

  /** Returns once 2,000 records were processed; more come until it is interrupted. */
  static Thread load(Map<String, Object> client, AtomicLong processed) throws Exception {
    Map<String, Object> config = new HashMap<>(client);
    config.put("max.block.ms", "1000");
    Thread thread =
        new Thread(
            () -> {
              var producer =
                  new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
              try {
                for (long n = 0; ; n++) {
                  producer.send(new ProducerRecord<>("in", "key" + n % 1_000, "value" + n));
                  Thread.sleep(1);
                }
              } catch (InterruptedException | InterruptException e) {
                producer.close(Duration.ZERO);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (processed.get() < 2_000) {
      Thread.sleep(10);
    }
    return thread;
  }

  static String firstLine(Throwable why) {
    return String.valueOf(why.getMessage()).lines().findFirst().orElse("");
  }

  static KafkaStreams application(
      String servers, Path work, AtomicLong processed, AtomicReference<Throwable> failure) {
    var store =
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore("store"), Serdes.String(), Serdes.String());
    Topology topology =
        new Topology()
            .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
            .addProcessor("put", () -> new Put(processed), "source")
            .addStateStore(store, "put");
    Properties p = new Properties();
    p.put("application.id", "app");
    p.put("bootstrap.servers", servers);
    p.put("state.dir", work.resolve("state").toString());
    p.put("processing.guarantee", "exactly_once_v2");
    p.put("commit.interval.ms", "100");
    p.put("task.timeout.ms", Long.toString(Duration.ofDays(1).toMillis()));
    p.put("consumer.auto.offset.reset", "earliest");
    p.put("producer.request.timeout.ms", "3000");
    p.put("producer.delivery.timeout.ms", "5000");
    p.put("producer.max.block.ms", "3000");
    KafkaStreams streams = new KafkaStreams(topology, p);
    streams.setUncaughtExceptionHandler(
        why -> {
          failure.compareAndSet(null, why);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT; // the default
        });
    return streams;
  }

  static class Put implements Processor<String, String, Void, Void> {
    final AtomicLong processed;
    KeyValueStore<String, String> store;

    Put(AtomicLong processed) {
      this.processed = processed;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore("store");
    }

    @Override
    public void process(Record<String, String> record) {
      store.put(record.key(), record.value());
      processed.incrementAndGet();
    }
  }

  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static KafkaRaftServer broker(Path directory, int port) throws Exception {
    int controller = freePort();
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    p.put("log.dirs", directory.toString());
    p.put("group.initial.rebalance.delay.ms", "0");
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", "1");
    }
    p.put("transaction.state.log.min.isr", "1");
    new Formatter()
        .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setNodeId(1)
        .setClusterId(org.apache.kafka.common.Uuid.randomUuid().toString())
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .run();
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(p, false), Time.SYSTEM);
    server.startup();
    return server;
  }
}
JAVA

(cd "$work" && mvn -q -B dependency:copy-dependencies -DoutputDirectory="$work/lib")
javac -nowarn -cp "$work/lib/*" -d "$work" "$work/Finding.java"
echo "Kafka Streams $version"
java -Dwork="$work" -cp "$work:$work/lib/*" Finding 2> "$work/finding.log" || {
  code=$?
  tail -n 20 "$work/finding.log" >&2
  exit "$code"
}
