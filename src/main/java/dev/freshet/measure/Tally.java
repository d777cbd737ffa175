package dev.freshet.measure;

import dev.freshet.stream.Admission.Outcome;
import dev.freshet.stream.LearningListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what the processors of this process do, and how far the user side ever was ahead.
 * Thread-safe.
 */
public final class Tally implements LearningListener {

  private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong learned = new AtomicLong();
  private final AtomicLong movieLearned = new AtomicLong();
  private final AtomicLong maxStaleness = new AtomicLong();
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong heldBackNanos = new AtomicLong();
  private final Map<Integer, Integer> due = new ConcurrentHashMap<>();
  private volatile long firstNanos;
  private volatile long lastNanos;

  @Override
  public void rejected(String reason) {
    rejected.incrementAndGet();
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // An index into a table that lives as long as this process.
  public void outcome(Outcome outcome) {
    outcomes.incrementAndGet(outcome.ordinal());
    if (firstNanos == 0) {
      firstNanos = System.nanoTime();
    }
    if (outcome == Outcome.COUNTED) { // by the movie side, too, which does not say when
      lastNanos = System.nanoTime();
    }
  }

  @Override
  public void learned(float rating, float prediction, float baseline, float mean) {
    long ahead = learned.incrementAndGet() - movieLearned.get();
    if (ahead > maxStaleness.get()) {
      maxStaleness.accumulateAndGet(ahead, Math::max);
    }
  }

  @Override
  public void movieLearned() {
    movieLearned.incrementAndGet();
    lastNanos = System.nanoTime();
  }

  @Override
  public void listed(String reason, long freshnessMillis, long nanos) {
    lists.incrementAndGet();
  }

  @Override
  public void due(int partition, int users) {
    due.put(partition, users);
  }

  /** Users who await a list. */
  public int dueLists() {
    return due.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void heldBack(long nanos) {
    heldBackNanos.addAndGet(nanos);
  }

  /** Events with any outcome, and rejected records. */
  public long handled() {
    long sum = rejected.get();
    for (int i = 0; i < outcomes.length(); i++) {
      sum += outcomes.get(i);
    }
    return sum;
  }

  /** Ratings learned by the user side. */
  public long learned() {
    return learned.get();
  }

  /** Ratings learned by the movie side. */
  public long learnedByMovies() {
    return movieLearned.get();
  }

  /** Most ratings that the user side had learned and the movie side had not, at any rating. */
  public long maxStaleness() {
    return maxStaleness.get();
  }

  /** Lists handed to the producer. */
  public long lists() {
    return lists.get();
  }

  /** Time that polls were held back, summed over threads. */
  public double heldBackSeconds() {
    return heldBackNanos.get() / 1e9;
  }

  /**
   * From the first event learned by the user side to the last learned by the movie side, or to the
   * last interaction counted by the user side if that is later.
   */
  public double seconds() {
    return (lastNanos - firstNanos) / 1e9;
  }
}
