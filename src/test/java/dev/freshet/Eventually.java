package dev.freshet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * Waits for what a broker was told to be seen: it acknowledges changes of topics once they are in
 * the controller's log, and may answer from before them for a moment.
 */
public final class Eventually {

  private static final Duration WITHIN = Duration.ofSeconds(20);

  private Eventually() {}

  /** Asserts that an answer becomes the expected one. */
  public static <T> void becomes(T expected, Callable<T> answer) throws Exception {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    T last = answer.call();
    while (!expected.equals(last) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(10_000_000); // the controller is on this machine, too
      last = answer.call();
    }
    assertEquals(expected, last);
  }

  /** Asserts that topics come to be listed. */
  public static void exist(Admin admin, Set<String> topics) throws Exception {
    becomes(true, () -> admin.listTopics().names().get().containsAll(topics));
  }

  /** Asserts that a topic is no longer listed. */
  public static void isGone(Admin admin, String topic) throws Exception {
    becomes(false, () -> admin.listTopics().names().get().contains(topic));
  }
}
