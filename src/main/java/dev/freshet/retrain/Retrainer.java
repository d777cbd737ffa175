package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Retrains when it is time or somebody asks. Any number may run: the one that the consumer group
 * gives the topic of requests to is the trainer. Relies on nothing but what is in Kafka: a crash
 * leaves either nothing or a whole checkpoint, and the request stays until one is decided. What
 * ends by an error is decided too: it has failed. Requests that come while a candidate is trained
 * share the run after it.
 */
public final class Retrainer implements AutoCloseable {

  private final RetrainSettings settings;
  private final RetrainListener listener;
  private final Kernels kernels;
  private final Trouble trouble;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Does nothing until it is {@linkplain #start started}. */
  public Retrainer(RetrainSettings settings, RetrainListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.kernels = Kernels.choose(null);
    this.trouble = new Trouble(listener);
    this.thread = new Thread(this::run, "freshet-retrain");
    thread.setDaemon(true);
  }

  /** Starts in the background. */
  public void start() {
    thread.start();
  }

  /** Whether it still serves: it ends when it is closed. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * What is wrong, in words; empty if nothing is, or if another process is the trainer. The last
   * failure's reason is told until a candidate is decided without one.
   */
  public Optional<String> problem() {
    return thread.getState() == Thread.State.TERMINATED
        ? Optional.of("has ended")
        : trouble.problem();
  }

  private void run() {
    AcrossTerms across = new AcrossTerms(settings, kernels, listener, trouble, this::isClosed);
    while (!isClosed()) {
      try (Term term = new Term(across)) {
        term.serve();
      } catch (InterruptException | WakeupException e) {
        return; // closed
      } catch (RuntimeException | Error e) { // An error of memory may pass as well.
        pause(trouble.termEnded(e, System.currentTimeMillis()));
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends at once when it is closed. */
  private void pause(Duration pause) {
    try {
      var unused = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(true);
  }

  /**
   * Ends; closed once more, it does nothing.
   *
   * @param isClusterThere false does not wait for goodbyes that nobody would hear
   */
  public void close(boolean isClusterThere) {
    if (isClosed()) {
      return;
    }
    closed.countDown(); // seen at the next poll: an interrupt would cut the clients' goodbyes short
    try {
      thread.join(Duration.ofSeconds(isClusterThere ? 15 : 1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
