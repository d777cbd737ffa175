package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class BoundedRocksDbTest {

  /** Twelve partitions have 72 stores: 4 MiB each were 288 MiB for nothing. */
  @Test
  void anEmptyStoreTakesHardlyAnyOfTheDisk(@TempDir Path directory) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/du")), "du tells what a file takes of the disk");
    try (Options options = new Options().setCreateIfMissing(true)) {
      options.setTableFormatConfig(new BlockBasedTableConfig());
      Map<String, Object> configs = Map.of(BoundedRocksDb.MEMORY_CONFIG, 16L << 20);
      new BoundedRocksDb().setConfig("films", options, configs);
      try (RocksDB store = RocksDB.open(options, directory.toString())) {
        long kilobytes = taken(directory);
        assertTrue(kilobytes < 256, kilobytes + " KiB for " + store.getLatestSequenceNumber());
      }
    }
  }

  /** Each flush writes a file, and files are merged: that took more time than the learning. */
  @Test
  void storesOfTwelvePartitionsKeepSmallChangesInMemory(@TempDir Path directory) throws Exception {
    List<RocksDB> stores = new ArrayList<>();
    try (Options options = new Options().setCreateIfMissing(true)) {
      options.setTableFormatConfig(new BlockBasedTableConfig());
      Map<String, Object> configs = Map.of(BoundedRocksDb.MEMORY_CONFIG, 16L << 20);
      new BoundedRocksDb().setConfig(Store.USER_RATINGS, options, configs);
      for (int i = 0; i < 72; i++) {
        stores.add(RocksDB.open(options, directory.resolve("store-" + i).toString()));
      }
      for (int change = 0; change < 20; change++) {
        for (RocksDB store : stores) {
          store.put("film".getBytes(StandardCharsets.UTF_8), new byte[300]);
        }
      }
      assertEquals(0, flushed(directory));
    } finally {
      stores.forEach(RocksDB::close);
    }
  }

  private static long flushed(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".sst")).count();
    }
  }

  private static long taken(Path directory) throws IOException, InterruptedException {
    Process du = new ProcessBuilder("/usr/bin/du", "-sk", directory.toString()).start();
    String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(du.waitFor(10, TimeUnit.SECONDS) && du.exitValue() == 0, said);
    return Long.parseLong(said.split("\\s", 2)[0]);
  }
}
