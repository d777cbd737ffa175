package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A membership in the trainers' consumer group, from joining it to a failure or the end. While the
 * group gives it the topic of requests, it is the trainer. Not thread-safe.
 */
final class Term implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Term.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** While a request or an adoption is awaited, look this often. */
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** Longer than any pause between terms: what lasts that long does not fail again at once. */
  private static final Duration CALM = Duration.ofMinutes(2);

  private final RetrainSettings settings;
  private final Kernels kernels;
  private final RetrainListener listener;
  private final AcrossTerms across;
  private final BooleanSupplier closed;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition requests;
  private final List<RetrainRequest> asked = new ArrayList<>();
  private final Migration migration;
  private final long began = System.nanoTime();
  private Checkpoints checkpoints = new Checkpoints();
  private @Nullable Adopted adopted;
  private @Nullable Publisher publisher;
  private @Nullable Attempt running;
  private long answered = -1;
  private long nextLook = began;
  private long restUntil = began;
  private int awaited;

  /**
   * Joins the group.
   *
   * @param across what is known from earlier terms
   * @param closed true ends it
   */
  Term(
      RetrainSettings settings,
      Kernels kernels,
      RetrainListener listener,
      AcrossTerms across,
      BooleanSupplier closed) {
    this.settings = settings;
    this.kernels = kernels;
    this.listener = listener;
    this.across = across;
    this.closed = closed;
    this.migration = new Migration(settings);
    this.requests = new TopicPartition(Topic.RETRAIN_REQUESTS.name(settings.prefix()), 0);
    Map<String, Object> config = new HashMap<>(settings.consumer());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.name());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    var bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(config, bytes, bytes);
  }

  /** Works until it is closed. */
  void serve() {
    consumer.subscribe(
        List.of(requests.topic()),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
              begin();
            }
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
              end();
            }
          }
        });
    while (!closed.getAsBoolean()) {
      consumer.poll(POLL).forEach(this::take);
      if (publisher != null && adopted != null) {
        advance(publisher, adopted);
      }
      if (running == null && System.nanoTime() - began > CALM.toNanos()) {
        across.trouble().isWell();
      }
    }
  }

  private void begin() {
    LOG.info("this instance retrains");
    publisher = new Publisher(settings);
    asked.clear();
    answered = -1;
    checkpoints =
        Checkpoints.read(
            new TopicScan(settings.consumer()), settings.prefix(), closed, across.skipped());
    awaited = checkpoints.live();
    adopted = new Adopted(settings, across.skipped());
    reckon();
  }

  private void end() {
    abandon();
    listener.looked(Standing.UNKNOWN);
    across.trouble().failed(List.of()); // the next trainer knows
    release();
  }

  private void release() {
    if (adopted != null) {
      across.trouble().adopting(null);
      adopted.close();
      adopted = null;
    }
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }

  private void abandon() {
    if (running != null) {
      running.abandon();
      running = null;
    }
  }

  /** Tells by the fates so far what is wrong, and how long nothing is tried unasked. */
  private void reckon() {
    List<Checkpoint> failed = checkpoints.failures();
    across.trouble().failed(failed);
    restUntil = System.nanoTime();
    if (!failed.isEmpty()) {
      Duration rest =
          Backoff.OF_CANDIDATES.left(
              failed.size(), failed.get(0).decision().at(), System.currentTimeMillis());
      restUntil += rest.toNanos();
      LOG.warn(
          "{} failed in a row; unasked, nothing is tried for {} s",
          failed.size(),
          rest.toSeconds());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    answered = record.offset() + 1;
    nextLook = System.nanoTime();
    try {
      asked.add(RetrainRequest.fromJson(record.value()));
    } catch (IOException e) {
      across.skipped().skip(record, String.valueOf(e.getMessage()));
    }
  }

  private void advance(Publisher to, Adopted adopted) {
    Attempt now = running;
    if (now != null) {
      if (now.isDone()) {
        running = null;
        decide(to, now);
      }
      return;
    }
    if (System.nanoTime() - nextLook < 0) {
      return;
    }
    adopted.look(closed);
    int live = checkpoints.live();
    across.trouble().adopting(adopted.obstacle(live));
    listener.looked(Standing.of(checkpoints.byGeneration(), live, adopted.share(live)));
    boolean isAwaited = awaited > 0 || !asked.isEmpty();
    nextLook = System.nanoTime() + (isAwaited ? AGAIN : settings.schedule().look()).toNanos();
    if (!adopted.isEverywhere(live) || across.isAtWork()) {
      return; // never two at once: the request waits
    }
    if (awaited > 0 && awaited == live) {
      Trimming.trim(settings, checkpoints.all());
      listener.adopted(awaited);
      LOG.info("generation {} is adopted everywhere", awaited);
      awaited = 0;
    }
    look(to, adopted, live);
  }

  /** Looks for a cause to do something. */
  private void look(Publisher to, Adopted adopted, int live) {
    LiveWatch.Finding found =
        LiveWatch.look(checkpoints.byGeneration(), live, adopted.errors(), settings.watch());
    if (found.noted() != null && found.back() == null) {
      checkpoints.put(found.noted());
      to.note(found.noted());
    }
    long events = adopted.events();
    String changed = changed(live);
    Cause cause =
        Cause.of(
            found,
            asked.size(),
            migration.isDue(events) ? changed : null,
            checkpoints.all(),
            events,
            settings.schedule(),
            System.nanoTime() - restUntil < 0);
    if (cause != null) {
      start(plan(cause, found, adopted, live));
    }
  }

  private @Nullable String changed(int live) {
    return migration.reason(live, checkpoints.get(live), closed);
  }

  private Attempt.Plan plan(Cause cause, LiveWatch.Finding found, Adopted adopted, int live) {
    int generation = checkpoints.next(adopted.generations());
    if (cause.trigger() == Checkpoint.Trigger.WATCH) {
      int back = Objects.requireNonNull(checkpoints.get(live)).lineage().incumbent();
      // Requests wait until it is back. What was found is noted with the fate that follows from it.
      return new Attempt.Plan(generation, live, back, cause, -1, null, found.noted());
    }
    Integer wish = wish();
    asked.clear();
    Long events = wish == null ? adopted.events() : null;
    return new Attempt.Plan(generation, live, wish, cause, answered, events, null);
  }

  /** The newest wish for a rollback goes before all wishes to train. */
  private @Nullable Integer wish() {
    Integer back = null;
    for (RetrainRequest request : asked) {
      back = request.rollbackTo() == null ? back : request.rollbackTo();
    }
    return back;
  }

  private void start(Attempt.Plan plan) {
    Integer back = plan.restores();
    if (back == null) {
      LOG.info(
          "training generation {}: {}, {}",
          plan.generation(),
          plan.cause().trigger(),
          plan.cause().why());
    } else {
      LOG.info(
          "generation {} brings {} back: {}, {}",
          plan.generation(),
          back,
          plan.cause().trigger(),
          plan.cause().why());
    }
    Function<BooleanSupplier, Run.Result> work =
        back == null ? training(plan) : restoration(plan, back);
    running =
        across.start(
            plan,
            stop -> {
              across.unpublished().requireHope(plan.generation());
              return work.apply(stop);
            },
            closed);
  }

  private Function<BooleanSupplier, Run.Result> restoration(Attempt.Plan plan, int back) {
    Checkpoint of = checkpoints.get(back);
    return stop ->
        new Restoration(settings, plan.generation(), plan.incumbent(), back, of, stop).execute();
  }

  private Function<BooleanSupplier, Run.Result> training(Attempt.Plan plan) {
    String changed = changed(plan.incumbent());
    migration.tried();
    List<Checkpoint> earlier = List.copyOf(checkpoints.all());
    return stop ->
        new Run(
                settings,
                kernels,
                plan.generation(),
                plan.incumbent(),
                changed,
                earlier,
                across.skipped(),
                stop)
            .execute();
  }

  private void decide(Publisher to, Attempt attempt) {
    Run.Result result = attempt.outcome();
    if (closed.getAsBoolean()) {
      return; // it ended early: the request stays
    }
    Attempt.Plan plan = attempt.plan();
    Checkpoint replaced = replaced(plan, result.checkpoint());
    Checkpoint checkpoint;
    try {
      checkpoint =
          to.publish(
              result.checkpoint(),
              result.users(),
              result.movies(),
              replaced,
              plan.answers() < 0
                  ? Map.of()
                  : Map.of(requests, new OffsetAndMetadata(plan.answers())),
              consumer.groupMetadata());
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
    reckon();
    listener.decided(checkpoint);
    awaited = checkpoint.fate() == Checkpoint.Fate.PROMOTED ? checkpoint.generation() : 0;
    nextLook = System.nanoTime();
  }

  /** The live checkpoint as it is to be from now on, if that changes. */
  private @Nullable Checkpoint replaced(Attempt.Plan plan, Checkpoint by) {
    Checkpoint noted = plan.noted();
    Checkpoint before = noted == null ? checkpoints.get(plan.incumbent()) : noted;
    if (before == null || by.lineage().restores() == null) {
      return null;
    }
    return switch (by.fate()) {
      case PROMOTED -> before.rolledBack(by);
      case REFUSED -> noted; // where nobody asked, it is not tried again
      case FAILED, ROLLED_BACK -> null;
    };
  }

  @Override
  public void close() {
    abandon();
    release();
    consumer.close();
  }
}
