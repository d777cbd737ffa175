#!/usr/bin/env bash
# Kafka Streams with bounded memory flushes small stores at nearly every write.
#
# Kafka 4.3.1 and the RocksDB that it comes with (rocksdbjni 10.1.3), no broker, without Freshet. The
# documentation of Kafka Streams bounds the memory of all stores with a config setter that shares one cache
# and one WriteBufferManager. Here 72 stores share write buffers of 64 MiB (an application with six stores
# and twelve partitions), with the options that Kafka Streams gives a store. Each of them gets the same key
# with 100 bytes, a hundred times: less than a megabyte in all.
# One would expect that nothing is flushed: the write buffers hold a hundredth of what they may.
# Seen: more than a thousand files are written. A store's write buffer is 16 MiB, and it grows by an eighth of
# that, 1 MiB at the most, so that a store with one record takes 1 MiB of what all share. 72 of them are
# above the bound, and from then on nearly each write flushes one. With an arena_block_size of 64 KiB
# nothing is flushed.
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
      <artifactId>kafka-streams-test-utils</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM

cat > "$work/Finding.java" <<'JAVA'
import java.io.File;
import java.nio.file.Path;
import java.util.*;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;
import org.rocksdb.*;

public class Finding {

  static {
    RocksDB.loadLibrary();
  }

  static final int STORES = 72;
  static final int WRITES = 100;
  static final LRUCache CACHE = new LRUCache(128L << 20, -1, false, .1);
  static final WriteBufferManager BUFFERS = new WriteBufferManager(64L << 20, CACHE);
  static long arena = 0;

  /** As the documentation bounds memory. */
  public static final class Bounded implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
      table.setBlockCache(CACHE);
      table.setCacheIndexAndFilterBlocks(true);
      options.setWriteBufferManager(BUFFERS);
      if (arena > 0) {
        options.setArenaBlockSize(arena);
      }
      options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {}
  }

  public static void main(String[] args) {
    Path work = Path.of(System.getProperty("work"));
    long plain = run(work.resolve("plain"));
    arena = 64 << 10;
    long small = run(work.resolve("small"));
    System.out.printf(
        "%d stores, %d writes of 100 bytes each: files made with arena blocks of 1 MiB: %d, of 64 KiB: %d%n",
        STORES, WRITES, plain, small);
    boolean seen = plain > STORES * 10 && small < STORES;
    System.out.println(seen ? "SEEN: small stores are flushed all the time" : "NOT SEEN");
    System.exit(seen ? 0 : 1);
  }

  static long run(Path state) {
    Topology topology = new Topology();
    topology.addSource("source", "in");
    topology.addProcessor("processor", Writer::new, "source");
    for (int i = 0; i < STORES; i++) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore("store-" + i),
                  Serdes.String(),
                  Serdes.String())
              .withLoggingDisabled(),
          "processor");
    }
    Properties properties = new Properties();
    properties.put("application.id", "finding");
    properties.put("bootstrap.servers", "localhost:1");
    properties.put("state.dir", state.toString());
    properties.put("rocksdb.config.setter", Bounded.class.getName());
    properties.put("default.key.serde", Serdes.StringSerde.class.getName());
    properties.put("default.value.serde", Serdes.StringSerde.class.getName());
    try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
      var in =
          driver.createInputTopic(
              "in", Serdes.String().serializer(), Serdes.String().serializer());
      for (int i = 0; i < WRITES; i++) {
        in.pipeInput("key", "x".repeat(100));
      }
      return files(state.toFile());
    }
  }

  /** Files of a store are numbered in the order in which they were made. */
  static long files(File directory) {
    long newest = 0;
    long below = 0;
    for (File file : Objects.requireNonNull(directory.listFiles())) {
      if (file.isDirectory()) {
        below += files(file);
      } else if (file.getName().endsWith(".sst")) {
        newest = Math.max(newest, Long.parseLong(file.getName().replace(".sst", "")));
      }
    }
    return below + newest;
  }

  static final class Writer implements Processor<String, String, Void, Void> {
    final List<KeyValueStore<String, String>> stores = new ArrayList<>();

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      for (int i = 0; i < STORES; i++) {
        stores.add(context.getStateStore("store-" + i));
      }
    }

    @Override
    public void process(Record<String, String> record) {
      for (var store : stores) {
        store.put(record.key(), record.value());
      }
    }
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
