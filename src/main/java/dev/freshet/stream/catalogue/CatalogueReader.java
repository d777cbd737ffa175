package dev.freshet.stream.catalogue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of movies with a thread of its own and remembers whose they are, 64 bits of
 * each id. A check asks the topic for its ends and reads up to them: it answers for everything that
 * arrived before it began. Thread-safe.
 */
public final class CatalogueReader implements KnownMovies, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);

  /** How long a rating waits for a check: it takes milliseconds while the broker answers. */
  static final Duration WITHIN = Duration.ofMillis(500);

  /** Checks without a question keep near the end what the next one has to read. */
  private static final Duration IDLE = Duration.ofMillis(250);

  private final MovieSource source;
  private final RecordReading reading;
  private final Predicate<String> replicated;
  private final LongSupplier nanos;
  private final ThreadLocal<Long> received = new ThreadLocal<>();
  private final Thread thread = new Thread(this::run, "freshet-known-movies");

  // All below is guarded by this.
  private final LongSet there = new LongSet();
  private final LongSet gone = new LongSet();
  private boolean isRead;

  /** When the newest check began that has ended; of no meaning before {@link #isRead}. */
  private long readUpTo;

  private boolean isAsked;

  /** Whether somebody waited in vain since the last check that ended: nobody waits again. */
  private boolean isLate;

  private boolean isFailing;
  private volatile boolean isClosed;

  /** The topic of movies. Used by one thread. */
  interface MovieSource extends AutoCloseable {

    /**
     * Asks for the ends and reads up to them.
     *
     * @throws KafkaException if that cannot be done now
     */
    void readOn(Records records);

    @Override
    void close();
  }

  /** Takes in records of the topic. */
  interface Records {
    void take(byte @Nullable [] key, byte @Nullable [] value);
  }

  /** What a record says of a movie; null where it is none. */
  interface RecordReading {
    @Nullable Presence of(byte @Nullable [] key, byte @Nullable [] value);
  }

  /**
   * A movie came, or left.
   *
   * @param isThere whether it came
   */
  record Presence(String movieId, boolean isThere) {}

  /**
   * Not reading yet.
   *
   * @param source the topic
   * @param reading tells what its records say
   * @param replicated whether the replica has a movie in its catalogue: counts for those of which
   *     the topic says nothing, or no longer
   * @param nanos tells the time, as {@link System#nanoTime}
   */
  public CatalogueReader(
      MovieSource source, RecordReading reading, Predicate<String> replicated, LongSupplier nanos) {
    this.source = source;
    this.reading = reading;
    this.replicated = replicated;
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  /** Begins to read, and waits until the topic was read once, or as long as this. */
  public void start(Duration within) throws InterruptedException {
    thread.start();
    long end = System.nanoTime() + within.toNanos();
    synchronized (this) {
      long left = end - System.nanoTime();
      while (!isRead && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
      if (!isRead) {
        LOG.warn("the catalogue is not read yet: until it is, ratings of any movie are taken");
      }
    }
  }

  private void run() {
    try (source) {
      while (!isClosed) {
        check();
        awaitQuestion();
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Reads on, and tells who waits. */
  void check() {
    long began = nanos.getAsLong();
    synchronized (this) {
      isAsked = false;
    }
    try {
      source.readOn(this::take);
      done(began);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed(e);
    }
  }

  private synchronized void done(long began) {
    readUpTo = began;
    isRead = true;
    isLate = false;
    isFailing = false;
    notifyAll();
  }

  private synchronized void failed(KafkaException e) {
    if (!isFailing) {
      LOG.warn("cannot read the catalogue, ratings of any movie are taken: {}", e.getMessage());
    }
    isFailing = true;
    isLate = true;
    notifyAll();
  }

  private synchronized void awaitQuestion() throws InterruptedException {
    long end = System.nanoTime() + IDLE.toNanos();
    for (long left = IDLE.toNanos();
        left > 0 && (!isAsked || isFailing);
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private void take(byte @Nullable [] key, byte @Nullable [] value) {
    Presence said = reading.of(key, value);
    if (said == null) {
      return;
    }
    long hash = hash(said.movieId());
    synchronized (this) {
      (said.isThere() ? there : gone).add(hash);
      (said.isThere() ? gone : there).remove(hash);
    }
  }

  @Override
  public void received() {
    received.set(nanos.getAsLong());
  }

  @Override
  public Answer has(String movieId) {
    Long at = received.get();
    long arrivedBefore = at == null ? nanos.getAsLong() : at;
    long hash = hash(movieId);
    synchronized (this) {
      if (!there.contains(hash) && !isReadUpTo(arrivedBefore)) {
        await(arrivedBefore);
      }
      if (there.contains(hash) || (!gone.contains(hash) && replicated.test(movieId))) {
        return Answer.YES;
      }
      return isReadUpTo(arrivedBefore) ? Answer.NO : Answer.UNTOLD;
    }
  }

  private boolean isReadUpTo(long time) {
    return isRead && readUpTo - time >= 0;
  }

  /** Waits for a check that began then or later; not if somebody just did in vain. */
  private synchronized void await(long arrivedBefore) {
    long end = System.nanoTime() + WITHIN.toNanos();
    try {
      while (!isLate && !isReadUpTo(arrivedBefore)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          isLate = true;
          return;
        }
        isAsked = true;
        notifyAll();
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** FNV-1a over the id's bytes, mixed. */
  private static long hash(String movieId) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : movieId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }

  @Override
  public void close() {
    isClosed = true;
    if (thread.isAlive()) {
      thread.interrupt();
    } else {
      source.close();
    }
  }
}
