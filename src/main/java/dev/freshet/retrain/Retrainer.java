package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.RetrainRequest;
import dev.freshet.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retrains when it is time or somebody asks. Any number may run: the one that the consumer group
 * gives the topic of requests to is the trainer. Keeps no state but in Kafka: a crash leaves either
 * nothing or a whole checkpoint, and the request stays until one is decided. Requests that come
 * while a candidate is trained share the run after it.
 */
public final class Retrainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Retrainer.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** While a request or an adoption is awaited, look this often. */
  private static final Duration AGAIN = Duration.ofMillis(500);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final RetrainSettings settings;
  private final RetrainListener listener;
  private final Kernels kernels;
  private final Thread thread;
  private volatile boolean closed;

  /** Does nothing until it is {@linkplain #start started}. */
  public Retrainer(RetrainSettings settings, RetrainListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.kernels = Kernels.choose(null);
    this.thread = new Thread(this::run, "freshet-retrain");
    thread.setDaemon(true);
  }

  /** Starts in the background. */
  public void start() {
    thread.start();
  }

  /** Whether it still serves: it ends when it is closed, or by an error that it cannot mend. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    while (!closed) {
      try (Term term = new Term()) {
        term.serve();
      } catch (InterruptException | WakeupException e) {
        return; // closed
      } catch (RuntimeException e) {
        LOG.warn("retraining starts anew: {}", e.toString());
        LOG.debug("because of", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true; // seen at the next poll: an interrupt would cut the clients' goodbyes short
    try {
      thread.join(Duration.ofSeconds(15).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A membership in the consumer group, from joining it to a failure or the end. */
  private final class Term implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition requests =
        new TopicPartition(Topic.RETRAIN_REQUESTS.name(settings.prefix()), 0);
    private final TreeMap<Integer, Checkpoint> checkpoints = new TreeMap<>();
    private final List<RetrainRequest> asked = new ArrayList<>();
    private final Migration migration = new Migration(settings);
    private @Nullable Adopted adopted;
    private @Nullable Publisher publisher;
    private @Nullable CompletableFuture<Run.Result> running;
    private long answered = -1;
    private long answeredByRun = -1;
    private long nextLook = System.nanoTime();
    private int awaited;
    private @Nullable Cause cause;

    Term() {
      Map<String, Object> config = new HashMap<>(settings.consumer());
      config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.name());
      config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
      var bytes = new ByteArrayDeserializer();
      this.consumer = new KafkaConsumer<>(config, bytes, bytes);
    }

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
      while (!closed) {
        consumer.poll(POLL).forEach(this::take);
        if (publisher != null && adopted != null) {
          advance(publisher, adopted);
        }
      }
    }

    private void begin() {
      LOG.info("this instance retrains");
      publisher = new Publisher(settings);
      asked.clear();
      answered = -1;
      readCheckpoints();
      adopted = new Adopted(settings);
    }

    private void end() {
      abandon();
      listener.looked(Standing.UNKNOWN);
      release();
    }

    private void release() {
      if (adopted != null) {
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
        running.cancel(false);
        running = null;
      }
    }

    private void readCheckpoints() {
      checkpoints.clear();
      scan(Topic.CHECKPOINTS, 1)
          .forEach(
              record -> {
                Checkpoint checkpoint = Checkpoint.fromJson(record.value());
                checkpoints.put(checkpoint.generation(), checkpoint);
              });
      awaited = live();
    }

    private List<ConsumerRecord<byte[], byte[]>> scan(Topic topic, int partitions) {
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      new TopicScan(settings.consumer())
          .read(topic.name(settings.prefix()), partitions, () -> closed, all::add);
      return all;
    }

    private int live() {
      return checkpoints.values().stream()
          .filter(c -> c.fate() == Checkpoint.Fate.PROMOTED)
          .mapToInt(Checkpoint::generation)
          .max()
          .orElse(0);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      answered = record.offset() + 1;
      nextLook = System.nanoTime();
      try {
        asked.add(RetrainRequest.fromJson(record.value()));
      } catch (IOException e) {
        LOG.warn("ignored a request at offset {}: {}", record.offset(), e.getMessage());
      }
    }

    private void advance(Publisher to, Adopted adopted) {
      CompletableFuture<Run.Result> now = running;
      if (now != null) {
        if (now.isDone()) {
          running = null;
          publish(to, now.join());
        }
        return;
      }
      if (System.nanoTime() - nextLook < 0) {
        return;
      }
      adopted.look(() -> closed);
      listener.looked(Standing.of(checkpoints, live(), adopted.share(live())));
      boolean isAwaited = awaited > 0 || !asked.isEmpty();
      nextLook = System.nanoTime() + (isAwaited ? AGAIN : settings.schedule().look()).toNanos();
      if (!adopted.isEverywhere(live())) {
        return; // never two at once: the request waits
      }
      if (awaited > 0 && awaited == live()) {
        Trimming.trim(settings, checkpoints.values());
        listener.adopted(awaited);
        LOG.info("generation {} is adopted everywhere", awaited);
        awaited = 0;
      }
      LiveWatch.Finding found =
          LiveWatch.look(checkpoints, live(), adopted.errors(), settings.watch());
      if (found.noted() != null) {
        note(to, found.noted(), found.back() == null);
      }
      long events = adopted.events();
      String changed = changed();
      cause =
          Cause.of(
              found,
              asked.size(),
              migration.isDue(events) ? changed : null,
              checkpoints.values(),
              events,
              settings.schedule());
      if (cause != null) {
        start(cause);
      }
    }

    private @Nullable String changed() {
      return migration.reason(live(), checkpoints.get(live()), () -> closed);
    }

    /** What is not written now is written together with the fate that follows from it. */
    private void note(Publisher to, Checkpoint checkpoint, boolean now) {
      checkpoints.put(checkpoint.generation(), checkpoint);
      if (now) {
        to.note(checkpoint);
      }
    }

    // Whatever else the machine has to do comes first; nothing relies on it.
    @SuppressWarnings("ThreadPriorityCheck")
    private void start(Cause why) {
      int generation = checkpoints.isEmpty() ? 1 : checkpoints.lastKey() + 1;
      BooleanSupplier ended = () -> closed;
      boolean isBack = why.trigger() == Checkpoint.Trigger.WATCH;
      Supplier<Run.Result> run =
          isBack ? back(generation, why, ended) : next(generation, why, ended);
      answeredByRun = isBack ? -1 : answered; // requests wait until the earlier one is back
      if (!isBack) {
        asked.clear();
      }
      CompletableFuture<Run.Result> future = new CompletableFuture<>();
      Thread worker =
          new Thread(
              () -> {
                try {
                  future.complete(run.get());
                } catch (RuntimeException | Error e) {
                  future.completeExceptionally(e);
                }
              },
              "freshet-training");
      worker.setDaemon(true);
      worker.setPriority(Thread.MIN_PRIORITY);
      worker.start();
      running = future;
    }

    private Supplier<Run.Result> back(int generation, Cause why, BooleanSupplier ended) {
      int to = Objects.requireNonNull(checkpoints.get(live())).incumbent();
      LOG.warn("generation {} brings {} back by itself: {}", generation, to, why.why());
      Checkpoint of = checkpoints.get(to);
      return new Restoration(settings, generation, live(), to, of, ended)::execute;
    }

    /** The newest wish for a rollback goes before all wishes to train. */
    private Supplier<Run.Result> next(int generation, Cause why, BooleanSupplier ended) {
      Integer back = null;
      for (RetrainRequest request : asked) {
        back = request.rollbackTo() == null ? back : request.rollbackTo();
      }
      if (back != null) {
        LOG.info("generation {} brings {} back", generation, back);
        Checkpoint of = checkpoints.get(back);
        return new Restoration(settings, generation, live(), back, of, ended)::execute;
      }
      LOG.info("training generation {}: {}, {}", generation, why.trigger(), why.why());
      String changed = changed();
      migration.tried();
      List<Checkpoint> earlier = List.copyOf(checkpoints.values());
      return new Run(settings, kernels, generation, live(), changed, earlier, ended)::execute;
    }

    private void publish(Publisher to, Run.Result result) {
      if (closed) {
        return; // training ended early: the request stays
      }
      Map<TopicPartition, OffsetAndMetadata> done =
          answeredByRun < 0 ? Map.of() : Map.of(requests, new OffsetAndMetadata(answeredByRun));
      Checkpoint decided = cause == null ? result.checkpoint() : cause.of(result.checkpoint());
      Checkpoint replaced = replacedBy(decided);
      Checkpoint checkpoint =
          to.publish(
              decided, result.users(), result.movies(), replaced, done, consumer.groupMetadata());
      if (replaced != null) {
        checkpoints.put(replaced.generation(), replaced);
      }
      checkpoints.put(checkpoint.generation(), checkpoint);
      LOG.info(
          "generation {} is {}: {}",
          checkpoint.generation(),
          checkpoint.fate(),
          checkpoint.reason());
      listener.decided(checkpoint);
      awaited = checkpoint.fate() == Checkpoint.Fate.PROMOTED ? checkpoint.generation() : 0;
      nextLook = System.nanoTime();
    }

    /** The live checkpoint, if another is brought back in its place. */
    private @Nullable Checkpoint replacedBy(Checkpoint by) {
      Checkpoint before = checkpoints.get(live());
      if (before == null || by.restores() == null) {
        return null;
      }
      if (by.fate() == Checkpoint.Fate.PROMOTED) {
        return before.rolledBack(by);
      }
      return by.trigger() == Checkpoint.Trigger.WATCH ? before : null; // it is not tried again
    }

    @Override
    public void close() {
      abandon();
      release();
      consumer.close();
    }
  }
}
