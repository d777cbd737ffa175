package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A process ended while Kafka Streams deleted the directory of a task. */
class BrokenStoresTest {

  @TempDir Path application;

  @BeforeAll
  static void library() {
    RocksDB.loadLibrary();
  }

  @Test
  void theTaskOfAStoreThatLostAFileIsDeleted() throws Exception {
    Path sound = store("4_0", "user-factors");
    Path broken = store("4_1", "user-ratings");
    store("4_1", "user-factors");
    Files.delete(tables(broken).get(0));
    assertThrows(RocksDBException.class, () -> RocksDB.open(broken.toString()).close());

    assertEquals(List.of("4_1"), BrokenStores.delete(application));

    assertFalse(Files.exists(application.resolve("4_1")));
    assertValue(sound);
    assertEquals(List.of(), BrokenStores.delete(application));
  }

  @Test
  void aStoreWithoutItsManifestIsBroken() throws Exception {
    Path broken = store("4_1", "user-ratings");
    try (Stream<Path> files = Files.list(broken)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("MANI")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(List.of("4_1"), BrokenStores.delete(application));
  }

  @Test
  void whatRocksDbWouldBeginAnewStays() throws Exception {
    Path begun = store("4_1", "user-ratings");
    Files.delete(begun.resolve("CURRENT"));
    Files.createDirectories(application.resolve("global"));
    Files.writeString(application.resolve("kafka-streams-process-metadata"), "{}");
    assertEquals(List.of(), BrokenStores.delete(application));
    assertTrue(Files.exists(begun));
  }

  @Test
  void withoutADirectoryNothingIsDeleted() {
    assertEquals(List.of(), BrokenStores.delete(application.resolve("none")));
  }

  private Path store(String task, String name) throws IOException, RocksDBException {
    Path directory = application.resolve(task).resolve("rocksdb").resolve(name);
    Files.createDirectories(directory);
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB store = RocksDB.open(options, directory.toString());
        FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      store.put(bytes("eve"), bytes("heat"));
      store.flush(flush);
    }
    return directory;
  }

  private static List<Path> tables(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
  }

  private static void assertValue(Path store) throws RocksDBException {
    try (RocksDB opened = RocksDB.openReadOnly(store.toString())) {
      assertEquals("heat", new String(opened.get(bytes("eve")), StandardCharsets.UTF_8));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
