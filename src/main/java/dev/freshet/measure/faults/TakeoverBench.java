package dev.freshet.measure.faults;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.Evaluation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How long nobody gets a list after an instance was killed, and while all are restarted one by one.
 * Seen from outside, by a reader of committed records. What was produced is recounted at the end.
 */
public final class TakeoverBench {

  private static final String PREFIX = TrialTopics.PREFIX;
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration BACK_WITHIN = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Between two faults, so that both groups have shared the work and stores are warm. */
  private static final Duration REST = Duration.ofSeconds(10);

  /** Lists count as fresh while each partition has one of a rating of now within this time. */
  private static final double FRESH_SECONDS = 2;

  private static final int FRESH_IN_A_ROW = 3;

  private final TakeoverPlan plan;
  private final Evaluation.StageProgress progress;
  private final List<Instance> instances = new ArrayList<>();
  private final List<TakeoverReport.Kill> kills = new ArrayList<>();
  private final List<TakeoverReport.Restart> restarts = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Consumer<String> onRow;
  private int done;

  /**
   * A benchmark of a plan.
   *
   * @param progress is told how far it is
   * @param onRow is told a line for each fault
   */
  public TakeoverBench(
      TakeoverPlan plan, Evaluation.StageProgress progress, Consumer<String> onRow) {
    this.onRow = onRow;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if something does not start, or no lists come after a fault
   * @throws InterruptedException if the thread is interrupted; everything is stopped by then
   */
  public TakeoverReport run() throws InterruptedException {
    FaultsPlan.FaultsLoad load = plan.load();
    Recount recount = new Recount();
    Churn churn = new Churn(load.users(), load.movies(), load.forgets(), load.ties(), 1, recount);
    try (BrokerProcess broker =
        new BrokerProcess(
            plan.directory(), EmbeddedBroker.freePort(), TakeoverPlan.brokerProperties())) {
      broker.start();
      TrialTopics.create(broker.servers(), load.partitions(), Events.movies(load.movies()));
      try (ListWatch lists = new ListWatch(broker.servers(), PREFIX);
          LostMember lost = new LostMember(broker.servers(), PREFIX);
          EventSource source = new EventSource(broker.servers(), PREFIX, churn, load.rate())) {
        for (int i = 1; i <= plan.instances(); i++) {
          instances.add(plan.run().instance(i, plan.directory(), broker));
        }
        instances.forEach(Instance::start);
        progress.at("warming up", 0, 1);
        for (Instance instance : instances) {
          Waiting.await(instance + " is not ready", READY_WITHIN, instance::isReady);
        }
        source.resume();
        for (int i = 0; i < plan.kills(); i++) {
          kill(instances.get(i % instances.size()), lists.seen(), lost);
        }
        for (int i = 0; i < plan.restarts(); i++) {
          restart(lists.seen(), lost);
        }
        source.pause();
        audit(broker.servers(), recount);
      } finally {
        instances.forEach(Instance::close);
      }
    }
    return new TakeoverReport(
        plan.instances(), load.rate(), plan.standbys(), kills, restarts, wrong, List.of());
  }

  private void kill(Instance victim, ListsSeen seen, LostMember lost) throws InterruptedException {
    awaitCalm(seen, lost);
    lost.is(victim);
    Map<TopicPartition, Long> ends = lost.ratings();
    long start = System.nanoTime();
    victim.kill();
    seen.begin(ends, start);
    lost.killed(start);
    Waiting.await(
        "the groups do not get over it",
        BACK_WITHIN,
        () -> {
          lost.look();
          return lost.isOver();
        });
    Waiting.await("not all partitions have lists again", BACK_WITHIN, seen::isEachNew);
    long now = System.nanoTime();
    kills.add(
        new TakeoverReport.Kill(
            lost.gone(),
            lost.ended(),
            lost.stable(),
            seen.longestOfAny(now),
            seen.longestOfOne(now),
            seen.lastNew()));
    onRow.accept(kills.get(kills.size() - 1).toText(Integer.toString(kills.size())));
    victim.start();
    progress.at("faults", ++done, plan.kills() + plan.restarts());
  }

  private void restart(ListsSeen seen, LostMember lost) throws InterruptedException {
    awaitCalm(seen, lost);
    long start = System.nanoTime();
    seen.begin(lost.ratings(), start);
    for (Instance instance : instances) {
      instance.stop().ifPresent(wrong::add);
      instance.start();
      Waiting.await(instance + " is not ready", READY_WITHIN, instance::isReady);
    }
    double took = (System.nanoTime() - start) / 1e9;
    Thread.sleep(REST.toMillis()); // the last one takes its share over
    long now = System.nanoTime();
    restarts.add(new TakeoverReport.Restart(seen.longestOfAny(now), seen.longestOfOne(now), took));
    onRow.accept(restarts.get(restarts.size() - 1).toText(Integer.toString(restarts.size())));
    progress.at("faults", ++done, plan.kills() + plan.restarts());
  }

  /** Waits until all instances are ready, share the work, and every partition's lists are fresh. */
  private void awaitCalm(ListsSeen seen, LostMember lost) throws InterruptedException {
    for (Instance instance : instances) {
      Waiting.await(instance + " is not ready", READY_WITHIN, instance::isReady);
    }
    Thread.sleep(REST.toMillis());
    long end = System.nanoTime() + BACK_WITHIN.toNanos();
    int freshInARow = 0;
    while (freshInARow < FRESH_IN_A_ROW) {
      long start = System.nanoTime();
      seen.begin(lost.ratings(), start);
      Waiting.await("some partition has no lists", BACK_WITHIN, seen::isEachNew);
      freshInARow = seen.lastNew() < FRESH_SECONDS ? freshInARow + 1 : 0;
      if (start > end) {
        throw new IllegalStateException("the machine is too slow for the load");
      }
    }
  }

  private void audit(String servers, Recount recount) throws InterruptedException {
    try (CommittedTopics committed = new CommittedTopics(servers, PREFIX)) {
      new Settling(recount, committed, PATIENCE, progress).run(() -> {});
      wrong.addAll(Audit.of(recount, committed.found()).wrong());
    }
    instances.forEach(instance -> instance.revive().ifPresent(wrong::add));
  }
}
