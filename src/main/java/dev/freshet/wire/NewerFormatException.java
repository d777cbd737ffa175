package dev.freshet.wire;

/**
 * A value that a newer Freshet wrote. To set it aside would lose what is whole, so this instance
 * stops; the message says in which order to upgrade.
 */
public final class NewerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Names the format, its version, and what to do. */
  NewerFormatException(Format format, int version) {
    super(
        ("%s: version %d is of a newer Freshet, this one reads %s; upgrade all instances to a"
                + " version that reads it before one writes it, see docs/operations.md")
            .formatted(format.name(), version, format.versions()));
  }

  /** Format, versions and what to do, in one line. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
