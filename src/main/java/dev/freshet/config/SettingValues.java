package dev.freshet.config;

import java.util.Map;
import java.util.Optional;

/** What was given, by key, over the defaults. Reading one twice parses it twice: no casts. */
final class SettingValues {

  /**
   * A text and where it was found.
   *
   * @param origin as a person would look for it: a file, a variable, an option
   */
  record Given(String text, String origin) {}

  private final Map<String, Given> given;

  SettingValues(Map<String, Given> given) {
    this.given = Map.copyOf(given);
  }

  Map<String, Given> given() {
    return given;
  }

  /**
   * The value of a setting.
   *
   * @throws IllegalArgumentException if what was given is wrong, or nothing and there is no default
   */
  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalArgumentException(setting.key() + " is not set"));
  }

  /**
   * The value of a setting that may be missing.
   *
   * @throws IllegalArgumentException if what was given is wrong
   */
  <T> Optional<T> find(Setting<T> setting) {
    return text(setting).map(setting::parse);
  }

  Optional<String> text(Setting<?> setting) {
    Given g = given.get(setting.key());
    return g == null ? Optional.ofNullable(setting.defaultText()) : Optional.of(g.text());
  }

  String origin(Setting<?> setting) {
    Given g = given.get(setting.key());
    return g == null ? "default" : g.origin();
  }
}
