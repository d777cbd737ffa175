package dev.freshet.measure.faults;

import dev.freshet.doctor.Diagnosis;
import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.Evaluation;
import dev.freshet.measure.Replay;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpecs;
import dev.freshet.wire.Movie;
import dev.freshet.wire.RetrainRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Commits faults at random moments on two instances under load. After some of them it lets
 * everything come to rest, and compares what was produced with what was committed.
 */
public final class Campaign {

  static final String PREFIX = Prefix.DEFAULT;

  /** Without a new record for so long, nothing more is going to happen. */
  private static final Duration STILL = Duration.ofSeconds(60);

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
      prepare(broker.servers(), churn);
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
    return new Instance(number, plan.directory(), plan, broker.servers());
  }

  private void prepare(String servers, Churn churn) {
    TopicSpecs specs =
        TopicSpecs.load(
            TopicSpecs.Settings.demo().withPrefix(PREFIX).withPartitions(plan.load().partitions()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicAdmin(admin, specs).createMissing();
    }
    try (Replay replay = new Replay(Map.of("bootstrap.servers", servers), PREFIX)) {
      replay.movies(
          churn.catalogue().stream()
              .map(id -> new Movie(id, "Film " + id, List.of(), null))
              .toList());
    }
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
    settle(committed, instances);
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
            words(diagnosis),
            isHealthy(diagnosis),
            (System.nanoTime() - start) / 1e9);
    rows.add(row);
    onRow.accept(row);
    before = audit;
    producedBefore = recount.produced();
    source.resume();
  }

  /** Waits until nothing is wrong, or nothing moves any more. */
  private void settle(CommittedTopics committed, List<Instance> instances)
      throws InterruptedException {
    long start = System.nanoTime();
    long moved = start;
    Audit audit = Audit.of(recount, committed.found());
    while (!audit.isClean()
        && System.nanoTime() - start < plan.patience().toNanos()
        && System.nanoTime() - moved < STILL.toNanos()) {
      if (committed.read()) {
        moved = System.nanoTime();
      } else {
        audit = Audit.of(recount, committed.found());
      }
      instances.forEach(instance -> instance.revive().ifPresent(endings::add));
      long left = Math.min(audit.lost(), recount.produced());
      progress.at("coming to rest", recount.produced() - left, recount.produced());
      throwIfInterrupted();
    }
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static String words(Diagnosis diagnosis) {
    String problems =
        diagnosis.checks().stream()
            .filter(check -> check.status() != Status.OK)
            .map(check -> check.status() + " " + check.check())
            .collect(Collectors.joining(", "));
    return problems.isEmpty() ? "ok" : problems;
  }

  /** What cannot be told of forgotten users is no fault where users were forgotten. */
  private boolean isHealthy(Diagnosis diagnosis) {
    return diagnosis.checks().stream()
        .allMatch(
            check ->
                check.status() == Status.OK
                    || (check.status() == Status.SKIPPED
                        && plan.load().forgets() > 0
                        && check.detail().contains("forgotten")));
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
