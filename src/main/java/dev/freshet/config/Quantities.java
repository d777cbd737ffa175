package dev.freshet.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 50ms}, {@code 30d}, {@code 64MiB}. */
public final class Quantities {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)");

  private Quantities() {}

  /**
   * Reads a whole number followed by ms, s, m, h or d.
   *
   * @throws IllegalArgumentException if it is written otherwise
   */
  public static Duration duration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a duration such as 50ms, 1s, 2m, 3h or 30d: " + text);
    }
    long number = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * Reads a whole number followed by B, KiB, MiB or GiB.
   *
   * @return bytes
   * @throws IllegalArgumentException if it is written otherwise or exceeds a long
   */
  public static long size(String text) {
    Matcher m = SIZE.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a size such as 512KiB, 64MiB or 2GiB: " + text);
    }
    long unit =
        switch (m.group(2)) {
          case "B" -> 1L;
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          default -> 1L << 30;
        };
    try {
      return Math.multiplyExact(Long.parseLong(m.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large a size: " + text, e);
    }
  }
}
