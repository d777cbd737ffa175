package dev.freshet.cli;

import dev.freshet.config.SettingsReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of what a wrong command line is answered with. */
final class HiddenSecrets {

  private static final String HIDDEN = "(hidden)";

  /** A word of a line that a shell took apart, such as {@code password="...";}. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?i)((?:password|passphrase|secret|token)[\\w.-]*=)(?:\"[^\"]*\"?|[^\\s',]+)");

  /** A secret in an argument, to its end: blanks and commas may be part of it. */
  private static final Pattern PART =
      Pattern.compile("(?is)(?:password|passphrase|secret|token)[\\w.-]*=\"?(.*?)\"?;?$");

  private HiddenSecrets() {}

  /**
   * A message without the values of settings that are secret.
   *
   * @param arguments the whole command line, from which the message quotes
   */
  static String in(String message, String[] arguments) {
    String shown = message;
    for (String argument : arguments) {
      String pair = argument.replaceFirst("^--?[a-z-]+=(?=kafka\\.)", "");
      Matcher part = PART.matcher(argument);
      if (part.find() && !part.group(1).isEmpty()) {
        shown = shown.replace(part.group(1), HIDDEN);
      }
      int equals = pair.indexOf('=');
      if (equals > 0
          && equals < pair.length() - 1
          && SettingsReader.isSecret(pair.substring(0, equals))) {
        shown = shown.replace(pair.substring(equals + 1), HIDDEN);
      }
    }
    return WORD.matcher(shown).replaceAll("$1" + HIDDEN);
  }
}
