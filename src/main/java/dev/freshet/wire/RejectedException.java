package dev.freshet.wire;

/** A record cannot be accepted; it is bad input, not a bug, and carries no stack trace. */
public final class RejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** In chars: the message goes into a header, whose room is limited. */
  private static final int MAX_LENGTH = 400;

  private final RejectReason reason;

  /**
   * The reason to reject a record, for whoever reads the rejected ones.
   *
   * @param reason the kind of problem
   * @param message what is wrong and what would be right, in one line; cut where it is long
   */
  public RejectedException(RejectReason reason, String message) {
    super(oneLine(message), null, false, false);
    this.reason = reason;
  }

  /** The kind of problem. */
  public RejectReason reason() {
    return reason;
  }

  /** What is wrong and what would be right, in one line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  private static String oneLine(String message) {
    String cut = message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH) + "…";
    StringBuilder line = new StringBuilder(cut.length());
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return line.toString();
  }
}
