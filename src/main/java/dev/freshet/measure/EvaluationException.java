package dev.freshet.measure;

import org.apache.kafka.common.errors.InterruptException;

/** An evaluation whose figures would mean nothing; the message says why in one line. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with a line for a person. */
  public EvaluationException(String message) {
    super(message);
  }

  /**
   * Ends an evaluation whose thread was interrupted. The interruption is over then: a broker that
   * is closed by an interrupted thread does not end in good order.
   *
   * @throws EvaluationException if it was
   */
  static void throwIfStopped() {
    if (Thread.interrupted()) {
      throw new EvaluationException("stopped");
    }
  }

  /**
   * Reads or writes something of a cluster. Where the thread is interrupted meanwhile, its clients
   * set the flag again; here, too, the interruption is over then.
   *
   * @throws EvaluationException if it was
   */
  static void unlessStopped(Runnable work) {
    try {
      work.run();
    } catch (InterruptException e) {
      var unused = Thread.interrupted();
      throw new EvaluationException("stopped");
    }
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
