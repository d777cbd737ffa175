package dev.freshet.config;

import java.util.List;

/** Settings that cannot be used; says all that is wrong with them, not only the first thing. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String message;

  /**
   * Something is wrong with the settings.
   *
   * @param problems one line each: key, value, origin, what is expected
   */
  public SettingsException(List<String> problems) {
    this.message = message(problems);
  }

  @Override
  public String getMessage() {
    return message;
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return problems.get(0);
    }
    return problems.size() + " settings are wrong:\n  " + String.join("\n  ", problems);
  }
}
