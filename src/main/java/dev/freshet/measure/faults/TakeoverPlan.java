package dev.freshet.measure.faults;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How instances are stopped while it is measured how long nobody gets a list.
 *
 * @param instances that share the work
 * @param load what is produced meanwhile
 * @param standbys copies of each store on other instances
 * @param main main class of an instance, with the arguments before the command
 * @param kills SIGKILLs of an instance, of one after the other
 * @param classPath of the instances
 * @param restarts rolling restarts of all
 * @param heap of each instance, as {@code -Xmx} takes it
 * @param more settings of the instances
 * @param directory for data, state and logs
 */
public record TakeoverPlan(
    int instances,
    FaultsPlan.FaultsLoad load,
    int standbys,
    List<String> main,
    int kills,
    String classPath,
    int restarts,
    String heap,
    Map<String, String> more,
    Path directory) {

  /** Checks the numbers. */
  public TakeoverPlan {
    more = Map.copyOf(more);
    if (instances < 2) {
      throw new IllegalArgumentException("with less than two instances nobody can take over");
    }
    if (standbys < 0 || standbys >= instances) {
      throw new IllegalArgumentException("there are from 0 to instances - 1 standbys");
    }
    if (kills < 0 || restarts < 0 || kills + restarts == 0) {
      throw new IllegalArgumentException("say how often, such as --kills 3 --restarts 2");
    }
  }

  /** How the instances are run: all that decides about gaps is as Freshet's defaults say. */
  InstancePlan run() {
    Map<String, String> settings = InstancePlan.small(load.partitions());
    settings.put("standby.replicas", Integer.toString(standbys));
    settings.put("retrain", "false");
    settings.putAll(more);
    return new InstancePlan(Child.QUICK_START, main, classPath, settings, heap, Optional.empty());
  }

  /** Kafka's own defaults, where the embedded broker has others that matter here. */
  static Map<String, String> brokerProperties() {
    return new HashMap<>(
        Map.of(
            "group.initial.rebalance.delay.ms", "3000",
            "group.min.session.timeout.ms", "6000"));
  }
}
