package dev.freshet.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of the process one block cache. All write buffers, index and filter
 * blocks count in it, so their memory is bounded whatever the number of partitions. The first
 * store's setting sets the size. Of the disk an empty store takes some kilobytes.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  /** Setting: bytes for block cache and write buffers of all stores together. */
  public static final String MEMORY_CONFIG = "freshet.rocksdb.memory.bytes";

  /** Of the disk for the list of a store's files, bytes: they are few. RocksDB takes 4 MiB. */
  private static final long MANIFEST_AHEAD = 16 * 1024;

  /**
   * Share of the memory by which a write buffer grows: 64 KiB of 128 MiB. RocksDB takes 1 MiB,
   * twice for each store even if it has but one record. For the 72 stores of twelve partitions that
   * was more than all write buffers may have together, so that nearly every write flushed a store.
   */
  private static final int STEPS = 2048;

  /** More would fill the write buffers of many stores, however much memory there is. */
  private static final long LARGEST_STEP = 64 * 1024;

  /** Share of the memory that one store's write buffer may have. */
  private static final int LARGEST = 16;

  private static @Nullable Cache cache;
  private static @Nullable WriteBufferManager writeBuffers;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    long bytes = Long.parseLong(String.valueOf(configs.get(MEMORY_CONFIG)));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache(bytes));
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setWriteBufferManager(writeBuffers(bytes));
    options.setArenaBlockSize(Math.min(LARGEST_STEP, bytes / STEPS));
    options.setWriteBufferSize(Math.min(options.writeBufferSize(), bytes / LARGEST));
    options.setManifestPreallocationSize(MANIFEST_AHEAD);
    if (storeName.equals(Store.USER_RATINGS)) {
      // Most ratings are new: a filter answers for what is not in the write buffer. It takes its
      // memory at once, so small stores go without.
      options.setMemtablePrefixBloomSizeRatio(0.05);
      options.setMemtableWholeKeyFiltering(true);
    }
    options.setTableFormatConfig(table);
  }

  private static synchronized Cache cache(long bytes) {
    if (cache == null) {
      cache = new LRUCache(bytes, -1, false, 0.1);
    }
    return cache;
  }

  private static synchronized WriteBufferManager writeBuffers(long bytes) {
    if (writeBuffers == null) {
      writeBuffers = new WriteBufferManager(bytes / 2, cache(bytes));
    }
    return writeBuffers;
  }

  /** Bytes in use of the block cache, write buffers included; 0 before the first store. */
  public static synchronized long cacheUsage() {
    return cache == null ? 0 : cache.getUsage();
  }

  @Override
  public void close(String storeName, Options options) {
    // The cache and the write buffers belong to the process, not to a store.
  }
}
