package dev.freshet.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stores that RocksDB cannot open. A process leaves such a store if it ends while Kafka
 * Streams deletes a task's directory: some files are gone, and others name them. Kafka Streams
 * opens all stores when it starts, so one of these would end every start.
 */
final class BrokenStores {

  private static final Logger LOG = LoggerFactory.getLogger(BrokenStores.class);

  private BrokenStores() {}

  /**
   * Deletes the directory of each task that has such a store; Kafka Streams restores the task from
   * its changelogs. No process may use the stores.
   *
   * @param application directory of an application: {@code TASK/rocksdb/STORE} below it
   * @return the tasks whose directories were deleted
   * @throws UncheckedIOException if a directory cannot be read or deleted
   */
  static List<String> delete(Path application) {
    List<String> deleted = new ArrayList<>();
    try {
      for (Path task : directories(application)) {
        for (Path store : directories(task.resolve("rocksdb"))) {
          @Nullable String problem = problem(store);
          if (problem != null) {
            LOG.warn("the stores in {} are deleted and restored: {}", task, problem);
            Utils.delete(task.toFile());
            deleted.add(task.getFileName().toString());
            break;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or delete stores in " + application, e);
    }
    return deleted;
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** Why a store cannot be opened; null where it can, or where RocksDB would begin a new one. */
  private static @Nullable String problem(Path store) {
    if (!Files.exists(store.resolve("CURRENT"))) {
      return null;
    }
    RocksDB.loadLibrary();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options options = new Options();
        DBOptions plain = new DBOptions()) {
      List<ColumnFamilyDescriptor> families =
          RocksDB.listColumnFamilies(options, store.toString()).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
      if (families.isEmpty()) {
        return "no column family can be read in " + store;
      }
      RocksDB opened = RocksDB.openReadOnly(plain, store.toString(), families, handles);
      handles.forEach(ColumnFamilyHandle::close);
      opened.close();
      return null;
    } catch (RocksDBException e) {
      return e.getMessage();
    }
  }
}
