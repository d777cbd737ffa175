package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.train.TrainingException;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Trigger;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Whatever ends a training, there is a fate that says why. */
class AttemptTest {

  private static final Attempt.Plan PLAN =
      new Attempt.Plan(4, 2, null, new Cause(Trigger.GROWTH, "more"), 7, 1_200L, null);

  private static Run.Decided outcome(Function<BooleanSupplier, Run.Decided> work) {
    return Attempt.start(PLAN, work, () -> false).outcome();
  }

  private static void assertFailed(String reason, RuntimeException why) {
    assertFailed(
        reason,
        outcome(
            stop -> {
              throw why;
            }));
  }

  private static void assertFailed(String reason, Error why) {
    assertFailed(
        reason,
        outcome(
            stop -> {
              throw why;
            }));
  }

  private static void assertFailed(String reason, Run.Decided result) {
    Checkpoint fate = result.checkpoint();
    assertEquals(Fate.FAILED, fate.fate());
    assertTrue(fate.reason().matches(reason), fate.reason());
    assertEquals(4, fate.generation());
    assertEquals(2, fate.lineage().incumbent());
    assertEquals(Trigger.GROWTH, fate.trigger());
    assertEquals(1_200, fate.events());
    assertNull(result.users());
    assertNull(result.movies());
  }

  @Test
  void everyErrorBecomesAFateThatSaysWhy() {
    assertFailed(
        "out of memory: the heap has \\d+ MiB; raise -Xmx .* freshet retrain --watch",
        new OutOfMemoryError("Java heap space"));
    assertFailed("IllegalStateException: odd", new IllegalStateException("odd"));
    assertFailed("StackOverflowError", new StackOverflowError());
    assertFailed("no room", new TrainingException("no room"));
    assertFailed(
        "TimeoutException: nobody answers",
        new KafkaException("cannot read", new TimeoutException("nobody\nanswers")));
  }

  @Test
  void whatSucceedsSaysItsCauseAndWhatWasKnown() {
    Checkpoint promoted = CheckpointsTest.record(4, Fate.PROMOTED, null, 1_000);

    Checkpoint fate = outcome(stop -> Run.Decided.nothing(promoted)).checkpoint();

    assertEquals(promoted.because(Trigger.GROWTH).knowing(1_200), fate);
  }

  @Test
  void anAbandonedOneIsAskedToStop() {
    CountDownLatch begun = new CountDownLatch(1);
    Attempt attempt =
        Attempt.start(
            PLAN,
            stop -> {
              begun.countDown();
              while (!stop.getAsBoolean()) {
                Thread.onSpinWait();
              }
              throw new TrainingException("stopped");
            },
            () -> false);
    attempt.abandon();
    assertEquals("stopped", attempt.outcome().checkpoint().reason());
  }

  @Test
  void whatCouldNotBePublishedTwiceIsNotMadeAThirdTime() {
    Unpublished unpublished = new Unpublished();
    unpublished.requireHope(4);
    unpublished.add(4, "too large");
    unpublished.requireHope(4);
    unpublished.add(4, "too large");
    assertEquals(
        "publishing failed 2 times: too large",
        outcome(
                stop -> {
                  unpublished.requireHope(4);
                  throw new AssertionError("made again");
                })
            .checkpoint()
            .reason());
    unpublished.requireHope(5);
    unpublished.clear();
    unpublished.requireHope(4);
  }
}
