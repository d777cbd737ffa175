#!/usr/bin/env bash
# A key that was deleted stands in a state store again.
#
# Kafka Streams 4.3.1, exactly once, one persistent store with a compacted changelog, without Freshet.
# The documentation says that under exactly-once the local stores are deleted after an unclean stop.
# Seen: a store that was closed cleanly once, opened again, and not flushed by RocksDB before the
# process died is kept, since its mark of being open was only in the memtable and there is no log. It is
# restored from the offset of the clean close. A tombstone that was written in between and has been
# compacted away since (delete.retention.ms) is not there to be read: the deleted key stands again.
# An instance that was away for longer than delete.retention.ms with its state.dir does the same.
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
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;

/** Orders the steps; `Finding app SERVERS DIR` is the application in a process of its own. */
public class Finding {

  static final String CHANGELOG = "app-store-changelog";

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      app(args[1], args[2]);
      return;
    }
    Path work = Path.of(System.getProperty("work"));
    String servers = "127.0.0.1:" + broker(work.resolve("broker"));
    Path state = work.resolve("state");
    Map<String, Object> client = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(client);
        var producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("in", 1, (short) 1),
                  new NewTopic(CHANGELOG, 1, (short) 1)
                      .configs(
                          Map.of(
                              "cleanup.policy", "compact",
                              "delete.retention.ms", "1000",
                              "segment.ms", "200",
                              "min.cleanable.dirty.ratio", "0.001"))))
          .all()
          .get();

      Process first = start(servers, state, work);
      producer.send(new ProducerRecord<>("in", "eve", "here")).get();
      until(() -> "here".equals(last(servers, "eve").orElse("")));
      first.getOutputStream().close(); // a clean stop
      System.out.println("closed cleanly: " + first.waitFor());

      Process second = start(servers, state, work);
      producer.send(new ProducerRecord<>("in", "eve", null)).get();
      until(() -> last(servers, "eve").orElse("").equals("tombstone"));
      second.destroyForcibly().waitFor();
      System.out.println("deleted, then killed");

      Process third = start(servers, work.resolve("other-state"), work);
      int[] others = {0};
      until(
          () -> { // the segment that is written to is not cleaned
            producer.send(new ProducerRecord<>("in", "other" + others[0]++ % 5, "x")).get();
            return last(servers, "eve").isEmpty();
          });
      third.getOutputStream().close();
      third.waitFor();
      System.out.println("the changelog holds no record of the key any more, not even a tombstone");

      Process fourth = start(servers, state, work);
      producer.send(new ProducerRecord<>("in", "?eve", "")).get();
      String answer = new Scanner(fourth.getInputStream()).nextLine();
      System.out.println("in the store, which was deleted by an unclean stop: eve = " + answer);
      fourth.destroyForcibly().waitFor();
      boolean seen = answer.equals("here");
      System.out.println(seen ? "SEEN: the deleted key is back" : "NOT SEEN: it stays deleted");
      System.exit(seen ? 0 : 1);
    }
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        System.out.println("NOT SEEN: a step did not come to its end");
        System.exit(1);
      }
      Thread.sleep(100);
    }
  }

  /** The changelog's last word on a key; nothing where it holds no record of it. */
  static Optional<String> last(String servers, String key) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(CHANGELOG, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      String[] found = {null};
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          if (record.key().equals(key)) {
            found[0] = record.value() == null ? "tombstone" : record.value();
          }
        }
      }
      return Optional.ofNullable(found[0]);
    }
  }

  static Process start(String servers, Path state, Path work) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "Finding",
            "app",
            servers,
            state.toString())
        .redirectError(ProcessBuilder.Redirect.appendTo(work.resolve("app.log").toFile()))
        .start();
  }

  /** Puts what comes into a store; a key with a question mark asks for what is there. */
  static void app(String servers, String state) throws Exception {
    var store =
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore("store"), Serdes.String(), Serdes.String());
    Topology topology =
        new Topology()
            .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
            .addProcessor("put", Put::new, "source")
            .addStateStore(store, "put");
    Properties p = new Properties();
    p.put("application.id", "app");
    p.put("bootstrap.servers", servers);
    p.put("state.dir", state);
    p.put("processing.guarantee", "exactly_once_v2");
    p.put("consumer.auto.offset.reset", "earliest");
    p.put("consumer.session.timeout.ms", "6000");
    KafkaStreams streams = new KafkaStreams(topology, p);
    streams.start();
    while (System.in.read() >= 0) {}
    streams.close(
        CloseOptions.groupMembershipOperation(
            CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }

  static class Put implements Processor<String, String, Void, Void> {
    KeyValueStore<String, String> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore("store");
    }

    @Override
    public void process(Record<String, String> record) {
      if (record.key().startsWith("?")) {
        System.out.println(store.get(record.key().substring(1)));
      } else {
        store.put(record.key(), record.value());
      }
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
    p.put("log.cleaner.backoff.ms", "100");
    p.put("log.cleaner.dedupe.buffer.size", "8388608");
    p.put("group.initial.rebalance.delay.ms", "0");
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", "1");
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
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
