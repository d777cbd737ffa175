package dev.freshet.data;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads event times as files have them: seconds, milli-, micro- or nanoseconds since 1970, or dates
 * as text, which are of UTC where they name no zone.
 */
final class Times {

  /** Earliest time that can be meant, 1990, in seconds. Later as seconds, see below. */
  private static final long EARLIEST_SECONDS =
      Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();

  /** Numbers from here on cannot be seconds: that would be after the year 5138. */
  private static final long END_OF_SECONDS = 100_000_000_000L;

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}|[1-8]\\d{18}");
  private static final Pattern DECIMAL =
      Pattern.compile("\\d{1,18}\\.\\d+|\\d\\.?\\d*[eE]\\+?\\d{1,2}");
  private static final Pattern COMPACT = Pattern.compile("(19|20)\\d{6}");

  /** A date and perhaps a time of day. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(.+?)(?:,?[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?"
              + " *([AaPp][Mm])? *(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?");

  /** A date of digits, the year first or, between full stops, last. */
  private static final Pattern DIGITS =
      Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})");

  private static final Pattern WEEKDAY =
      Pattern.compile("^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +");

  private static final List<DateTimeFormatter> WITH_NAMES =
      List.of(
          named("d[ ][-]MMM[ ][-]uuuu"),
          named("d MMMM uuuu"),
          named("MMM d[,] uuuu"),
          named("MMMM d[,] uuuu"),
          named("M d, uuuu"));

  private Times() {}

  private static DateTimeFormatter named(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * The time of a cell.
   *
   * @return milliseconds since the epoch; null where it is no time that can be meant
   */
  static @Nullable Long millis(String cell) {
    if (WHOLE.matcher(cell).matches()) {
      Long millis = ofNumber(Long.parseLong(cell));
      return millis == null && COMPACT.matcher(cell).matches() ? ofText(dashed(cell)) : millis;
    }
    return DECIMAL.matcher(cell).matches() ? ofDecimal(new BigDecimal(cell)) : ofText(cell);
  }

  /** Whether a time is written as a date rather than as a number. */
  static boolean isText(String cell) {
    return !WHOLE.matcher(cell).matches() && !DECIMAL.matcher(cell).matches();
  }

  private static @Nullable Long ofNumber(long number) {
    if (isSeconds(number)) {
      return number * 1000;
    }
    for (long perMilli = 1; perMilli <= 1_000_000; perMilli *= 1000) {
      if (isSeconds(number / perMilli / 1000)) {
        return number / perMilli;
      }
    }
    return null;
  }

  private static @Nullable Long ofDecimal(BigDecimal number) {
    return isSeconds(number.longValue())
        ? (Long) number.movePointRight(3).longValue()
        : ofNumber(number.longValue());
  }

  private static boolean isSeconds(long number) {
    return number >= EARLIEST_SECONDS && number < END_OF_SECONDS;
  }

  private static String dashed(String compact) {
    return compact.substring(0, 4) + "-" + compact.substring(4, 6) + "-" + compact.substring(6);
  }

  private static @Nullable Long ofText(String cell) {
    Matcher text = TEXT.matcher(cell);
    if (!text.matches()) {
      return null;
    }
    try {
      LocalDate date = date(WEEKDAY.matcher(text.group(1)).replaceFirst(""));
      return date == null ? null : at(date, text);
    } catch (DateTimeException e) {
      return null; // Such as the 30th of February.
    }
  }

  private static @Nullable LocalDate date(String cell) {
    Matcher part = DIGITS.matcher(cell);
    if (!part.matches()) {
      return ofNames(cell);
    }
    boolean yearFirst = part.group(1) != null;
    return LocalDate.of(
        number(part.group(yearFirst ? 1 : 7)),
        number(part.group(yearFirst ? 3 : 6)),
        number(part.group(yearFirst ? 4 : 5)));
  }

  private static Long at(LocalDate date, Matcher part) {
    LocalTime time =
        LocalTime.of(
            hour(number(part.group(2)), part.group(6)),
            number(part.group(3)),
            number(part.group(4)));
    String zone = part.group(7);
    ZoneOffset offset =
        zone == null || !zone.matches("[+-].*") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    return date.atTime(time).toInstant(offset).toEpochMilli() + fraction(part.group(5));
  }

  /** Noon is 12 PM, midnight 12 AM. */
  private static int hour(int hour, @Nullable String half) {
    return half == null ? hour : hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long fraction(@Nullable String digits) {
    return digits == null ? 0 : new BigDecimal("0." + digits).movePointRight(3).longValue();
  }

  private static @Nullable LocalDate ofNames(String cell) {
    for (DateTimeFormatter format : WITH_NAMES) {
      try {
        return LocalDate.parse(cell, format);
      } catch (DateTimeException e) {
        // The next may fit.
      }
    }
    return null;
  }
}
