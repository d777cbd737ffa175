package dev.freshet.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The arms of the comparison of lists: who gets what. */
public enum Arm {
  /** Lists that Freshet orders for each user. */
  TREATMENT,
  /** Lists by popularity alone. */
  CONTROL;

  /** The word in lists, reports and meters, such as {@code control}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As one byte. */
  byte code() {
    return (byte) (this == CONTROL ? 1 : 0);
  }

  /**
   * Reads {@link #code}.
   *
   * @throws UnreadableException for any other byte
   */
  static Arm of(byte code) {
    return switch (code) {
      case 0 -> TREATMENT;
      case 1 -> CONTROL;
      default -> throw new UnreadableException("no arm has the code " + code);
    };
  }
}
