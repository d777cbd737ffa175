package dev.freshet.demo;

import dev.freshet.console.RatePerSecond;
import dev.freshet.measure.AwaitedLists;
import dev.freshet.measure.Pacer;
import dev.freshet.measure.RatingProducer;
import dev.freshet.wire.RatingEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Produces the demo's ratings, on a thread of its own: a history first, then at a rate. */
final class DemoFeed implements AutoCloseable {

  /** The most ratings that the feed may be ahead of the learner. */
  private static final long MOST_AHEAD = 5_000;

  private final DemoSource source;
  private final RatingProducer producer;
  private final AwaitedLists awaited;
  private final LongSupplier handled;
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final AtomicLong produced = new AtomicLong();
  private final Thread thread;
  private volatile boolean isPastHistory;
  private volatile boolean isOver;
  private volatile boolean isStopping;
  private @Nullable RatingEvent upcoming;

  /**
   * A feed from a source, not yet started.
   *
   * @param producer to use; the caller's to close, after this
   * @param awaited is told of ratings after the history
   * @param handled how many ratings the learner has dealt with so far
   * @param history ratings that come as fast as they are learned
   * @param perSecond rate after that; 0 for as fast as they are learned
   * @param onFailure is told if it cannot go on
   */
  DemoFeed(
      DemoSource source,
      RatingProducer producer,
      AwaitedLists awaited,
      LongSupplier handled,
      long history,
      double perSecond,
      Consumer<Throwable> onFailure) {
    this.source = source;
    this.producer = producer;
    this.awaited = awaited;
    this.handled = handled;
    this.upcoming = source.next();
    this.thread =
        new Thread(
            () -> {
              try {
                feed(history, perSecond);
              } catch (InterruptedException closed) {
                // That is how it ends early.
              } catch (RuntimeException e) {
                onFailure.accept(e);
              }
            },
            "freshet-demo-feed");
    thread.setDaemon(true);
  }

  /** Starts to produce. */
  void start() {
    thread.start();
  }

  private void feed(long history, double perSecond) throws InterruptedException {
    Pacer pacer = new Pacer();
    pacer.run(RatePerSecond.MAX, history, this::isDone, (i, late) -> send(false));
    isPastHistory = true;
    pacer.run(perSecond, Long.MAX_VALUE, this::isDone, (i, late) -> send(true));
    isOver = upcoming == null;
  }

  private boolean isDone() {
    return isStopping || upcoming == null;
  }

  private void send(boolean isAwaited) {
    RatingEvent event = upcoming;
    if (event == null) {
      return;
    }
    users.add(event.userId());
    producer.send(event, isAwaited ? awaited::sent : (user, partition, offset, nanos) -> {});
    upcoming = source.next();
    if (produced.incrementAndGet() % 100 == 0) {
      waitForLearner();
    }
  }

  private void waitForLearner() {
    while (!isStopping && produced.get() - handled.getAsLong() > MOST_AHEAD) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Ratings produced. */
  long produced() {
    return produced.get();
  }

  /** Whether the history is out. */
  boolean isPastHistory() {
    return isPastHistory;
  }

  /** Whether there is nothing more to produce. */
  boolean isOver() {
    return isOver;
  }

  /** Whether this user's ratings come from here. */
  boolean knows(String userId) {
    return users.contains(userId);
  }

  /** Stops producing. */
  @Override
  public void close() {
    isStopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
