#!/usr/bin/env bash
# A store whose deletion was cut short ends every start.
#
# Kafka Streams 4.3.1, exactly once, one persistent store, without Freshet.
# After an unclean stop Kafka Streams deletes a task's directory and restores the store from its changelog.
# A process that ends while it deletes leaves a store of which some files are gone. One would expect that
# this, too, is found to be unclean, deleted and restored.
# Seen: KafkaStreams.start() opens all stores that it finds and throws ProcessorStateException where RocksDB
# says that a file is missing. Nothing is deleted, so each further start ends in the same way, until somebody
# deletes the directory by hand.
#
# Needs a JDK 17 and Maven. Works in a temporary folder. Ends with 0 if it is seen again, with 1 if not.
set -euo pipefail

version=4.3.1
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
      <artifactId>kafka-streams</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM

cat > "$work/Finding.java" <<'JAVA'
import java.net.ServerSocket;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.stream.Stream;
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.state.*;

public class Finding {

  public static void main(String[] args) throws Exception {
    Path work = Path.of(System.getProperty("work"));
    String servers = "127.0.0.1:" + broker(work.resolve("broker"));
    Path state = work.resolve("state");
    Map<String, Object> client = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(client);
        var producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("in", "eve", "here")).get();
    }
    try (KafkaStreams first = streams(servers, state)) {
      first.start();
      until(() -> first.state() == KafkaStreams.State.RUNNING && "here".equals(value(first)));
    }
    System.out.println("closed cleanly; starts again: " + start(servers, state));
    try (Stream<Path> files = Files.walk(state)) {
      Files.delete(files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow());
    }
    System.out.println("a file of the store is deleted, as by a deletion that was cut short");
    boolean seen = true;
    for (int i = 1; i <= 2; i++) {
      String ended = start(servers, state);
      System.out.println("start " + i + ": " + ended);
      seen &= ended.equals("ProcessorStateException");
    }
    System.out.println(seen ? "SEEN: no start succeeds" : "NOT SEEN: the store is restored");
    System.exit(seen ? 0 : 1);
  }

  /** How a start ends: "runs", or the name of what start() or a thread throws. */
  static String start(String servers, Path state) throws Exception {
    String[] failure = {null};
    try (KafkaStreams streams = streams(servers, state)) {
      streams.setUncaughtExceptionHandler(
          e -> {
            failure[0] = e.getClass().getSimpleName();
            return org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler
                .StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      until(() -> failure[0] != null || streams.state() == KafkaStreams.State.RUNNING);
    } catch (ProcessorStateException e) {
      failure[0] = e.getClass().getSimpleName();
    }
    return failure[0] == null ? "runs" : failure[0];
  }

  static String value(KafkaStreams streams) {
    ReadOnlyKeyValueStore<String, String> store =
        streams.store(
            StoreQueryParameters.fromNameAndType("store", QueryableStoreTypes.keyValueStore()));
    return store.get("eve");
  }

  static KafkaStreams streams(String servers, Path state) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.table(
        "in",
        Consumed.with(Serdes.String(), Serdes.String()),
        Materialized.<String, String>as(Stores.persistentKeyValueStore("store")));
    Properties p = new Properties();
    p.put("application.id", "app");
    p.put("bootstrap.servers", servers);
    p.put("state.dir", state.toString());
    p.put("processing.guarantee", "exactly_once_v2");
    p.put("consumer.auto.offset.reset", "earliest");
    return new KafkaStreams(builder.build(), p);
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        System.out.println("NOT SEEN: a step did not come to its end");
        System.exit(1);
      }
      Thread.sleep(100);
    }
  }

  static int broker(Path directory) throws Exception {
    int port;
    int controller;
    try (ServerSocket a = new ServerSocket(0);
        ServerSocket b = new ServerSocket(0)) {
      port = a.getLocalPort();
      controller = b.getLocalPort();
    }
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
    new KafkaRaftServer(KafkaConfig.fromProps(p, false), Time.SYSTEM).startup();
    return port;
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
