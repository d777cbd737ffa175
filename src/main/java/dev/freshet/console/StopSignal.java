package dev.freshet.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end in good order on Ctrl-C or a termination: the JVM waits, for a bounded time,
 * until this is closed. Make it the first of a try-with-resources, so that it is closed last.
 */
public final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private volatile Runnable action = () -> {};
  private final AtomicReference<@Nullable Runnable> early = new AtomicReference<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "freshet-stop");

  /** Starts to listen. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts to listen in a command that begins with work that cannot be ended in good order.
   *
   * @param farewell done where a stop comes before {@link #ready}: the JVM does not wait then
   */
  public StopSignal(Runnable farewell) {
    early.set(farewell);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says that from now on the command can end in good order. */
  public void ready() {
    early.set(null);
  }

  /**
   * Says what makes the command end.
   *
   * @param wake thread-safe; called from another thread as soon as a stop is asked for, at most
   *     twice
   */
  public void onStop(Runnable wake) {
    action = wake;
    if (isStopping()) {
      wake.run();
    }
  }

  /** Whether a stop was asked for. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Waits until a stop is asked for. */
  public void await() throws InterruptedException {
    stopping.await();
  }

  /** Says that the command has ended. */
  @Override
  public void close() {
    closed.countDown();
    if (!isStopping()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // The JVM has just begun to stop: the hook finds this closed and does not wait.
      }
    }
  }

  private void stop() {
    stopping.countDown();
    Runnable farewell = early.getAndSet(null);
    if (farewell != null) {
      farewell.run();
      return;
    }
    action.run();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("freshet: did not end within " + PATIENCE_SECONDS + " s; ending anyway");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
