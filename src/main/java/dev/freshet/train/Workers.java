package dev.freshet.train;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of a task at the same time, part 0 on the calling thread, and waits for all. Tasks
 * last micro- to milliseconds, so who waits spins a little before it parks. Threads are daemons and
 * end with {@link #close}. For one calling thread; allocates nothing per task.
 */
final class Workers implements AutoCloseable {

  /** Work in parts. */
  interface Task {
    /** Does one part; called once per part and round. */
    void run(int part);
  }

  /**
   * Turns of waiting before a thread parks, 10 to 50 µs: longer than the serial work between the
   * rounds of a batch, shorter than what waking up costs.
   */
  private static final int SPINS = 2_000;

  private final Thread caller = Thread.currentThread();
  private final Worker[] workers;
  private volatile boolean callerIdle;

  /**
   * Starts threads.
   *
   * @param parts of each task: one less is the number of threads
   */
  Workers(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("at least one thread, not " + parts);
    }
    workers = new Worker[parts - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** Number of parts. */
  int parts() {
    return workers.length + 1;
  }

  /**
   * Runs all parts and returns when the last has ended. What the parts wrote is visible to the
   * caller, and what he wrote before to them.
   *
   * @throws RuntimeException or Error as thrown by the lowest part that failed, after all ended
   */
  void run(Task task) {
    for (Worker worker : workers) {
      worker.begin(task);
    }
    Throwable failure = null;
    try {
      task.run(0);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (Worker worker : workers) {
      Throwable other = worker.await();
      failure = failure == null ? other : failure;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Ends the threads and waits until they have. */
  @Override
  public void close() {
    boolean interrupted = false;
    for (Worker worker : workers) {
      worker.begin(null);
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One thread. {@code begun} is written by the caller only, {@code done} by itself only. A thread
   * that waits says so before it looks a last time and parks. A thread with news writes it before
   * it looks whether the other must be woken. So one of them sees the other.
   */
  private final class Worker extends Thread {

    private final int part;
    private @Nullable Task task;
    private @Nullable Throwable failure;
    private int rounds;
    private volatile int begun;
    private volatile int done;
    private volatile boolean idle;

    Worker(int part) {
      super("train-" + part);
      this.part = part;
      setDaemon(true);
    }

    /** Hands over the next task; null ends the thread. */
    void begin(@Nullable Task next) {
      task = next;
      rounds++;
      begun = rounds;
      if (idle) {
        LockSupport.unpark(this);
      }
    }

    /** Waits for the task; returns what it threw. */
    @Nullable Throwable await() {
      for (int spins = 0; done != rounds; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          callerIdle = true;
          if (done != rounds) {
            LockSupport.park();
          }
        }
      }
      callerIdle = false;
      Throwable thrown = failure;
      failure = null;
      return thrown;
    }

    @Override
    public void run() {
      int round = 0;
      while (true) {
        for (int spins = 0; begun == round; spins++) {
          if (spins < SPINS) {
            Thread.onSpinWait();
          } else {
            idle = true;
            if (begun == round) {
              LockSupport.park();
            }
          }
        }
        idle = false;
        round = begun;
        Task next = task;
        if (next == null) {
          return;
        }
        try {
          next.run(part);
        } catch (Throwable e) { // The caller throws it on.
          failure = e;
        }
        done = round;
        if (callerIdle) {
          LockSupport.unpark(caller);
        }
      }
    }
  }
}
