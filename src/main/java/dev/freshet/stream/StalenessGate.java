package dev.freshet.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how far the user side may run ahead of the movie side (invariant I6), by credit: what is
 * on the way, from the consumer of the user side to the committed position of the movie side, must
 * not exceed the bound. Nothing waits inside a processor for it: the consumer is not handed more.
 * Thread-safe.
 *
 * <pre>
 * credit = bound − (lag of the movie side and records buffered, both at the last check) − delivered since
 * </pre>
 */
public final class StalenessGate {

  private final Settings settings;
  private final Map<Integer, Position> positions = new ConcurrentHashMap<>();
  private final Map<Integer, Long> movieSide = new ConcurrentHashMap<>();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong deliveredSinceCheck = new AtomicLong();
  private volatile long onTheWayAtCheck;
  private volatile long lag;

  /**
   * The bound.
   *
   * @param bound most ratings on the way from one side to the other
   * @param check how often the movie side's lag is asked for
   */
  public record Settings(long bound, Duration check) {

    /** The defaults, measured: see {@code docs/decisions.md}. */
    public static Settings defaults() {
      return new Settings(4_000, Duration.ofMillis(50));
    }
  }

  /**
   * Offsets in one partition of {@code ratings-by-user}: the newest handed over and the newest
   * learned.
   */
  private record Position(long delivered, long learned) {}

  /** An open gate. */
  public StalenessGate(Settings settings) {
    this.settings = settings;
  }

  /** The settings. */
  public Settings settings() {
    return settings;
  }

  /** How many more records may be handed to the user side now; negative if it is ahead too far. */
  public long credit() {
    return settings.bound() - onTheWayAtCheck - deliveredSinceCheck.get();
  }

  /** Ratings that the movie side had not learned at the last check. */
  public long lag() {
    return lag;
  }

  /**
   * Notes what a check found.
   *
   * @param measureLag asks the broker for the number of updates that the movie side has not
   *     learned; called once, after what is buffered here was counted, so that nothing on the way
   *     is missed
   */
  void check(LagMeasure measureLag) throws InterruptedException {
    long before = deliveredSinceCheck.get();
    long buffered = buffered() + unanswered.get();
    OptionalLong measured = measureLag.lag();
    if (measured.isPresent()) {
      lag = measured.getAsLong();
      onTheWayAtCheck = lag + buffered;
      deliveredSinceCheck.addAndGet(-before);
    }
  }

  /** Asks the broker. */
  interface LagMeasure {
    /** Updates that the movie side has not learned; empty, and no new credit, without an answer. */
    OptionalLong lag() throws InterruptedException;
  }

  /** An update was handed to the producer. */
  void sent() {
    unanswered.incrementAndGet();
  }

  /** The broker has an update, or refused it. */
  void answered() {
    unanswered.decrementAndGet();
  }

  /**
   * The movie side of this process has learned the update at {@code offset}, though it may not have
   * committed it yet: known here sooner than by the broker.
   */
  void learnedByMovies(int partition, long offset) {
    movieSide.put(partition, offset + 1);
  }

  /** The movie side of this process no longer has the partition. */
  void leftByMovies(int partition) {
    movieSide.remove(partition);
  }

  /**
   * Next offset of {@code movie-updates} that the movie side of this process learns; 0 if not here.
   */
  long positionOfMovies(int partition) {
    return movieSide.getOrDefault(partition, 0L);
  }

  private long buffered() {
    long sum = 0;
    for (Position position : positions.values()) {
      sum += Math.max(0, position.delivered() - position.learned());
    }
    return sum;
  }

  /**
   * Records were handed to the user side.
   *
   * @param partition of {@code ratings-by-user}
   * @param first offset of the first of them
   * @param last offset of the last of them
   * @param count their number
   */
  void delivered(int partition, long first, long last, int count) {
    positions.merge(
        partition,
        new Position(last, first - 1),
        // After a seek back, everything from there is on the way again.
        (old, fresh) -> new Position(last, Math.min(old.learned(), first - 1)));
    deliveredSinceCheck.addAndGet(count);
  }

  /** The record at {@code offset} of a partition was learned. */
  void learned(int partition, long offset) {
    positions.computeIfPresent(
        partition, (p, old) -> new Position(Math.max(old.delivered(), offset), offset));
  }

  /** These partitions are no longer here, nor is what was handed over of them and not learned. */
  void revoked(Collection<Integer> partitions) {
    positions.keySet().removeAll(partitions);
  }
}
