package dev.freshet.measure.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario at a size.
 *
 * @param scenario which
 * @param load what is produced
 * @param lasting how long, where events do not come to an end
 * @param kills of the trainer, where it is killed
 * @param patience how long all may take to be taken in, once it is produced
 * @param main main class of an instance, with the arguments before the command
 * @param classPath of the instances
 * @param more settings of the instances
 * @param heap of each instance, as {@code -Xmx} takes it
 * @param directory for data, state and logs
 */
public record ScenarioPlan(
    Scenario scenario,
    FaultsPlan.FaultsLoad load,
    Duration lasting,
    int kills,
    Duration patience,
    List<String> main,
    String classPath,
    Map<String, String> more,
    String heap,
    Path directory) {

  /** Checks the numbers. */
  public ScenarioPlan {
    more = Map.copyOf(more);
    if (lasting.isNegative() || lasting.isZero() || kills < 1) {
      throw new IllegalArgumentException("--for and --kills must be above zero");
    }
  }

  /** How the instances are run. */
  InstancePlan run() {
    Map<String, String> settings = InstancePlan.small(load.partitions());
    if (scenario == Scenario.PUBLISHING) {
      settings.put("retrain.first", "0");
      settings.put("retrain.gate.z", "0");
      settings.put("retrain.gate.least", "200");
    } else {
      settings.put("retrain", "false");
    }
    if (scenario == Scenario.SOAK) { // caches that are filled at once: what grows then is no cache
      settings.put("cache.memory", "1MiB");
    }
    settings.putAll(more);
    // A heap that is there from the start: what resident memory grows by is not garbage then.
    List<String> options =
        scenario == Scenario.SOAK ? List.of("-Xms" + heap, "-XX:+AlwaysPreTouch") : List.of();
    return new InstancePlan(options, main, classPath, settings, heap, Optional.empty());
  }
}
