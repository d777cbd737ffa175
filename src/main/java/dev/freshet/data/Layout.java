package dev.freshet.data;

import dev.freshet.data.Columns.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a file holds ratings, or other events, or movies, recognised by its first line. A column that
 * is not there is -1.
 */
sealed interface Layout {
  /** Flags at the end of a line of {@code u.item}, one per genre. */
  int GENRE_FLAGS = MovieReader.FLAGGED_GENRES.size();

  Pattern NUMBER = Pattern.compile("[+-]?(\\d+([.,]\\d+)?|[.,]\\d+)([eE][+-]?\\d+)?");

  /** A name of a column; any time has a digit. */
  Pattern NAME = Pattern.compile("\\D+");

  /** Two cells at least; a comma beside a quote makes it a csv. */
  Pattern QUOTED_BETWEEN_COLONS = Pattern.compile("\"[^\"]*\"::.*");

  /**
   * Columns of a file of ratings; {@code event} names what is no rating, {@code value} says how
   * much of it. Without both {@code rating} and {@code event} each line is a like. {@code unused}
   * are the names of those that are passed over.
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
      int value,
      List<String> unused)
      implements Layout {
    private static final List<String> NAMES = List.of("user", "movie", "rating", "event", "value");

    /** Ratings, and nothing else, in four columns without a header. */
    static OfRatings bare(String format, Separator separator) {
      return new OfRatings(format, separator, false, 4, 0, 1, 2, 3, -1, -1, List.of());
    }

    /** Whether each line says that a user liked a movie, and nothing more. */
    boolean isOfLikes() {
      return rating < 0 && event < 0;
    }

    /** How a person names these columns and passes over the time. */
    String withoutTime() {
      List<String> names = new ArrayList<>(Collections.nCopies(columns, "-"));
      List<Integer> places = List.of(user, movie, rating, event, value);
      for (int i = 0; i < places.size(); i++) {
        if (places.get(i) >= 0) {
          names.set(places.get(i), NAMES.get(i));
        }
      }
      return String.join(",", names);
    }
  }

  /**
   * Columns of a file of movies; {@code flags} is the first of {@link #GENRE_FLAGS} columns, {@code
   * between} says what parts genres. {@code isOfMovies} is false where the ids may be of anything.
   */
  record OfMovies(
      Separator separator,
      boolean header,
      int columns,
      int movie,
      int title,
      int genres,
      int year,
      int flags,
      GenreCell.Between between,
      boolean isOfMovies)
      implements Layout {}

  /**
   * Something else, or nearly a file of ratings.
   *
   * @param isNearly whether somebody probably means it to be one
   * @param isOfAny whether what it says holds where a catalogue was expected, too
   * @param says what it is and what to do, for a person
   */
  record Other(boolean isNearly, boolean isOfAny, String says) implements Layout {

    /** Something that is no file of ratings, whatever else it may be. */
    Other(boolean isNearly, String says) {
      this(isNearly, false, says);
    }
  }

  /**
   * The layout of a file.
   *
   * @param columns what a person says of the columns of ratings; null if nothing
   */
  static Layout of(TextFile file, @Nullable Columns columns) throws IOException {
    String foreign = Foreign.of(file);
    if (foreign != null) {
      return new Other(true, true, foreign);
    }
    List<String> lines = file.beginning().lines().filter(line -> !line.isBlank()).toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    Layout layout = of(first, columns);
    boolean isWords =
        layout instanceof Other
            || (layout instanceof OfRatings named && named.separator() == Separator.BLANK);
    if (!isComment(first) || !isWords) {
      return layout; // A header may begin with #, too.
    }
    List<String> below = lines.stream().filter(line -> !isComment(line)).toList();
    Layout under = below.isEmpty() ? layout : of(below.get(0), columns);
    return under instanceof Other other && !other.isNearly()
        ? layout
        : new Other(
            true,
            true,
            "begins with a comment, %s; delete such lines".formatted(Line.quoted(first)));
  }

  private static boolean isComment(String line) {
    return line.startsWith("#") || line.startsWith("%");
  }

  private static Layout of(String line, @Nullable Columns columns) throws IOException {
    if (QUOTED_BETWEEN_COLONS.matcher(line).matches()) {
      return new Other(
          true,
          true,
          "has cells in quotes between ::, where quotes are not read; write it without quotes");
    }
    if (columns != null) {
      return ofNamed(line, columns);
    }
    Layout colons = ofColons(line);
    return colons != null ? colons : ofColumns(line);
  }

  private static Layout ofNamed(String line, Columns columns) throws IOException {
    int width = columns.all().size();
    for (Separator separator : Separator.values()) {
      List<String> cells = cells(line, separator);
      if (cells.size() == width) {
        return new OfRatings(
            "columns as named",
            separator,
            isHeader(cells, columns),
            width,
            columns.at(Column.USER),
            columns.at(Column.MOVIE),
            columns.at(Column.RATING),
            columns.at(Column.TIME),
            columns.at(Column.EVENT),
            columns.at(Column.VALUE),
            List.of());
      }
    }
    return new Other(
        false,
        "line 1 has not the %d columns that --columns names: %s"
            .formatted(width, Line.quoted(line)));
  }

  /** Whether these are names: of user and movie, or no number, or no time, where one should be. */
  private static boolean isHeader(List<String> cells, Columns columns) {
    int rating = columns.at(Column.RATING);
    int time = columns.at(Column.TIME);
    if (rating >= 0 && isNumber(cells.get(rating))) {
      return false;
    }
    return Header.isOf(cells, columns.at(Column.USER), columns.at(Column.MOVIE))
        || (rating >= 0 && !cells.get(rating).isBlank())
        || (rating < 0 && time >= 0 && NAME.matcher(cells.get(time).strip()).matches());
  }

  private static @Nullable Layout ofColons(String line) throws IOException {
    List<String> cells = cells(line, Separator.COLONS);
    Layout named = Header.layout(cells, Separator.COLONS);
    if (named instanceof OfMovies || named instanceof OfRatings) {
      return named;
    }
    if (cells.size() == 4 && isNumber(cells.get(2)) && isNumber(cells.get(3))) {
      return OfRatings.bare(":: file", Separator.COLONS);
    }
    return cells.size() == 3
        ? new OfMovies(Separator.COLONS, false, 3, 0, 1, 2, -1, -1, GenreCell.Between.MARKS, true)
        : null;
  }

  private static Layout ofColumns(String line) throws IOException {
    Layout nearly = null;
    for (Separator separator : Header.SEPARATORS) {
      Layout layout = Header.layout(cells(line, separator), separator);
      if (layout instanceof Other) {
        nearly = layout;
      } else if (layout != null) {
        return layout;
      }
    }
    List<String> tabbed = cells(line, Separator.TAB);
    if (tabbed.size() == 4 && isNumber(tabbed.get(2)) && isNumber(tabbed.get(3))) {
      return OfRatings.bare("tab file", Separator.TAB);
    }
    List<String> piped = cells(line, Separator.PIPE);
    int flags = piped.size() - GENRE_FLAGS;
    if (flags >= 2 && piped.subList(flags, piped.size()).stream().allMatch(MovieReader::isFlag)) {
      return new OfMovies(
          Separator.PIPE, false, piped.size(), 0, 1, -1, -1, flags, GenreCell.Between.MARKS, true);
    }
    return nearly == null ? ofNothing(line) : nearly;
  }

  private static Other ofNothing(String line) throws IOException {
    for (Separator separator : Separator.values()) {
      List<String> cells = cells(line, separator);
      boolean isProse = separator == Separator.BLANK && !cells.stream().allMatch(Layout::isNumber);
      boolean isPair = cells.size() == 2 && cells.stream().allMatch(Layout::hasDigit);
      if ((isPair || (cells.size() >= 3 && isNumber(cells.get(2)))) && !isProse) {
        return new Other(
            true,
            "is not a rating file; expected a header in its first line, found %s: say what its"
                    .formatted(Line.quoted(line))
                + " columns are, such as --columns %s (- passes one over)".formatted(names(cells)));
      }
    }
    return new Other(false, "is not a rating file; " + RatingFiles.EXPECTED);
  }

  private static boolean hasDigit(String cell) {
    return cell.chars().anyMatch(Character::isDigit);
  }

  /** What the columns of a row that begins with user and movie may be. */
  private static String names(List<String> cells) {
    int width = cells.size();
    if (width == 2 || (width == 3 && Times.millis(cells.get(2).strip()) != null)) {
      return width == 2 ? "user,movie" : "user,movie,time";
    }
    return "user,movie,rating" + (width > 3 ? ",time" : "") + ",-".repeat(Math.max(0, width - 4));
  }

  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell.strip()).matches();
  }

  /** The cells of a line; none where it is not what has this separator between its cells. */
  private static List<String> cells(String line, Separator separator) throws IOException {
    try {
      String[] cells = separator.rows(new BufferedReader(new StringReader(line))).next();
      return cells == null ? List.of() : Arrays.asList(cells);
    } catch (MalformedRowException e) {
      return List.of(); // Such as a quote that is closed before a cell ends.
    }
  }
}
