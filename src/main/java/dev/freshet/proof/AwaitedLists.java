package dev.freshet.proof;

import dev.freshet.event.Recommendations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Ratings that await a list which contains them, and how long those waited that got one. A list
 * contains all ratings of its user up to its source position. Thread-safe.
 */
final class AwaitedLists {

  private static final int DIGITS = 3;

  private final Map<String, Person> people = new HashMap<>();
  private final Histogram micros = new Histogram(DIGITS);
  private long awaited;
  private long lists;

  /** A rating, keyed by its user: all of a user's are in one partition, in order. */
  private record Sent(int partition, long offset, long nanos) {}

  /** What is known of one user. */
  private static final class Person {
    private final Deque<Sent> waiting = new ArrayDeque<>();

    /** The newest list's source; null before the first list. */
    private Recommendations.@Nullable Source source;

    private long seenNanos;

    boolean contains(Sent rating) {
      return source != null
          && source.partition() == rating.partition
          && source.offset() >= rating.offset;
    }
  }

  /**
   * A rating was written.
   *
   * @param partition of the topic of ratings
   * @param offset in it; never goes back within a user
   * @param nanos {@link System#nanoTime} when it was produced
   */
  synchronized void sent(String userId, int partition, long offset, long nanos) {
    Person person = people.computeIfAbsent(userId, id -> new Person());
    Sent rating = new Sent(partition, offset, nanos);
    if (person.contains(rating)) {
      answered(rating, person.seenNanos); // The list was quicker than the acknowledgement.
    } else {
      person.waiting.add(rating);
      awaited++;
    }
  }

  /** A list was seen at {@code nanos} of {@link System#nanoTime}. */
  synchronized void seen(Recommendations list, long nanos) {
    lists++;
    Person person = people.computeIfAbsent(list.userId(), id -> new Person());
    person.source = list.source();
    person.seenNanos = nanos;
    while (!person.waiting.isEmpty() && person.contains(person.waiting.getFirst())) {
      answered(person.waiting.removeFirst(), nanos);
      awaited--;
    }
  }

  private void answered(Sent rating, long seenNanos) {
    micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(seenNanos - rating.nanos)));
  }

  /** Ratings without a list yet. */
  synchronized long awaited() {
    return awaited;
  }

  /** Ratings that got a list. */
  synchronized long answered() {
    return micros.getTotalCount();
  }

  /** Lists seen. */
  synchronized long lists() {
    return lists;
  }

  /** Milliseconds within which {@code percent} of the answered ratings got their list. */
  synchronized double millis(double percent) {
    return micros.getValueAtPercentile(percent) / 1e3;
  }
}
