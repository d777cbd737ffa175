package dev.freshet.config;

import dev.freshet.online.StepSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting: all that is known of it, in one place.
 *
 * @param key in a properties file
 * @param type how its text is read
 * @param defaultText as it would be written in a file; null where it has none
 * @param doc what it does, in one sentence
 * @param constraints what its values must keep to
 * @param isForExperts whether its default was measured and few have a reason to change it
 */
public record Setting<T>(
    String key,
    SettingType<T> type,
    @Nullable String defaultText,
    String doc,
    List<Constraint<T>> constraints,
    boolean isForExperts) {

  /** Copies the constraints. */
  public Setting {
    constraints = List.copyOf(constraints);
  }

  /** A setting without a default: whoever needs it must ask for it. */
  public static <T> Setting<T> of(String key, SettingType<T> type, String doc) {
    return new Setting<>(key, type, null, doc, List.of(), false);
  }

  /** A setting with a default, written as in a file. */
  public static <T> Setting<T> of(String key, SettingType<T> type, String defaultText, String doc) {
    return new Setting<>(key, type, defaultText, doc, List.of(), false);
  }

  static Setting<String> text(String key, String byDefault, String doc) {
    return Setting.of(key, SettingType.TEXT, byDefault, doc);
  }

  static Setting<Integer> whole(String key, String byDefault, String doc) {
    return Setting.of(key, SettingType.WHOLE, byDefault, doc);
  }

  static Setting<Float> number(String key, String byDefault, String doc) {
    return Setting.of(key, SettingType.NUMBER, byDefault, doc);
  }

  static Setting<Duration> duration(String key, String byDefault, String doc) {
    return Setting.of(key, SettingType.DURATION, byDefault, doc);
  }

  static Setting<Duration> duration(String key, Duration byDefault, String doc) {
    return duration(key, byDefault.toMillis() + "ms", doc);
  }

  static Setting<Long> size(String key, String byDefault, String doc) {
    return Setting.of(key, SettingType.SIZE, byDefault, doc);
  }

  static Setting<StepSize> rate(String key, StepSize byDefault, String doc) {
    return Setting.of(key, SettingType.RATE, SettingType.text(byDefault), doc);
  }

  /** This setting, marked as one for experts. */
  public Setting<T> forExperts() {
    return new Setting<>(key, type, defaultText, doc, constraints, true);
  }

  /** This setting with one more rule. */
  public Setting<T> where(Constraint<T> constraint) {
    List<Constraint<T>> more = new ArrayList<>(constraints);
    more.add(constraint);
    return new Setting<>(key, type, defaultText, doc, more, isForExperts);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is not what {@link #expected()} says
   */
  public T parse(String text) {
    T value = type.parser().apply(text.strip());
    for (Constraint<T> constraint : constraints) {
      if (!constraint.holds().test(value)) {
        throw new IllegalArgumentException(key + " must be " + expected() + ", got " + text);
      }
    }
    return value;
  }

  /** Whether {@link #parse} takes the text. */
  public boolean accepts(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What may be written, to complete "expected ...". */
  public String expected() {
    StringBuilder text = new StringBuilder(type.expected());
    constraints.forEach(c -> text.append(", ").append(c.text()));
    return text.toString();
  }

  /** The environment variable that sets it. */
  public String environmentVariable() {
    return "FRESHET_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
