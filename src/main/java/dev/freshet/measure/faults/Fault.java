package dev.freshet.measure.faults;

/** What a campaign does to a running system. */
public enum Fault {
  /** SIGKILL of an instance, sometimes of both, sometimes with the loss of its disk. */
  KILL("kill"),
  /** SIGTERM of all instances, one after the other. */
  RESTART("rolling restart"),
  /** The broker stops and comes back, in good order or by SIGKILL. */
  BROKER_RESTART("broker restart"),
  /** SIGSTOP of an instance for longer than its session, then SIGCONT. */
  PAUSE("pause"),
  /** All instances are stopped and their consumer groups deleted or set to the earliest record. */
  RESET_GROUPS("groups reset"),
  /** All instances are stopped until the broker has forgotten their offsets. */
  EXPIRE_OFFSETS("offsets expired");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** The name in reports. */
  public String words() {
    return words;
  }
}
