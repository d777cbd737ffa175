package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A title apart from its year, which rating files keep as a suffix: {@code Heat (1995)}, or the
 * first year of a series, {@code Death Note (2006–2007)}. An article behind the title ({@code
 * Matrix, The}) stays there.
 *
 * @param title without the suffix, stripped
 * @param year null where the title names none
 */
record TitleYear(String title, @Nullable Integer year) {
  private static final Pattern SUFFIX =
      Pattern.compile("(.*\\S)\\s*\\((\\d{4})(?:[-–]\\d{0,4})?\\)");

  /** Takes the suffix off, if there is one. */
  static TitleYear parse(String text) {
    String title = text.strip();
    Matcher matcher = SUFFIX.matcher(title);
    return matcher.matches()
        ? new TitleYear(matcher.group(1), Integer.valueOf(matcher.group(2)))
        : new TitleYear(title, null);
  }

  /** The title as rating files write it, with the year behind it if there is one. */
  static String format(Movie movie) {
    return movie.year() == null ? movie.title() : movie.title() + " (" + movie.year() + ")";
  }
}
