#!/usr/bin/env bash
# A broker that stops calls transactions committed whose partitions were never told.
#
# Kafka 4.3.1, a single broker (KRaft), transactions version 2, the plain producer, without Freshet.
# commitTransaction() returns when the coordinator has written down that the transaction commits; it then
# writes a marker to each partition. A broker that is about to stop has no leaders any more. One would
# expect that markers wait until there are some again.
# Seen: KRaftMetadataCache.getPartitionLeaderEndpoint gives nothing for a partition that exists and has no
# leader. The coordinator takes such a partition for deleted, skips its marker, and writes that the
# transaction is complete. After the next start the partition keeps it open: nobody is going to end it.
# Who reads committed records does not see those that commitTransaction() promised, nor any after them.
# A killed broker does the same when it starts: it goes on with markers before it has registered, and then
# has no leaders for a moment.
# Up to 4.2.0 the method gave Node.noNode(), and markers waited. Reported as KAFKA-20734. To see that
# it is not so: VERSION=4.2.0 findings/kafka-broker-ends-transactions-without-markers.sh
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
  </dependencies>
</project>
POM

cat > "$work/Finding.java" <<'JAVA'
import java.io.*;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

public class Finding {

  static final int PRODUCERS = 30;
  static final int ROUNDS = 5;
  static final int TIMEOUT_MS = 5_000;

  static int port;
  static Path directory;
  static int seen;

  public static void main(String[] args) throws Exception {
    directory = Path.of(System.getProperty("work")).resolve("broker");
    port = free();
    format();
    KafkaRaftServer broker = broker();
    try (Admin admin = Admin.create(client())) {
      List<NewTopic> topics = new ArrayList<>();
      topics.add(new NewTopic("out", PRODUCERS, (short) 1));
      topics.add(new NewTopic("more", 200, (short) 1)); // a broker that has much to put away
      admin.createTopics(topics).all().get();
      for (int round = 1; round <= ROUNDS && seen == 0; round++) {
        broker = restartUnder(load(round), broker);
        Thread.sleep(3 * TIMEOUT_MS); // what is open only because it has not timed out is not meant
        seen = compare(admin, round);
      }
    }
    System.out.println(
        seen > 0
            ? "SEEN: transactions are complete at their coordinator and open at their partitions"
            : "NOT SEEN: every transaction came to its end");
    System.out.flush();
    Runtime.getRuntime().halt(seen > 0 ? 0 : 1);
  }

  /** Transactions of one record each, one after the other, until a commit does not return at once. */
  static final Map<Integer, Integer> committed = new ConcurrentSkipListMap<>();

  static List<Producer<String, String>> load(int round) {
    List<Producer<String, String>> producers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      Map<String, Object> p = client();
      p.put("transactional.id", "round-" + round + "-producer-" + i);
      p.put("transaction.timeout.ms", TIMEOUT_MS);
      p.put("delivery.timeout.ms", TIMEOUT_MS);
      p.put("request.timeout.ms", 1_000);
      p.put("linger.ms", 0);
      p.put("max.block.ms", 20_000);
      Producer<String, String> producer =
          new KafkaProducer<>(p, new StringSerializer(), new StringSerializer());
      producer.initTransactions();
      producers.add(producer);
    }
    return producers;
  }

  static KafkaRaftServer restartUnder(List<Producer<String, String>> producers, KafkaRaftServer old)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch stopping = new CountDownLatch(1);
    for (int i = 0; i < PRODUCERS; i++) {
      int partition = i;
      threads.submit(() -> commitUntil(stopping, producers.get(partition), partition));
    }
    Thread.sleep(3_000);
    Future<?> stop = threads.submit(() -> stop(old));
    Thread.sleep(20);
    stopping.countDown();
    stop.get();
    KafkaRaftServer started = broker();
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    producers.forEach(producer -> producer.close(Duration.ZERO));
    return started;
  }

  static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Goes on after the stop began until a transaction fails, or a commit took until the next start. */
  static void commitUntil(CountDownLatch stopping, Producer<String, String> producer, int to) {
    try {
      while (true) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("out", to, "key", "value")).get();
        long start = System.nanoTime();
        producer.commitTransaction();
        committed.merge(to, 1, Integer::sum);
        if (stopping.getCount() == 0 && System.nanoTime() - start > 1_000_000_000L) {
          return;
        }
      }
    } catch (KafkaException | ExecutionException | InterruptedException e) {
      // The broker is gone in the midst of a transaction, which is to be aborted by its timeout.
    }
  }

  static int compare(Admin admin, int round) throws Exception {
    Map<Long, String> ids = new HashMap<>();
    Map<Long, TransactionState> states = new HashMap<>();
    for (TransactionListing listing : admin.listTransactions().all().get()) {
      ids.put(listing.producerId(), listing.transactionalId());
      states.put(listing.producerId(), listing.state());
    }
    Set<TopicPartition> partitions = new TreeSet<>(Comparator.comparing(TopicPartition::partition));
    for (int i = 0; i < PRODUCERS; i++) {
      partitions.add(new TopicPartition("out", i));
    }
    Map<TopicPartition, Integer> readable = read(partitions);
    Map<TopicPartition, DescribeProducersResult.PartitionProducerState> producers =
        admin.describeProducers(partitions).all().get();
    int hanging = 0;
    for (TopicPartition partition : partitions) {
      for (ProducerState state : producers.get(partition).activeProducers()) {
        TransactionState known = states.get(state.producerId());
        if (state.currentTransactionStartOffset().isPresent() && known != TransactionState.ONGOING) {
          hanging++;
          System.out.printf(
              "%s: open since offset %d, by %s, whose coordinator says %s; %d committed, %d readable%n",
              partition,
              state.currentTransactionStartOffset().getAsLong(),
              ids.get(state.producerId()),
              known,
              committed.get(partition.partition()),
              readable.getOrDefault(partition, 0));
        }
      }
    }
    System.out.println("stop " + round + ": " + hanging + " of " + PRODUCERS + " partitions");
    return hanging;
  }

  static Map<TopicPartition, Integer> read(Set<TopicPartition> partitions) {
    Map<TopicPartition, Integer> counts = new HashMap<>();
    Map<String, Object> c = client();
    c.put("isolation.level", "read_committed");
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(c, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(r -> counts.merge(new TopicPartition(r.topic(), r.partition()), 1, Integer::sum));
      }
    }
    return counts;
  }

  static Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + port));
  }

  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static void format() throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .run();
  }

  static KafkaRaftServer broker() throws Exception {
    int controller = free();
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    p.put("log.dirs", directory.toString());
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    p.put("log.cleaner.enable", "false");
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(p, false), Time.SYSTEM);
    server.startup();
    return server;
  }
}
JAVA

(cd "$work" && mvn -q -B dependency:copy-dependencies -DoutputDirectory="$work/lib")
javac -nowarn -cp "$work/lib/*" -d "$work" "$work/Finding.java"
echo "Kafka $version"
timeout 600 java -Dwork="$work" -cp "$work:$work/lib/*" Finding 2> "$work/finding.log" || {
  code=$?
  tail -n 20 "$work/finding.log" >&2
  exit "$code"
}
