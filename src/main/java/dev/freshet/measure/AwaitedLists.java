package dev.freshet.measure;

import dev.freshet.wire.Recommendations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ratings that await a list which contains them. A list contains all ratings of its user up to its
 * source position. Thread-safe.
 */
public final class AwaitedLists {

  private final int remembered;
  private final LongConsumer waitedMicros;
  private final Map<String, Person> people = new LinkedHashMap<>(16, .75f, true);
  private long awaited;
  private long answered;
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
   * Nothing is awaited yet.
   *
   * @param remembered users who are remembered, at most; beyond, those of whom nothing was heard
   *     for longest are given up
   * @param waitedMicros is told of each rating that got its list, how long it waited; under a lock
   */
  public AwaitedLists(int remembered, LongConsumer waitedMicros) {
    this.remembered = remembered;
    this.waitedMicros = waitedMicros;
  }

  /**
   * A rating was written.
   *
   * @param partition of the topic of ratings
   * @param offset in it; never goes back within a user
   * @param nanos {@link System#nanoTime} when it was produced
   */
  public synchronized void sent(String userId, int partition, long offset, long nanos) {
    Person person = person(userId);
    Sent rating = new Sent(partition, offset, nanos);
    awaited++;
    if (person.contains(rating)) {
      answer(rating, person.seenNanos); // The list was quicker than the acknowledgement.
    } else {
      person.waiting.add(rating);
    }
  }

  /** A list was seen at {@code nanos} of {@link System#nanoTime}. */
  public synchronized void seen(Recommendations list, long nanos) {
    lists++;
    Person person = person(list.userId());
    person.source = list.source();
    person.seenNanos = nanos;
    while (!person.waiting.isEmpty() && person.contains(person.waiting.getFirst())) {
      answer(person.waiting.removeFirst(), nanos);
    }
  }

  private Person person(String userId) {
    Person known = people.get(userId);
    if (known != null) {
      return known;
    }
    if (people.size() >= remembered) {
      var eldest = people.entrySet().iterator();
      awaited -= eldest.next().getValue().waiting.size();
      eldest.remove();
    }
    Person person = new Person();
    people.put(userId, person);
    return person;
  }

  private void answer(Sent rating, long seenNanos) {
    awaited--;
    answered++;
    waitedMicros.accept(Math.max(0, TimeUnit.NANOSECONDS.toMicros(seenNanos - rating.nanos)));
  }

  /** Ratings without a list yet. */
  public synchronized long awaited() {
    return awaited;
  }

  /** Ratings that got a list. */
  public synchronized long answered() {
    return answered;
  }

  /** Lists seen. */
  public synchronized long lists() {
    return lists;
  }
}
