package dev.freshet.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class EvaluationExceptionTest {

  /** Kafka's clients set the flag of an interrupted thread again. */
  @Test
  void whoIsStoppedWhileAClientWaitsIsStoppedAndNoLongerInterrupted() {
    EvaluationException stopped =
        assertThrows(
            EvaluationException.class,
            () ->
                EvaluationException.unlessStopped(
                    () -> {
                      throw new InterruptException("while it waited");
                    }));
    assertEquals("stopped", stopped.getMessage());
    assertFalse(Thread.interrupted());
  }
}
