#!/usr/bin/env bash
# Kafka Streams says that records remain to be restored when all are.
#
# Kafka 4.3.1, a single broker (KRaft), a Kafka Streams application with one store and one task, without
# Freshet. Its changelog gets some hundred records. Then it is stopped, its state is deleted, and it starts
# again. Once it runs, its store is read, and the metric restore-remaining-records-total of the task, which
# is documented as the records that remain to be restored.
# One would expect 0: the store is whole.
# Seen: 0 under at_least_once. Under exactly_once_v2 it stays at the number of transactions that wrote to
# the changelog: each ends with a marker, which takes an offset and is counted as remaining, but is no record
# that is restored. So nobody can tell by this metric that a restore is over.
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
import java.util.function.BooleanSupplier;
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;

public class Finding {

  static final int RECORDS = 300;

  public static void main(String[] args) throws Exception {
    Path work = Path.of(System.getProperty("work"));
    int port = freePort();
    String servers = "127.0.0.1:" + port;
    KafkaRaftServer server = broker(work.resolve("broker"), port);
    try {
      double plain = remaining(servers, work, "at_least_once");
      double exactly = remaining(servers, work, "exactly_once_v2");
      System.out.printf(
          "remain to be restored, of %d records, in a store that is whole: at_least_once %.0f,"
              + " exactly_once_v2 %.0f%n",
          RECORDS, plain, exactly);
      boolean seen = plain == 0 && exactly > 0;
      System.out.println(
          seen ? "SEEN: under exactly-once records remain for ever" : "NOT SEEN: none remain");
      System.exit(seen ? 0 : 1);
    } finally {
      server.shutdown();
    }
  }

  static double remaining(String servers, Path work, String guarantee) throws Exception {
    String name = guarantee.replace('_', '-');
    Map<String, Object> client = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
    try (KafkaStreams first = application(servers, work.resolve("first"), name, guarantee)) {
      first.start();
      try (var producer =
          new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < RECORDS; i++) {
          producer.send(new ProducerRecord<>(name, "key" + i, "value")).get();
          Thread.sleep(10); // several commits
        }
      }
      await(() -> count(first) == RECORDS);
    }
    try (KafkaStreams second = application(servers, work.resolve("second"), name, guarantee)) {
      second.start();
      await(() -> second.state() == KafkaStreams.State.RUNNING && count(second) == RECORDS);
      Thread.sleep(3_000); // it may be late
      return second.metrics().entrySet().stream()
          .filter(metric -> metric.getKey().name().equals("restore-remaining-records-total"))
          .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
          .sum();
    }
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > Duration.ofMinutes(1).toNanos()) {
        throw new IllegalStateException("not within a minute");
      }
      Thread.sleep(100);
    }
  }

  static long count(KafkaStreams streams) {
    try {
      var type = QueryableStoreTypes.<String, String>keyValueStore();
      long count = 0;
      try (var all = streams.store(StoreQueryParameters.fromNameAndType("store", type)).all()) {
        while (all.hasNext()) {
          all.next();
          count++;
        }
      }
      return count;
    } catch (InvalidStateStoreException e) {
      return -1; // not there yet
    }
  }

  static KafkaStreams application(String servers, Path state, String name, String guarantee) {
    var store =
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore("store"), Serdes.String(), Serdes.String());
    Topology topology =
        new Topology()
            .addSource("source", new StringDeserializer(), new StringDeserializer(), name)
            .addProcessor("put", Put::new, "source")
            .addStateStore(store, "put");
    Properties p = new Properties();
    p.put("application.id", name);
    p.put("bootstrap.servers", servers);
    p.put("state.dir", state.toString());
    p.put("processing.guarantee", guarantee);
    p.put("commit.interval.ms", "100");
    p.put("metrics.recording.level", "DEBUG");
    p.put("consumer.auto.offset.reset", "earliest");
    p.put("consumer.session.timeout.ms", "6000");
    return new KafkaStreams(topology, p);
  }

  static class Put implements Processor<String, String, Void, Void> {
    KeyValueStore<String, String> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore("store");
    }

    @Override
    public void process(Record<String, String> record) {
      store.put(record.key(), record.value());
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
