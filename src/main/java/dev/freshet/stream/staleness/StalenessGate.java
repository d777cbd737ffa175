package dev.freshet.stream.staleness;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Bounds by credit how far the user side may run ahead of the movie side (invariant I6). What is on
 * the way, from the consumer of the user side to the committed position of the movie side, must not
 * exceed the bound. Ratings that are learned again in a new generation count like fresh ones.
 * Nothing waits inside a processor for it: the consumer is not handed more, and no more users move.
 * Thread-safe.
 *
 * <pre>
 * credit = bound − lag − buffered at the last check − delivered since − re-applied since
 * lag    = sum over partitions of (end at the last check − what the movie side has learned by now)
 * </pre>
 *
 * <p>What the movie side of the same process learns counts at once, what another one learns from
 * the check on that finds it committed.
 *
 * <p>A user moves in one write: all that is re-applied for one user is sent at once, however little
 * credit is left. So the bound may be exceeded by the ratings of one user for each thread. Whoever
 * cannot stay in the generation before moves when touched, room or not: then it may be the ratings
 * of those whom one poll touches.
 */
public final class StalenessGate implements GatedConsumer.HandoverGate {

  private final Settings settings;
  private final Map<Integer, Position> positions = new ConcurrentHashMap<>();
  private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

  /** Ratings by partition that wait to be routed here. */
  private final Map<TopicPartition, Long> feeding = new ConcurrentHashMap<>();

  private final Map<Integer, Long> movieSide = new ConcurrentHashMap<>();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong reapplied = new AtomicLong();
  private final Turns turns = new Turns();
  private final Map<Object, Long> shutSince = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private volatile Check last = new Check(Map.of(), 0, 0, 0);

  /**
   * The bound. It grows with what was learned: the first ratings move factors furthest, so there a
   * stale movie costs most.
   *
   * @param start the bound while nothing was learned; more than {@code bound} counts as that
   * @param share of all ratings learned so far that the bound is, between {@code start} and {@code
   *     bound}
   * @param bound most ratings on the way from one side to the other, those that are learned again
   *     included
   * @param check how often the movie side's lag is asked for, while that matters
   */
  public record Settings(long start, float share, long bound, Duration check) {

    /** The defaults, measured: see {@code docs/benchmarks/streaming.md}. */
    public static Settings defaults() {
      return new Settings(1_500, 0.07f, 4_500, Duration.ofMillis(20));
    }

    /** The bound that always holds: what one poll may take is measured by it. */
    public long least() {
      return Math.min(start, bound);
    }

    /** The bound after {@code learned} ratings. */
    long boundAfter(long learned) {
      return Math.max(least(), Math.min(bound, (long) (share * learned)));
    }
  }

  /**
   * Offsets in one partition of {@code ratings-by-user}: the newest handed over and the newest
   * learned.
   */
  private record Position(long delivered, long learned) {}

  /**
   * Offsets in one partition of {@code movie-updates}, as a check found them.
   *
   * @param end of the partition
   * @param committed by the movie side; where it begins if it has committed nothing
   */
  public record PartitionUpdates(long end, long committed) {}

  /**
   * What a check found.
   *
   * @param updates by partition
   * @param buffered ratings handed over and not yet among the updates
   * @param delivered ratings handed over until then
   * @param reapplied updates sent again until then
   */
  private record Check(
      Map<Integer, PartitionUpdates> updates, long buffered, long delivered, long reapplied) {

    /** What may be on the way and was not seen by this check. */
    long since(AtomicLong delivered, AtomicLong reapplied) {
      return delivered.get() - this.delivered + reapplied.get() - this.reapplied;
    }
  }

  /** An open gate. */
  public StalenessGate(Settings settings) {
    this(settings, System::nanoTime);
  }

  /** An open gate with a clock of its own. */
  StalenessGate(Settings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  /**
   * A consumer with ratings to hand over finds the gate shut, or hands over what there is.
   *
   * @param consumer which one
   * @param isShut for it
   */
  @Override
  public void holdsBack(Object consumer, boolean isShut) {
    if (isShut) {
      shutSince.computeIfAbsent(consumer, c -> nanos.getAsLong());
    } else if (!shutSince.isEmpty()) {
      shutSince.remove(consumer);
    }
  }

  /** How long ratings have been held back without one being handed over; zero if none are. */
  public Duration shutFor() {
    long now = nanos.getAsLong();
    return Duration.ofNanos(
        shutSince.values().stream().mapToLong(since -> now - since).max().orElse(0));
  }

  /** The settings. */
  public Settings settings() {
    return settings;
  }

  /** How many more records may be handed to the user side now; negative if it is ahead too far. */
  @Override
  public long credit() {
    return credit(last);
  }

  private long credit(Check check) {
    return bound(check) - lag(check) - check.buffered() - check.since(delivered, reapplied);
  }

  /**
   * Whether a new check matters: half of the bound is used up, or much was handed over or sent
   * again since the last check. Meanwhile the movie side and other instances may have gone on.
   */
  public boolean isShort() {
    Check check = last;
    return 2 * credit(check) < bound(check) || 8 * check.since(delivered, reapplied) > bound(check);
  }

  /**
   * Whether one more user may move to a new generation. While no rating waits, moving leaves half
   * of the bound to ratings that will come. While ratings wait, users and ratings take turns: half
   * of what the movie side learns is fresh then, and neither waits for the other to end.
   */
  public boolean hasRoomToMove() {
    Check check = last;
    long credit = credit(check);
    return turns.isAnybodyBehind() ? credit > 0 && turns.isForMoving() : 2 * credit >= bound(check);
  }

  /** The bound as it is now, in ratings. */
  public long bound() {
    return bound(last);
  }

  private long bound(Check check) {
    return settings.boundAfter(
        check.updates().values().stream().mapToLong(PartitionUpdates::end).sum());
  }

  /** Ratings sent before the last check that the movie side is not known to have learned. */
  public long lag() {
    return lag(last);
  }

  private long lag(Check check) {
    long lag = 0;
    for (Map.Entry<Integer, PartitionUpdates> entry : check.updates().entrySet()) {
      PartitionUpdates updates = entry.getValue();
      long learned = movieSide.getOrDefault(entry.getKey(), 0L);
      lag += Math.max(0, updates.end() - Math.max(updates.committed(), learned));
    }
    return lag;
  }

  /**
   * Notes what a check found.
   *
   * @param broker is asked once, after what is buffered here was counted, so that nothing on the
   *     way is missed
   */
  public void check(Broker broker) throws InterruptedException {
    long before = delivered.get();
    long reappliedBefore = reapplied.get();
    long buffered = buffered() + unanswered.get();
    Map<Integer, PartitionUpdates> updates = broker.updates();
    if (!updates.isEmpty()) {
      last = new Check(updates, buffered, before, reappliedBefore);
    }
  }

  /** Knows how far both sides are. */
  public interface Broker {
    /** Offsets by partition; empty, and no new credit, without an answer. */
    Map<Integer, PartitionUpdates> updates() throws InterruptedException;
  }

  /** An update was handed to the producer. */
  public void sent() {
    unanswered.incrementAndGet();
  }

  /** The broker has an update, or refused it. */
  public void answered() {
    unanswered.decrementAndGet();
  }

  /**
   * An update that is learned again was handed to the producer: {@link #sent} came before, so that
   * a check in between counts it twice rather than not at all.
   */
  public void reapplied() {
    reapplied.incrementAndGet();
    turns.reapplied();
  }

  /**
   * The movie side of this process has learned the update at {@code offset}, though it may not have
   * committed it yet: known here sooner than by the broker.
   */
  public void learnedByMovies(int partition, long offset) {
    movieSide.put(partition, offset + 1);
  }

  /** The movie side of this process no longer has the partition. */
  public void leftByMovies(int partition) {
    movieSide.remove(partition);
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
  @Override
  public void delivered(int partition, long first, long last, int count) {
    positions.merge(
        partition,
        new Position(last, first - 1),
        // After a seek back, everything from there is on the way again.
        (old, fresh) -> new Position(last, Math.min(old.learned(), first - 1)));
    delivered.addAndGet(count);
    turns.delivered(count, bound() / 2);
  }

  /**
   * How things stand with the consumer of some partitions.
   *
   * @param partitions of {@code ratings-by-user}
   * @param areBehind whether a whole poll waits there, or may wait: while the consumer is held back
   *     nobody knows
   */
  @Override
  public void behind(Collection<Integer> partitions, boolean areBehind) {
    turns.behind(partitions, areBehind);
  }

  /** Whether ratings of a partition wait to be handed over, as far as is known. */
  public boolean isBehind(int partition) {
    return turns.isBehind(partition);
  }

  /** Notes that the record at {@code offset} of a partition was learned. */
  public void learned(int partition, long offset) {
    positions.computeIfPresent(
        partition, (p, old) -> new Position(Math.max(old.delivered(), offset), offset));
  }

  /** Notes that {@code count} records wait at the broker, after those that were handed over. */
  @Override
  public void follow(int partition, long count) {
    Position position = positions.get(partition);
    if (position != null) {
      ends.put(partition, position.delivered() + 1 + count);
    }
  }

  /** Notes how many records wait in {@code ratings}: they will come as {@code ratings-by-user}. */
  @Override
  public void feeds(TopicPartition partition, long count) {
    if (count == 0) {
      feeding.remove(partition);
    } else if (partition.topic().endsWith(Topic.RATINGS.suffix())) {
      feeding.put(partition, count);
    }
  }

  /**
   * Records of a partition that wait; 0 while nothing is known. First, by their offsets, those that
   * wait here or at the broker. Second, the partition's share of those that wait in {@code ratings}
   * for this process to route them.
   */
  public long waiting(int partition) {
    Position position = positions.get(partition);
    if (position == null) {
      return 0;
    }
    long own = Math.max(0, ends.getOrDefault(partition, 0L) - 1 - position.learned());
    long unrouted = feeding.values().stream().mapToLong(Long::longValue).sum();
    return own + unrouted / Math.max(1, positions.size());
  }

  /** These partitions are no longer here, nor is what was handed over of them and not learned. */
  @Override
  public void revoked(Collection<Integer> partitions) {
    positions.keySet().removeAll(partitions);
    turns.behind(partitions, false);
    ends.keySet().removeAll(partitions);
  }
}
