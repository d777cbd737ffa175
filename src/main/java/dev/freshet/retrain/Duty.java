package dev.freshet.retrain;

import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Ranking;
import dev.freshet.wire.RetrainRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which the group makes this instance the trainer: carries out, in Kafka, what {@link
 * Agenda} decides. Not thread-safe.
 */
final class Duty implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private final AcrossTerms across;
  private final RetrainSettings settings;
  private final Agenda agenda;
  private final Migration migration;
  private final Consumer<byte[], byte[]> group;
  private final TopicPartition requests;
  private final Publisher publisher;
  private final Checkpoints checkpoints;
  private final Adopted adopted;
  private final List<RetrainRequest> asked = new ArrayList<>();
  private @Nullable Attempt running;
  private long answered = -1;
  private long nextLook = System.nanoTime();
  private long restUntil;
  private int awaited;
  private boolean isOutdated;

  private Duty(
      AcrossTerms across,
      Migration migration,
      Consumer<byte[], byte[]> group,
      TopicPartition requests,
      Publisher publisher) {
    this.across = across;
    this.settings = across.settings();
    this.agenda = new Agenda(settings.schedule(), settings.watch());
    this.migration = migration;
    this.group = group;
    this.requests = requests;
    this.publisher = publisher;
    this.checkpoints = read(across);
    this.awaited = checkpoints.live();
    this.adopted = new Adopted(settings, across.skipped());
    this.restUntil = reckon();
  }

  /**
   * Begins: fences the trainer before, and reads what became of all candidates.
   *
   * @param migration what is known of changed settings
   * @param group the consumer that is a member of the group
   * @param requests the partition that makes it the trainer
   */
  static Duty begin(
      AcrossTerms across,
      Migration migration,
      Consumer<byte[], byte[]> group,
      TopicPartition requests) {
    LOG.info("this instance retrains");
    Publisher publisher = new Publisher(across.settings());
    try {
      return new Duty(across, migration, group, requests, publisher);
    } catch (RuntimeException | Error e) {
      publisher.close();
      throw e;
    }
  }

  private static Checkpoints read(AcrossTerms across) {
    RetrainSettings settings = across.settings();
    return Checkpoints.read(
        new TopicScan(settings.consumer()), settings.prefix(), across.closed(), across.skipped());
  }

  /** Whether a candidate is made. */
  boolean isMaking() {
    return running != null;
  }

  /**
   * Whether partitions have gone on to a generation that this trainer does not know: somebody else
   * published it, such as an import, and what is known here is out of date.
   */
  boolean isOutdated() {
    return running == null && isOutdated;
  }

  /** Takes a request in. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    answered = record.offset() + 1;
    nextLook = System.nanoTime();
    try {
      asked.add(RetrainRequest.fromJson(record.value()));
    } catch (IOException e) {
      across.skipped().skip(record, String.valueOf(e.getMessage()));
    }
  }

  /** Does what is to be done now. */
  void advance() {
    carryOut(agenda.next(situation(null)));
  }

  private Agenda.Situation situation(Agenda.@Nullable Overview seen) {
    return new Agenda.Situation(
        work(),
        checkpoints,
        new Agenda.Asked(List.copyOf(asked), answered),
        awaited,
        seen,
        System.nanoTime(),
        nextLook,
        restUntil);
  }

  private Agenda.Work work() {
    if (running != null) {
      return running.isDone() ? Agenda.Work.DONE : Agenda.Work.RUNNING;
    }
    return across.isAtWork() ? Agenda.Work.EARLIER : Agenda.Work.NONE;
  }

  private void carryOut(Action action) {
    if (action instanceof Action.Wait pause) {
      nextLook = pause.until();
    } else if (action instanceof Action.ReadReports) {
      Agenda.Overview seen = look();
      if (!isOutdated()) { // else what is known here is no ground to act on
        carryOut(agenda.next(situation(seen)));
      }
    } else if (action instanceof Action.Announce announce) {
      announce(announce.generation());
      carryOut(announce.then());
    } else if (action instanceof Action.Note note) {
      Checkpoint noted = note.live().adoptedAt(System.currentTimeMillis());
      checkpoints.put(noted);
      publisher.note(noted);
      carryOut(note.then());
    } else if (action instanceof Action.Retrain retrain) {
      retrain(retrain.plan());
    } else if (action instanceof Action.GoBack goBack) {
      goBack(goBack.plan(), goBack.back());
    } else if (action instanceof Action.Publish && running != null) {
      Attempt ended = running;
      running = null;
      publish(ended.plan(), ended.outcome());
    } else {
      throw new IllegalStateException("nobody carries out " + action);
    }
  }

  private Agenda.Overview look() {
    adopted.look(across.closed());
    int live = checkpoints.live();
    isOutdated = isPublishedElsewhere();
    across.trouble().adopting(adopted.obstacle(live));
    long decided =
        checkpoints.all().stream()
            .filter(checkpoint -> checkpoint.fate() != Checkpoint.Fate.FAILED)
            .mapToLong(checkpoint -> checkpoint.decision().at())
            .max()
            .orElse(across.began()); // nothing was trained since then, at least
    across.listener().decidedAt(decided);
    across.listener().looked(Standing.of(checkpoints.byGeneration(), live, adopted.share(live)));
    boolean isAdopted = adopted.isEverywhere(live);
    long events = adopted.events();
    String changed = isAdopted ? changed(live) : null;
    return new Agenda.Overview(
        isAdopted,
        adopted.errors(),
        adopted.lists(),
        Probation.liveFor(checkpoints.get(live), Instant.now()),
        events,
        adopted.generations(),
        migration.isDue(events) ? changed : null);
  }

  /** Reports alone do not tell it: the record of a generation may have been lost. */
  private boolean isPublishedElsewhere() {
    return checkpoints.isBehind(adopted.generations())
        && !read(across).byGeneration().keySet().equals(checkpoints.byGeneration().keySet());
  }

  private @Nullable String changed(int live) {
    return migration.reason(live, checkpoints.get(live), across.closed());
  }

  private void announce(int generation) {
    Trimming.trim(settings, checkpoints.all());
    across.listener().adopted(generation);
    LOG.info("generation {} is adopted everywhere", generation);
    awaited = 0;
  }

  private void retrain(Attempt.Plan plan) {
    Cause cause = plan.cause();
    LOG.info("training generation {}: {}, {}", plan.generation(), cause.trigger(), cause.why());
    String changed = changed(plan.incumbent());
    migration.tried();
    List<Checkpoint> earlier = List.copyOf(checkpoints.all());
    start(
        plan,
        stop ->
            new Run(
                    settings,
                    across.kernels(),
                    plan.generation(),
                    plan.incumbent(),
                    changed,
                    earlier,
                    across.skipped(),
                    stop)
                .execute());
  }

  private void goBack(Attempt.Plan plan, int back) {
    LOG.info(
        "generation {} brings {} back: {}, {}",
        plan.generation(),
        back,
        plan.cause().trigger(),
        plan.cause().why());
    Checkpoint of = checkpoints.get(back);
    Checkpoint live = checkpoints.get(plan.incumbent());
    Ranking ranking = live == null ? Ranking.NONE : live.rankingOrNone();
    start(
        plan,
        stop ->
            new Restoration(settings, plan.generation(), plan.incumbent(), back, of, ranking, stop)
                .execute());
  }

  private void start(Attempt.Plan plan, Function<BooleanSupplier, Run.Decided> work) {
    if (plan.answers() >= 0) {
      asked.clear();
    }
    running = across.start(plan, work);
  }

  private void publish(Attempt.Plan plan, Run.Decided result) {
    if (across.closed().getAsBoolean()) {
      return; // it ended early: the request stays
    }
    Checkpoint replaced = plan.replaced(checkpoints.get(plan.incumbent()), result.checkpoint());
    Checkpoint checkpoint;
    try {
      checkpoint =
          publisher.publish(
              result,
              replaced,
              plan.answers() < 0
                  ? Map.of()
                  : Map.of(requests, new OffsetAndMetadata(plan.answers())),
              group.groupMetadata());
    } catch (RuntimeException | Error e) {
      across.unpublished().add(plan.generation(), Failure.words(e));
      throw e;
    }
    across.unpublished().clear();
    across.trouble().isWell();
    took(checkpoint, replaced);
  }

  /** What follows from a fate that was published. */
  private void took(Checkpoint checkpoint, @Nullable Checkpoint replaced) {
    boolean isFailed = checkpoint.fate() == Checkpoint.Fate.FAILED;
    if (replaced != null && !isFailed) {
      checkpoints.put(replaced);
    }
    if (isFailed) {
      migration.failed();
    }
    checkpoints.put(checkpoint);
    LOG.info(
        "generation {} is {}: {}", checkpoint.generation(), checkpoint.fate(), checkpoint.reason());
    restUntil = reckon();
    across.listener().decided(checkpoint);
    awaited = checkpoint.fate() == Checkpoint.Fate.PROMOTED ? checkpoint.generation() : 0;
    nextLook = System.nanoTime();
  }

  /** Tells by the fates so far what is wrong, and returns until when nothing is tried unasked. */
  private long reckon() {
    List<Checkpoint> failed = checkpoints.failures();
    across.trouble().failed(failed);
    long now = System.nanoTime();
    if (failed.isEmpty()) {
      return now;
    }
    long newest = failed.get(0).decision().at();
    Duration rest = Backoff.OF_CANDIDATES.left(failed.size(), newest, System.currentTimeMillis());
    LOG.warn(
        "{} failed in a row; unasked, nothing is tried for {} s", failed.size(), rest.toSeconds());
    return now + rest.toNanos();
  }

  /** Ends: another process is the trainer from now on, or nobody. */
  @Override
  public void close() {
    if (running != null) {
      running.abandon();
      running = null;
    }
    across.trouble().adopting(null);
    adopted.close();
    publisher.close();
  }
}
