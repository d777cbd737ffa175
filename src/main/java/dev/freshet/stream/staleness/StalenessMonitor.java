package dev.freshet.stream.staleness;

import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker, at each check interval, how many {@code movie-updates} the movie side has not
 * learned, and tells the {@link StalenessGate}. Asks less often while there is credit enough. While
 * there is no answer, the last credit runs out and the user side waits. Nothing but closing ends
 * it.
 */
public final class StalenessMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StalenessMonitor.class);

  /** How long to leave it while there is credit enough, for whoever watches the lag. */
  private static final Duration SELDOM = Duration.ofMillis(250);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final StalenessGate gate;
  private final ProgressSource source;
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  /** Knows how far the movie side is. */
  interface ProgressSource extends StalenessGate.Broker {

    /** Ends whatever is being asked; from any thread. */
    void close();

    /** Nothing will be asked any more; from the thread that asks. */
    default void release() {}
  }

  /**
   * Starts checking.
   *
   * @param gate is told
   * @param source is asked, and closed with this
   */
  public StalenessMonitor(StalenessGate gate, ProgressSource source) {
    this.gate = gate;
    this.source = source;
    this.thread = new Thread(this::run, "freshet-staleness");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long checked = System.nanoTime() - SELDOM.toNanos();
      while (!closed) {
        if (gate.isShort() || System.nanoTime() - checked >= SELDOM.toNanos()) {
          checked = System.nanoTime();
          check();
        }
        Thread.sleep(gate.settings().check().toMillis());
      }
    } catch (InterruptedException | InterruptException e) {
      boolean unused = Thread.interrupted(); // closed, and so is what follows
    } finally {
      source.release();
    }
  }

  private void check() throws InterruptedException {
    try {
      gate.check(source);
      failing = false;
    } catch (InterruptException e) {
      throw e; // what a consumer calls an interruption
    } catch (RuntimeException e) { // or nobody would ask any more
      if (!failing) {
        boolean isAway = e instanceof RetriableException; // no fault of the program's
        LOG.warn(
            "cannot find out how far the movie side is, the user side will wait: {}",
            e.toString(),
            isAway ? null : e);
        failing = true;
      }
    }
  }

  /** Whether it still checks: without a check the credit runs out. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    source.close();
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
