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
 * store's setting sets the size.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  /** Setting: bytes for block cache and write buffers of all stores together. */
  public static final String MEMORY_CONFIG = "freshet.rocksdb.memory.bytes";

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

  @Override
  public void close(String storeName, Options options) {
    // The cache and the write buffers belong to the process, not to a store.
  }
}
