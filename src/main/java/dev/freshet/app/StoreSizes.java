package dev.freshet.app;

import dev.freshet.metrics.FreshetMeters;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.wire.Side;
import org.apache.kafka.streams.KafkaStreams;

/** Meters the number of entries in each local store, as RocksDB estimates it. */
final class StoreSizes {

  private StoreSizes() {}

  static void bind(FreshetMeters meters, Side side, KafkaStreams app) {
    for (String store : FreshetStreams.stores(side)) {
      meters.storeEntries(store, () -> entries(app, store));
    }
  }

  /** Sum over the partitions that are here. */
  private static long entries(KafkaStreams app, String store) {
    return app.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("estimate-num-keys"))
        .filter(metric -> store.equals(metric.metricName().tags().get("rocksdb-state-id")))
        .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
        .sum();
  }
}
