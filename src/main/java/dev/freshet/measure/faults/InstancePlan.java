package dev.freshet.measure.faults;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each instance of a trial is run.
 *
 * @param options of its JVM, beside the heap
 * @param main its main class, with the arguments before the command
 * @param classPath where its classes are
 * @param settings that it is given, beside the place of its state
 * @param heap in the words of {@code -Xmx}
 * @param skew of the second instance's clock
 */
record InstancePlan(
    List<String> options,
    List<String> main,
    String classPath,
    Map<String, String> settings,
    String heap,
    Optional<FaultsPlan.Skew> skew) {

  InstancePlan {
    options = List.copyOf(options);
    main = List.copyOf(main);
    settings = Map.copyOf(settings);
  }

  /** Settings for a small instance on a broker of its own, which every trial needs. */
  static Map<String, String> small(int partitions) {
    Map<String, String> settings = new HashMap<>();
    settings.put("partitions", Integer.toString(partitions));
    settings.put("replication.factor", "1");
    settings.put("progress.interval", "500ms");
    settings.put("rocksdb.memory", "32MiB");
    settings.put("cache.memory", "8MiB");
    return settings;
  }

  /** An instance that is not started yet. */
  Instance instance(int number, Path directory, BrokerProcess broker) {
    return new Instance(number, directory, this, broker.servers());
  }
}
