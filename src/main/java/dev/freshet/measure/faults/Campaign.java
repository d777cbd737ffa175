package dev.freshet.measure.faults;

import dev.freshet.doctor.Diagnosis;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.Evaluation;
import dev.freshet.measure.Replay;
import dev.freshet.wire.RetrainRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Commits faults at random moments on two instances under load. After some of them it lets
 * everything come to rest, and compares what was produced with what was committed.
 */
public final class Campaign {

  private static final String PREFIX = TrialTopics.PREFIX;

  /** Polls with which to see, well enough, which generations there are. */
  private static final int GLANCES = 50;

  /** Events before the first fault. */
  private static final int WARM = 300;

  private final FaultsPlan plan;
  private final Doctor doctor;
  private final Evaluation.StageProgress progress;
  private final Consumer<FaultsReport.FaultsRow> onRow;
  private final Random random;
  private final Recount recount = new Recount();
  private final List<FaultsReport.FaultsRow> rows = new ArrayList<>();
  private final List<String> endings = new ArrayList<>();
  private Audit before = new Audit(0, 0, List.of());
  private long producedBefore;
  private int done;
  private int asked;

  /** What {@code doctor} does. */
  @FunctionalInterface
  public interface Doctor {
    /** Examines a system that is coming to rest. */
    Diagnosis examine(String servers, String prefix);
  }

  /**
   * A campaign of a plan, whose checks ask a doctor.
   *
   * @param progress is told how far it is
   * @param onRow is told what each check found
   */
  public Campaign(
      FaultsPlan plan,
      Doctor doctor,
      Evaluation.StageProgress progress,
      Consumer<FaultsReport.FaultsRow> onRow) {
    this.plan = plan;
    this.doctor = doctor;
    this.progress = progress;
    this.onRow = onRow;
    this.random = new Random(plan.seed());
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if the broker does not come up or an event cannot be produced
   * @throws InterruptedException if the thread is interrupted; everything is stopped by then
   */
  public FaultsReport run() throws InterruptedException {
    Churn churn =
        new Churn(
            plan.load().users(),
            plan.load().movies(),
            plan.load().forgets(),
            plan.load().ties(),
            plan.seed(),
            recount);
    try (BrokerProcess broker = broker()) {
      broker.start();
      TrialTopics.create(
          broker.servers(), plan.load().partitions(), Events.movies(plan.load().movies()));
      try (CommittedTopics committed = new CommittedTopics(broker.servers(), PREFIX);
          EventSource source =
              new EventSource(broker.servers(), PREFIX, churn, plan.load().rate());
          Instance first = instance(1, broker);
          Instance second = instance(2, broker)) {
        List<Instance> instances = List.of(first, second);
        instances.forEach(Instance::start);
        source.resume();
        awaitWarm(committed);
        Faults faults = new Faults(plan, random, broker, instances, endings::add);
        for (Fault fault : Fault.values()) {
          commit(fault, faults, source, committed, instances, broker);
        }
        instances.forEach(instance -> instance.stop().ifPresent(endings::add));
        return new FaultsReport(
            plan.seed(),
            List.copyOf(rows),
            recount.produced(),
            committed.found().generations().size());
      }
    }
  }

  private BrokerProcess broker() {
    return new BrokerProcess(plan.directory(), EmbeddedBroker.freePort(), plan.brokerProperties());
  }

  private Instance instance(int number, BrokerProcess broker) {
    return plan.instances().instance(number, plan.directory(), broker);
  }

  private void awaitWarm(CommittedTopics committed) throws InterruptedException {
    long end = System.nanoTime() + plan.patience().toNanos();
    while (committed.found().sum("movies", "learned") < WARM) {
      committed.read();
      progress.at("warming up", committed.found().sum("movies", "learned"), WARM);
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Freshet does not learn: see " + plan.directory());
      }
      throwIfInterrupted();
    }
  }

  private void commit(
      Fault fault,
      Faults faults,
      EventSource source,
      CommittedTopics committed,
      List<Instance> instances,
      BrokerProcess broker)
      throws InterruptedException {
    int times = plan.times(fault);
    int sinceCheck = 0;
    for (int i = 0; i < times; i++) {
      faults.rest();
      askForRetrain(committed, broker);
      instances.forEach(instance -> instance.revive().ifPresent(endings::add));
      faults.commit(fault);
      progress.at("faults", ++done, plan.allTimes());
      sinceCheck++;
      if (sinceCheck == plan.checkEvery() || i + 1 == times) {
        faults.rest();
        check(fault, sinceCheck, source, committed, instances, broker);
        sinceCheck = 0;
      }
    }
  }

  /** Requests are spread evenly over the faults; every third is for an earlier generation. */
  private void askForRetrain(CommittedTopics committed, BrokerProcess broker) {
    while (asked < (long) plan.retrains() * (done + 1) / plan.allTimes()) {
      List<Integer> known = new ArrayList<>(List.of(0));
      for (int i = 0; i < GLANCES && committed.read(); i++) { // under load there is no end
        progress.at("faults", done, plan.allTimes());
      }
      known.addAll(committed.found().generations());
      Integer back = ++asked % 3 == 0 ? known.get(random.nextInt(known.size())) : null;
      try (Replay replay = new Replay(Map.of("bootstrap.servers", broker.servers()), PREFIX)) {
        replay.retrain(new RetrainRequest("a campaign of faults", back));
      }
    }
  }

  private void check(
      Fault fault,
      int times,
      EventSource source,
      CommittedTopics committed,
      List<Instance> instances,
      BrokerProcess broker)
      throws InterruptedException {
    source.pause();
    long start = System.nanoTime();
    new Settling(recount, committed, plan.patience(), progress)
        .run(() -> instances.forEach(instance -> instance.revive().ifPresent(endings::add)));
    Diagnosis diagnosis = doctor.examine(broker.servers(), PREFIX);
    while (committed.read()) {
      throwIfInterrupted();
    }
    // Of now: what came after the patience, while the doctor looked, is late and not lost.
    Audit audit = Audit.of(recount, committed.found());
    Set<String> known = new HashSet<>(before.wrong());
    List<String> wrong = new ArrayList<>(endings);
    endings.clear();
    audit.wrong().stream().filter(line -> !known.contains(line)).forEach(wrong::add);
    var row =
        new FaultsReport.FaultsRow(
            fault.words(),
            times,
            recount.produced() - producedBefore,
            Math.max(0, audit.lost() - before.lost()),
            Math.max(0, audit.doubled() - before.doubled()),
            wrong,
            DoctorSays.words(diagnosis),
            DoctorSays.isHealthy(diagnosis, plan.load().forgets() > 0),
            (System.nanoTime() - start) / 1e9);
    rows.add(row);
    onRow.accept(row);
    before = audit;
    producedBefore = recount.produced();
    source.resume();
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** A place for a campaign that was given none: a temporary directory that is not made yet. */
  public static Path temporaryDirectory() {
    String name = "freshet-faults-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  /** Removes such a directory. */
  public static void remove(Path directory) {
    Instance.delete(directory);
  }
}
