package dev.freshet.console;

/** What the process ends with. */
public final class ExitCodes {
  /** It did what it was asked to. */
  public static final int OK = 0;

  /** It could not, for a reason outside: a broker, a file, a port. */
  public static final int FAILED = 1;

  /** It was asked wrongly: a command line or a setting. */
  public static final int USAGE = 2;

  /** It was stopped with Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
