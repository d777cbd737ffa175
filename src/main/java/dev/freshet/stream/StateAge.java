package dev.freshet.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far back the stores of an application may go: a moment, in a file beside them, that nothing
 * in them is older than. It is written when they are empty and when they were closed in good order
 * after they had caught up. A process may end in between at any point: Kafka Streams then goes on
 * from the offsets of a clean close, or from nothing, and neither is older than the moment.
 */
final class StateAge {

  /**
   * The tombstones' retention divided by this is how old stores may be. The rest is for clocks that
   * are wrong and for the time that restoring takes.
   */
  private static final int SHARE = 2;

  /** A clock that was set by more than this while the process ran tells nothing. */
  private static final Duration JUMP = Duration.ofHours(1);

  private final Path file;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long startMillis;
  private final long startNanos;

  /**
   * The age of the stores in {@code stateDir}.
   *
   * @param application whose stores
   * @param clock the machine's
   * @param nanoTime a clock that nobody sets, such as {@link System#nanoTime}
   */
  StateAge(Path stateDir, String application, Clock clock, LongSupplier nanoTime) {
    this.file = stateDir.resolve(application + ".since");
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.startMillis = clock.millis();
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * Whether every tombstone that the stores have not seen is still in its changelog. Where that
   * cannot be told, the answer is no: there is no moment, or it lies in the future.
   *
   * @param retention shortest time that a changelog keeps a tombstone
   */
  boolean mayStay(Duration retention) {
    Instant since = read();
    Instant now = clock.instant();
    return since != null
        && !since.isAfter(now)
        && Duration.between(since, now).compareTo(retention.dividedBy(SHARE)) < 0;
  }

  /** Notes that the stores are empty now. */
  void begin() {
    write(clock.instant());
  }

  /**
   * Notes that the stores were closed in good order: they are {@code leftBehind} old now. They stay
   * as old as before if they may not have caught up, or if the process ran for less than {@code
   * leftBehind}. Their age is unknown if the clock was set while the process ran.
   *
   * @param leftBehind how long stores of partitions that moved elsewhere may have been there before
   * @param hasCaughtUp whether all stores were restored to the end
   */
  void closed(Duration leftBehind, boolean hasCaughtUp) {
    long wall = clock.millis() - startMillis;
    long steady = Duration.ofNanos(nanoTime.getAsLong() - startNanos).toMillis();
    if (Math.abs(wall - steady) > JUMP.toMillis()) {
      delete();
    } else if (hasCaughtUp && steady >= leftBehind.toMillis()) {
      write(clock.instant().minus(leftBehind));
    }
  }

  private @Nullable Instant read() {
    try {
      return Instant.parse(Files.readString(file).strip());
    } catch (IOException | DateTimeException unknown) {
      return null; // none, or not ours
    }
  }

  private void write(Instant since) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, since + "\n", StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
