package dev.freshet.config;

import dev.freshet.online.StepSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected what a person should have written, to complete "expected ..."
 * @param parser throws {@link IllegalArgumentException} for any other text
 */
public record SettingType<T>(String expected, Function<String, T> parser) {

  /** Any text. */
  public static final SettingType<String> TEXT = new SettingType<>("a text", text -> text);

  /** An int. */
  public static final SettingType<Integer> WHOLE =
      new SettingType<>("a whole number", Integer::valueOf);

  /** A finite float. */
  public static final SettingType<Float> NUMBER =
      new SettingType<>("a number such as 0.5", SettingType::finite);

  /** A boolean. */
  public static final SettingType<Boolean> YES_OR_NO =
      new SettingType<>("true or false", SettingType::trueOrFalse);

  /** A span of time. */
  public static final SettingType<Duration> DURATION =
      new SettingType<>("a duration such as 50ms, 1s, 2m, 3h or 30d", Quantities::duration);

  /** A number of bytes. */
  public static final SettingType<Long> SIZE =
      new SettingType<>("a size such as 512KiB, 64MiB or 2GiB", Quantities::size);

  /** A file or directory; a leading {@code ~/} is the home directory. */
  public static final SettingType<Path> PATH = new SettingType<>("a path", SettingType::path);

  /** Whole numbers separated by commas. */
  public static final SettingType<List<Integer>> WHOLES =
      new SettingType<>("whole numbers such as 1000,10000", SettingType::wholes);

  /** A learning rate: constant, or falling with the number of steps. */
  public static final SettingType<StepSize> RATE =
      new SettingType<>(
          "a rate such as 0.1, or first,decay,floor for max(floor, first / (1 + decay * steps))",
          SettingType::rate);

  /** {@code host:port}, several separated by commas. */
  public static final SettingType<String> SERVERS =
      new SettingType<>("host:port, several separated by commas", SettingType::servers);

  private static final Pattern SERVER =
      Pattern.compile("(?:[^\\s:/,]+|\\[[0-9a-fA-F:.]+]):\\d{1,5}");

  /** One constant of an enum, written in lower case. */
  public static <E extends Enum<E>> SettingType<E> choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String names =
        constants.stream().map(SettingType::lowerCase).collect(Collectors.joining(" or "));
    return new SettingType<>(names, text -> constant(constants, text));
  }

  /** A rate as {@link #RATE} reads it. */
  static String text(StepSize rate) {
    return rate.equals(StepSize.constant(rate.first()))
        ? String.valueOf(rate.first())
        : rate.first() + "," + rate.decay() + "," + rate.floor();
  }

  private static StepSize rate(String text) {
    List<Float> numbers =
        Arrays.stream(text.split(",", -1)).map(part -> finite(part.strip())).toList();
    return switch (numbers.size()) {
      case 1 -> StepSize.constant(numbers.get(0));
      case 3 -> new StepSize(numbers.get(0), numbers.get(1), numbers.get(2));
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static <E extends Enum<E>> E constant(List<E> constants, String text) {
    return constants.stream()
        .filter(c -> lowerCase(c).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Float finite(String text) {
    float number = Float.parseFloat(text);
    if (!Float.isFinite(number)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static Boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty path");
    }
    return text.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), text.substring(2))
        : Path.of(text);
  }

  private static List<Integer> wholes(String text) {
    return Arrays.stream(text.split(",", -1)).map(part -> Integer.valueOf(part.strip())).toList();
  }

  private static String servers(String text) {
    for (String server : text.split(",", -1)) {
      if (!SERVER.matcher(server.strip()).matches()) {
        throw new IllegalArgumentException(server);
      }
    }
    return text;
  }
}
