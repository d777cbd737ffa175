package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.ExitCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
  private final FakeCluster cluster = new FakeCluster("freshet.recommendations");
  private final AtomicLong clock = new AtomicLong();

  private CommandRun watch(String... args) {
    List<String> line = new ArrayList<>(List.of("watch", "-b", "localhost:9092"));
    line.addAll(List.of(args));
    WatchCommand command = new WatchCommand(cluster, () -> clock.addAndGet(1_000_000));
    return CommandRun.of(command, line.toArray(String[]::new));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, String user, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        "freshet.recommendations", partition, offset, user.getBytes(UTF_8), value);
  }

  private static ConsumerRecord<byte[], byte[]> list(
      int partition, long offset, String user, String movie) {
    String json =
        """
        {"userId":"%s","ratings":3,"items":[{"movieId":"%s","title":"%s","predictedRating":4.5}]}"""
            .formatted(user, movie, "Movie " + movie);
    return record(partition, offset, user, json.getBytes(UTF_8));
  }

  @Test
  void withAUserItStartsWithTheNewestListThatIsThere() {
    cluster.holds(
        List.of(list(0, 0, "me", "old"), list(1, 0, "you", "other"), list(0, 1, "me", "new")));
    CommandRun run = watch("--user", "me", "--count", "1");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("Movie new"), run.out());
    assertFalse(run.out().contains("Movie old") || run.out().contains("Movie other"), run.out());
  }

  @Test
  void thenItFollowsThatUserOnly() {
    cluster.holds(List.of(list(0, 0, "me", "a")));
    cluster.arrives(List.of(list(1, 0, "you", "b"), list(0, 1, "me", "c")));
    CommandRun run = watch("--user", "me", "--count", "2", "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, run.out().lines().count(), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.startsWith("{\"userId\":\"me\"")));
    assertTrue(run.out().contains("Movie a") && run.out().contains("Movie c"), run.out());
  }

  @Test
  void withoutAUserItShowsWhatArrivesFromNowOn() {
    cluster.holds(List.of());
    cluster.arrives(List.of(list(0, 0, "me", "a"), list(0, 1, "you", "b"), list(0, 2, "me", "c")));
    CommandRun run = watch("--count", "2");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("user me") && run.out().contains("user you"), run.out());
    assertFalse(run.out().contains("Movie c"), "two lists were asked for");
  }

  @Test
  void aUserWithoutAListIsWaitedFor() {
    cluster.holds(List.of());
    CommandRun run = watch("--user", "me", "--for", "50ms");
    assertEquals(new CommandRun(0, "", "freshet: no list yet for user me; waiting\n"), run);
  }

  @Test
  void tooFewListsWithinTheTimeIsAFailure() {
    cluster.holds(List.of(list(0, 0, "me", "a")));
    CommandRun run = watch("--user", "me", "--for", "50ms", "--count", "2");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertEquals("freshet: only 1 of 2 lists within the time\n", run.err());
  }

  @Test
  void aForgottenUserIsShown() {
    cluster.holds(List.of(list(0, 0, "me", "a")));
    cluster.arrives(List.of(record(0, 1, "me", null)));
    CommandRun people = watch("--user", "me", "--count", "2");
    assertTrue(people.out().endsWith("user me was forgotten; the list is gone\n"), people.out());
  }

  @Test
  void aForgottenUserIsALineOfJsonToo() {
    cluster.holds(List.of(record(0, 0, "me", null)));
    CommandRun run = watch("--user", "me", "--count", "1", "--json");
    assertEquals("{\"userId\":\"me\",\"forgotten\":true}\n", run.out());
  }

  @Test
  void whatIsNoListIsSkippedWithItsPlace() {
    cluster.holds(List.of());
    cluster.arrives(List.of(record(0, 0, "me", "garbage".getBytes(UTF_8)), list(0, 1, "me", "a")));
    CommandRun run = watch("--count", "1");
    assertEquals(0, run.exitCode());
    assertEquals(
        "freshet: skipped what is no list, in freshet.recommendations partition 0 at offset 0\n",
        run.err());
    assertTrue(run.out().contains("Movie a"), run.out());
  }

  @Test
  void aStopEndsItInGoodOrder() {
    cluster.holds(List.of());
    cluster.consumer.schedulePollTask(cluster.consumer::wakeup);
    assertEquals(new CommandRun(ExitCodes.INTERRUPTED, "", ""), watch());
    assertTrue(cluster.consumer.closed());
  }

  @Test
  void aMissingTopicIsSaid() {
    CommandRun run = watch("--prefix", "other.");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("no topic other.recommendations"), run.err());
  }
}
