package dev.freshet.measure.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a campaign is to do.
 *
 * @param seed of the events, the moments and the choices
 * @param load what is produced meanwhile
 * @param times how often each fault is committed
 * @param retrains requests for a generation in between; every third is for an earlier one
 * @param gap time between two faults, on average
 * @param checkEvery faults of a kind between two checks; one more check ends each kind
 * @param patience how long a check waits for everything to be taken in
 * @param skew of the second instance's clock
 * @param main main class of an instance, with the arguments before the command
 * @param classPath of the instances
 * @param heap of each instance, as {@code -Xmx} takes it
 * @param more settings of the instances, over those that the campaign needs
 * @param directory for data, state and logs
 */
public record FaultsPlan(
    long seed,
    FaultsLoad load,
    Map<Fault, Integer> times,
    int retrains,
    Duration gap,
    int checkEvery,
    Duration patience,
    Optional<Skew> skew,
    List<String> main,
    String classPath,
    String heap,
    Map<String, String> more,
    Path directory) {

  /** Instances notice after this long that one of them is gone. */
  static final Duration SESSION = Duration.ofSeconds(6);

  /** Checks the numbers. */
  public FaultsPlan {
    times = Map.copyOf(times);
    more = Map.copyOf(more);
    if (times.values().stream().anyMatch(n -> n < 0) || retrains < 0) {
      throw new IllegalArgumentException("no fault can be committed a negative number of times");
    }
    if (times.values().stream().allMatch(n -> n == 0)) {
      throw new IllegalArgumentException("say how many faults, such as --kills 10");
    }
    if (checkEvery < 1 || gap.isZero() || gap.isNegative()) {
      throw new IllegalArgumentException("check-every and gap must be above zero");
    }
  }

  /**
   * What is produced.
   *
   * @param rate events a second
   * @param users who produce them
   * @param movies that they speak of
   * @param partitions of every topic
   * @param forgets share of events that ask to be forgotten
   * @param ties share of events that contradict another of the same time
   */
  public record FaultsLoad(
      double rate, int users, int movies, int partitions, double forgets, double ties) {

    /** Checks the numbers. */
    public FaultsLoad {
      if (!(rate > 0) || users < 1 || movies < 1 || partitions < 1) {
        throw new IllegalArgumentException("rate, users, movies and partitions must be above zero");
      }
      if (!(forgets >= 0 && ties >= 0 && forgets + ties < .5)) {
        throw new IllegalArgumentException(
            "forgets and ties are shares, less than half of all together");
      }
    }
  }

  /**
   * A clock that is wrong.
   *
   * @param by so much, ahead and behind in turn
   * @param library libfaketime's
   */
  public record Skew(Duration by, Path library) {}

  int times(Fault fault) {
    return times.getOrDefault(fault, 0);
  }

  int allTimes() {
    return times.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How the instances are run. */
  InstancePlan instances() {
    return new InstancePlan(Child.QUICK_START, main, classPath, settings(), heap, skew);
  }

  /** Settings of the instances. */
  private Map<String, String> settings() {
    Map<String, String> settings = InstancePlan.small(load.partitions());
    settings.put("retrain.first", "0");
    settings.put("retrain.gate.z", "0");
    settings.put("retrain.gate.least", "200");
    settings.put("kafka.consumer.session.timeout.ms", Long.toString(SESSION.toMillis()));
    settings.put("kafka.consumer.heartbeat.interval.ms", Long.toString(SESSION.toMillis() / 4));
    settings.putAll(more);
    return settings;
  }

  /** Properties of the broker. */
  Map<String, String> brokerProperties() {
    Map<String, String> properties = new HashMap<>();
    // What a killed instance leaves open ends when it times out: look for it often.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    if (times(Fault.EXPIRE_OFFSETS) > 0) {
      properties.put("offsets.retention.minutes", "1");
      properties.put("offsets.retention.check.interval.ms", "2000");
    }
    return properties;
  }
}
