package dev.freshet.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a file holds ratings, or other events, or movies, recognised by its first line. A column that
 * is not there is -1.
 */
sealed interface Layout {
  /** Bytes that surely contain the first line of anything that is a rating file. */
  int SNIFFED_BYTES = 16 * 1024;

  /** Flags at the end of a line of {@code u.item}, one per genre. */
  int GENRE_FLAGS = MovieReader.FLAGGED_GENRES.size();

  Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /**
   * Columns of a file of ratings; {@code event} names what is no rating, {@code value} says how
   * much of it.
   */
  record OfRatings(
      String format,
      Separator separator,
      boolean header,
      int columns,
      int user,
      int movie,
      int rating,
      int time,
      int event,
      int value)
      implements Layout {

    /** Ratings, and nothing else, in four columns without a header. */
    static OfRatings bare(String format, Separator separator) {
      return new OfRatings(format, separator, false, 4, 0, 1, 2, 3, -1, -1);
    }
  }

  /** Columns of a file of movies; {@code flags} is the first of {@link #GENRE_FLAGS} columns. */
  record OfMovies(
      Separator separator,
      boolean header,
      int columns,
      int movie,
      int title,
      int genres,
      int year,
      int flags)
      implements Layout {}

  /** The layout of a file, or null if it is neither ratings nor movies. */
  static @Nullable Layout of(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(SNIFFED_BYTES);
    }
    String text = new String(start, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    String line = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
    Layout colons = ofColons(line);
    return colons != null ? colons : ofColumns(line);
  }

  private static @Nullable Layout ofColons(String line) throws IOException {
    List<String> cells = cells(line, Separator.COLONS);
    if (cells.size() == 4 && isNumber(cells.get(2)) && isNumber(cells.get(3))) {
      return OfRatings.bare(":: file", Separator.COLONS);
    }
    return cells.size() == 3 ? new OfMovies(Separator.COLONS, false, 3, 0, 1, 2, -1, -1) : null;
  }

  private static @Nullable Layout ofColumns(String line) throws IOException {
    for (Separator separator : List.of(Separator.COMMA, Separator.SEMICOLON, Separator.TAB)) {
      Layout layout = ofHeader(cells(line, separator), separator);
      if (layout != null) {
        return layout;
      }
    }
    List<String> tabbed = cells(line, Separator.TAB);
    if (tabbed.size() == 4 && isNumber(tabbed.get(2)) && isNumber(tabbed.get(3))) {
      return OfRatings.bare("tab file", Separator.TAB);
    }
    List<String> piped = cells(line, Separator.PIPE);
    int flags = piped.size() - GENRE_FLAGS;
    boolean flagged =
        flags >= 2 && piped.subList(flags, piped.size()).stream().allMatch(MovieReader::isFlag);
    return flagged ? new OfMovies(Separator.PIPE, false, piped.size(), 0, 1, -1, -1, flags) : null;
  }

  private static @Nullable Layout ofHeader(List<String> cells, Separator separator) {
    List<String> names =
        cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")).toList();
    int user = find(names, Set.of("user", "userid", "uid"));
    int movie = find(names, Set.of("movie", "movieid", "item", "itemid", "film", "filmid"));
    int rating = find(names, Set.of("rating", "stars", "score"));
    int event = names.indexOf("event");
    if (user >= 0 && movie >= 0 && (rating >= 0 || event >= 0)) {
      int time = find(names, Set.of("timestamp", "time", "ts", "eventtime"));
      int value = event < 0 ? -1 : names.indexOf("value");
      return new OfRatings(
          "csv", separator, true, names.size(), user, movie, rating, time, event, value);
    }
    int id = movie >= 0 ? movie : names.indexOf("id");
    int title = find(names, Set.of("title", "name"));
    if (id >= 0 && title >= 0 && user < 0) {
      int genres = find(names, Set.of("genres", "genre"));
      int year = names.indexOf("year");
      return new OfMovies(separator, true, names.size(), id, title, genres, year, -1);
    }
    return null;
  }

  private static int find(List<String> names, Set<String> wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (wanted.contains(names.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static List<String> cells(String line, Separator separator) throws IOException {
    String[] cells = separator.rows(new BufferedReader(new StringReader(line))).next();
    return cells == null ? List.of() : Arrays.asList(cells);
  }
}
