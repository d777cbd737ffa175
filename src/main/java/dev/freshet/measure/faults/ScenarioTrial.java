package dev.freshet.measure.faults;

import dev.freshet.doctor.Diagnosis;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.Evaluation;
import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Plays a scenario on a broker and two instances, each in a process of its own. At the end it lets
 * everything come to rest and compares what was produced with what was committed.
 */
public final class ScenarioTrial {

  private static final String PREFIX = TrialTopics.PREFIX;
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final int LOOKS_BETWEEN_COLLECTIONS = 6;
  private static final int EXAMPLES = 3;

  /** Work that is done by the clock must not keep ratings waiting for longer. */
  private static final double LONGEST_PUNCTUATION_MILLIS = 1_000;

  private final ScenarioPlan plan;
  private final Campaign.Doctor doctor;
  private final Evaluation.StageProgress progress;
  private final Recount recount = new Recount();
  private final List<ScenarioReport.Fact> facts = new ArrayList<>();
  private final Map<Instance, Flatness> flatness = new HashMap<>();

  /** NaN while it is not known of any. */
  private double longestPunctuation = Double.NaN;

  private long lookedAt;
  private int looks;
  private long endings;

  /**
   * A trial of a plan.
   *
   * @param doctor is asked at the end
   * @param progress is told how far it is
   */
  public ScenarioTrial(
      ScenarioPlan plan, Campaign.Doctor doctor, Evaluation.StageProgress progress) {
    this.plan = plan;
    this.doctor = doctor;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if something does not start or an event cannot be produced
   * @throws InterruptedException if the thread is interrupted; everything is stopped by then
   */
  public ScenarioReport run() throws InterruptedException {
    FaultsPlan.FaultsLoad load = plan.load();
    try (BrokerProcess broker =
        new BrokerProcess(
            plan.directory(), EmbeddedBroker.freePort(), TakeoverPlan.brokerProperties())) {
      broker.start();
      TrialTopics.create(broker.servers(), load.partitions(), Events.movies(load.movies()));
      if (plan.scenario() == Scenario.LOG_APPEND_TIME) {
        setAppendTime(broker.servers());
      }
      try (CommittedTopics committed = new CommittedTopics(broker.servers(), PREFIX);
          EventSource source = new EventSource(broker.servers(), PREFIX, events(), load.rate());
          Instance first = plan.run().instance(1, plan.directory(), broker);
          Instance second = plan.run().instance(2, plan.directory(), broker)) {
        return play(broker.servers(), List.of(first, second), committed, source);
      }
    }
  }

  private Events events() {
    FaultsPlan.FaultsLoad load = plan.load();
    return switch (plan.scenario()) {
      case ONE_RATING_USERS -> new OneRatingEach(load.users(), 0, load.movies(), recount);
      case POPULAR_MOVIE -> new OneRatingEach(load.users(), .92, load.movies(), recount);
      case SOAK, PUBLISHING ->
          new Churn(load.users(), load.movies(), load.forgets(), load.ties(), 1, recount);
      case LOG_APPEND_TIME -> new UntimedRatings(load.users(), recount, load.movies());
    };
  }

  private ScenarioReport play(
      String servers, List<Instance> instances, CommittedTopics committed, EventSource source)
      throws InterruptedException {
    instances.forEach(Instance::start);
    for (Instance instance : instances) {
      Waiting.await(instance + " is not ready", READY_WITHIN, instance::isReady);
    }
    long start = System.nanoTime();
    source.resume();
    if (plan.scenario() == Scenario.PUBLISHING) {
      var kills = new PublisherKills(servers, instances, committed, plan.patience());
      facts.add(kills.run(plan.kills(), done -> progress.at("kills", done, plan.kills())));
    } else {
      follow(instances, committed, source, start);
    }
    source.pause();
    new Settling(recount, committed, plan.patience(), progress).run(() -> revive(instances));
    double seconds = (System.nanoTime() - start) / 1e9;
    conclude(servers, committed);
    if (plan.scenario() == Scenario.SOAK) {
      instances.forEach(instance -> facts.addAll(flatness(instance).facts()));
    }
    instances.forEach(instance -> instance.stop().ifPresent(problem -> endings++));
    facts.add(new ScenarioReport.Fact("processes that ended wrongly", "" + endings, endings == 0));
    return new ScenarioReport(plan.scenario().words(), recount.produced(), seconds, facts);
  }

  /** Reads what is committed until all is produced, or time is over. */
  private void follow(
      List<Instance> instances, CommittedTopics committed, EventSource source, long start)
      throws InterruptedException {
    long lasting = plan.lasting().toNanos();
    while (plan.scenario().isFinite() ? !source.isPaused() : System.nanoTime() - start < lasting) {
      committed.read();
      look(instances);
      progress.at("events", committed.found().sum("movies", "learned"), expected());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private long expected() {
    return plan.scenario().isFinite()
        ? plan.load().users()
        : (long) (plan.load().rate() * plan.lasting().toSeconds());
  }

  private void look(List<Instance> instances) throws InterruptedException {
    if (System.nanoTime() - lookedAt < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedAt = System.nanoTime();
    boolean isCollecting =
        plan.scenario() == Scenario.SOAK && looks++ % LOOKS_BETWEEN_COLLECTIONS == 0;
    for (Instance instance : instances) {
      if (isCollecting) {
        instance.collectGarbage();
      }
      Footprint.of(instance)
          .ifPresent(
              footprint -> {
                flatness(instance).add(footprint);
                double late = footprint.punctuationMillis();
                if (!(longestPunctuation >= late) && !Double.isNaN(late)) {
                  longestPunctuation = late;
                }
              });
    }
    revive(instances);
  }

  private Flatness flatness(Instance instance) {
    return flatness.computeIfAbsent(instance, one -> new Flatness(one.toString()));
  }

  private void revive(List<Instance> instances) {
    instances.forEach(instance -> instance.revive().ifPresent(problem -> endings++));
  }

  private void conclude(String servers, CommittedTopics committed) {
    Audit audit = Audit.of(recount, committed.found());
    facts.add(
        new ScenarioReport.Fact(
            "events lost, doubled, otherwise wrong",
            "%d, %d, %d".formatted(audit.lost(), audit.doubled(), audit.wrong().size()),
            audit.isClean()));
    audit.wrong().stream()
        .limit(EXAMPLES)
        .forEach(line -> facts.add(new ScenarioReport.Fact("audit", line, false)));
    Diagnosis diagnosis = doctor.examine(servers, PREFIX);
    facts.add(
        new ScenarioReport.Fact(
            "doctor --strict",
            DoctorSays.words(diagnosis),
            DoctorSays.isHealthy(diagnosis, plan.load().forgets() > 0)));
    if (plan.scenario() != Scenario.PUBLISHING) {
      facts.add(
          new ScenarioReport.Fact(
              "longest punctuation, ms",
              String.format(Locale.ROOT, "%.0f", longestPunctuation),
              longestPunctuation < LONGEST_PUNCTUATION_MILLIS));
    }
    facts.add(
        new ScenarioReport.Fact(
            "most steps of a movie",
            String.format(
                Locale.ROOT,
                "%,d",
                committed.found().movieSteps().values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0)),
            true));
  }

  private static void setAppendTime(String servers) throws InterruptedException {
    ConfigResource ratings =
        new ConfigResource(ConfigResource.Type.TOPIC, Topic.RATINGS.name(PREFIX));
    var appendTime =
        new AlterConfigOp(
            new ConfigEntry("message.timestamp.type", "LogAppendTime"), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.incrementalAlterConfigs(Map.of(ratings, List.of(appendTime))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot set the time of records", e);
    }
  }
}
