package dev.freshet.measure.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Commits faults, with choices and moments that the seed decides. */
final class Faults {

  /** Shares of kills that hit both instances, and that take the disk along. */
  private static final double BOTH = .15;

  private static final double WIPED = .3;

  /** Longest time that a process stays away, beside the pause between faults. */
  private static final Duration AWAY = Duration.ofSeconds(3);

  private final FaultsPlan plan;
  private final Random random;
  private final BrokerProcess broker;
  private final List<Instance> instances;
  private final Consumer<String> onProblem;
  private final ConsumerGroups groups;
  private boolean flip;

  /**
   * The faults of a plan, to be committed on a broker and its instances.
   *
   * @param onProblem is told of an instance that does not stop when it is asked to
   */
  Faults(
      FaultsPlan plan,
      Random random,
      BrokerProcess broker,
      List<Instance> instances,
      Consumer<String> onProblem) {
    this.plan = plan;
    this.random = random;
    this.broker = broker;
    this.instances = instances;
    this.onProblem = onProblem;
    this.groups = new ConsumerGroups(broker.servers(), TrialTopics.PREFIX);
  }

  /** Lets the load run for a random time about the gap that is asked for. */
  void rest() throws InterruptedException {
    long gap = plan.gap().toMillis();
    Thread.sleep(gap / 4 + (long) (random.nextDouble() * gap * 1.5));
  }

  private void stayAway() throws InterruptedException {
    Thread.sleep((long) (random.nextDouble() * AWAY.toMillis()));
  }

  /** Commits one; everything runs again when this returns, or is about to. */
  void commit(Fault fault) throws InterruptedException {
    switch (fault) {
      case KILL -> kill();
      case RESTART -> restart();
      case BROKER_RESTART -> restartBroker();
      case PAUSE -> pause();
      case RESET_GROUPS -> whileAllAreStopped(this::reset);
      case EXPIRE_OFFSETS -> whileAllAreStopped(groups::awaitExpired);
    }
  }

  private void kill() throws InterruptedException {
    List<Instance> victims = random.nextDouble() < BOTH ? instances : List.of(any());
    for (Instance victim : victims) {
      victim.kill();
      if (random.nextDouble() < WIPED) {
        victim.wipe();
      }
    }
    stayAway();
    victims.forEach(Instance::start);
  }

  private Instance any() {
    return instances.get(random.nextInt(instances.size()));
  }

  private void restart() throws InterruptedException {
    for (Instance instance : instances) {
      instance.stop().ifPresent(onProblem);
      stayAway();
      instance.start();
      rest();
    }
  }

  private void restartBroker() throws InterruptedException {
    flip = !flip;
    broker.stop(flip);
    stayAway();
    broker.start();
  }

  private void pause() throws InterruptedException {
    Instance victim = any();
    victim.freeze();
    try {
      long longer = (long) (FaultsPlan.SESSION.toMillis() * (1.5 + random.nextDouble()));
      Thread.sleep(longer);
    } finally {
      victim.thaw();
    }
  }

  private void reset() throws InterruptedException {
    flip = !flip;
    if (flip) {
      groups.delete();
    } else {
      groups.toEarliest();
    }
  }

  /** Something that is done to the groups. */
  @FunctionalInterface
  private interface Meddling {
    void run() throws InterruptedException;
  }

  private void whileAllAreStopped(Meddling meddling) throws InterruptedException {
    instances.forEach(instance -> instance.stop().ifPresent(onProblem));
    meddling.run();
    instances.forEach(Instance::start);
  }
}
