package dev.freshet.measure.faults;

import dev.freshet.measure.Replay;
import dev.freshet.wire.RetrainRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;

/** Kills the trainer, again and again, while its transaction with a generation is open. */
final class PublisherKills {

  /** Ratings before the first candidate. */
  private static final int WARM = 500;

  private static final Duration CATCH_UP = Duration.ofSeconds(2);
  private static final String TRAINER = TrialTopics.PREFIX + "retrain";

  private final String servers;
  private final List<Instance> instances;
  private final CommittedTopics committed;
  private final Duration patience;

  /**
   * Kills of the trainer among instances.
   *
   * @param committed is read meanwhile
   * @param patience the longest wait for each thing
   */
  PublisherKills(
      String servers, List<Instance> instances, CommittedTopics committed, Duration patience) {
    this.patience = patience;
    this.servers = servers;
    this.instances = instances;
    this.committed = committed;
  }

  /**
   * Kills so often; after each kill it must be decided all the same what becomes of the candidate.
   *
   * @param done is told how many are done
   * @throws IllegalStateException if nothing is published, or nothing is decided after a kill
   */
  ScenarioReport.Fact run(int kills, IntConsumer done) throws InterruptedException {
    int cutShort = 0;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      Waiting.await("too little was learned", patience, () -> hasLearned(WARM));
      for (int i = 0; i < kills; i++) {
        int before = decidedSoFar();
        ask(i % 2 == 0 ? null : 0);
        Instance[] trainer = new Instance[1];
        Waiting.await("nobody is the trainer", patience, () -> (trainer[0] = trainer()) != null);
        awaitPublishing(admin);
        trainer[0].kill();
        cutShort += decided() == before ? 1 : 0;
        trainer[0].start();
        Waiting.await("nothing was decided", patience, () -> decided() > before);
        for (Instance instance : instances) {
          Waiting.await(instance + " is not ready", patience, instance::isReady);
        }
        done.accept(i + 1);
      }
    }
    return new ScenarioReport.Fact(
        "kills, publications cut short, promoted",
        "%d, %d, %d".formatted(kills, cutShort, committed.found().generations().size()),
        cutShort > 0);
  }

  private void awaitPublishing(Admin admin) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!isPublishing(admin)) {
      committed.read(Duration.ZERO);
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "nothing is published after " + patience.toSeconds() + " s");
      }
    }
  }

  private boolean hasLearned(int least) {
    committed.read();
    return committed.found().sum("movies", "learned") >= least;
  }

  /** Reads for a while, so that no earlier decision is left to be read. */
  private int decidedSoFar() {
    long end = System.nanoTime() + CATCH_UP.toNanos();
    while (System.nanoTime() < end) {
      committed.read();
    }
    return decided();
  }

  private int decided() {
    committed.read();
    return committed.found().decided();
  }

  /** A candidate may be refused; an earlier generation that is asked for is always published. */
  private void ask(@Nullable Integer back) {
    try (Replay replay = new Replay(Map.of("bootstrap.servers", servers), TrialTopics.PREFIX)) {
      replay.retrain(new RetrainRequest("a trial that kills the trainer", back));
    }
  }

  private @Nullable Instance trainer() throws InterruptedException {
    for (Instance instance : instances) {
      Optional<String> metrics = instance.ask("/metrics");
      if (metrics.isPresent()
          && metrics
              .get()
              .lines()
              .anyMatch(line -> line.startsWith("freshet_trainer{") && line.endsWith(" 1.0"))) {
        return instance;
      }
    }
    return null;
  }

  private static boolean isPublishing(Admin admin) throws InterruptedException {
    var open = new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING));
    try {
      return admin.listTransactions(open).all().get().stream()
          .anyMatch(transaction -> transaction.transactionalId().equals(TRAINER));
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask for transactions", e);
    }
  }
}
