package dev.freshet.data;

import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of movies by the rules for records of {@code movies}. */
final class MovieReader {
  /** What the flags of MovieLens 100K's {@code u.item} stand for, in their order. */
  static final List<String> FLAGGED_GENRES =
      List.of(
          "unknown",
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  private static final Set<String> NO_YEAR =
      Set.of("", "nan", "null", "none", "\\n", "unknown", "n/a", "na", "-", "?", "tba", "0");

  /** A year alone, perhaps as a decimal, or at either end of a date. */
  private static final Pattern YEAR =
      Pattern.compile("(-?\\d+)(?:\\.0*)?|(\\d{4})[-/.]\\d.*|.*[-/. ](\\d{4})");

  /** Line breaks and tabs in a cell lay out the file; a title is one line. */
  private static final Pattern LAYOUT = Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85]+ *");

  private final Path file;
  private final Layout.OfMovies layout;
  private final List<Movie> movies = new ArrayList<>();
  private final BadLines bad;
  private long joined;

  private MovieReader(Path file, Layout.OfMovies layout) {
    this.file = file;
    this.layout = layout;
    this.bad = new BadLines(file);
  }

  /**
   * Reads the whole file.
   *
   * @param remarks is told what was found
   * @throws RatingFileException if lines are not as the layout says, or would be rejected as
   *     records
   */
  static List<Movie> read(TextFile file, Layout.OfMovies layout, Reading reading, Remarks remarks) {
    MovieReader reader =
        file.read(
            text -> {
              MovieReader fresh = new MovieReader(file.path(), layout);
              fresh.read(text);
              return fresh;
            },
            fresh -> fresh.movies.stream().anyMatch(movie -> !TextFile.isAscii(movie.movieId())),
            remarks);
    reader.bad.settle(reading.skipsBadLines(), "", remarks);
    String name = RatingFileException.name(file.path());
    if (reader.joined > 0) {
      remarks.note(name + ": titles with line breaks are written in one line: " + reader.joined);
    }
    return WholeIds.dropDecimals(reader.movies, name, remarks);
  }

  private void read(BufferedReader text) throws IOException {
    Rows rows = layout.separator().rows(text);
    Set<String> ids = new HashSet<>();
    if (layout.header()) {
      rows.next();
    }
    for (String[] cells = rows.next(file, bad); cells != null; cells = rows.next(file, bad)) {
      bad.line();
      try {
        movies.add(movie(new Line(file, rows.line(), cells), ids));
      } catch (RatingFileException e) {
        bad.add(e);
      }
    }
  }

  private Movie movie(Line line, Set<String> ids) {
    line.expectColumns(layout.columns());
    String id = line.id(layout.movie(), "movie");
    if (ids.contains(id)) {
      throw line.refused("movie '" + id + "' is already listed above");
    }
    TitleYear titleYear = TitleYear.parse(oneLine(line.cell(layout.title())));
    String title = titleYear.title().isEmpty() ? id : titleYear.title();
    @Nullable Integer year = layout.year() < 0 ? null : year(line);
    Movie movie = new Movie(id, title, genres(line), year == null ? titleYear.year() : year);
    try {
      MovieParser.check(movie);
    } catch (RejectedException e) {
      throw line.refused(e.getMessage());
    }
    ids.add(id);
    return movie;
  }

  private String oneLine(String title) {
    String one = LAYOUT.matcher(title).replaceAll(" ");
    joined += one.equals(title) ? 0 : 1;
    return one;
  }

  private @Nullable Integer year(Line line) {
    String cell = line.cell(layout.year());
    if (NO_YEAR.contains(cell.toLowerCase(java.util.Locale.ROOT))) {
      return null;
    }
    Matcher year = YEAR.matcher(cell);
    for (int group = 1; year.matches() && group <= year.groupCount(); group++) {
      if (year.group(group) != null && year.group(group).length() < 10) {
        return Integer.valueOf(year.group(group));
      }
    }
    throw line.refused("year " + Line.quoted(cell) + " is not a whole number, nor a date");
  }

  private List<String> genres(Line line) {
    if (layout.flags() < 0) {
      return layout.genres() < 0
          ? List.of()
          : GenreCell.genres(line.cell(layout.genres()), layout.between());
    }
    List<String> genres = new ArrayList<>();
    for (int i = 0; i < FLAGGED_GENRES.size(); i++) {
      String flag = line.cell(layout.flags() + i);
      if (!isFlag(flag)) {
        throw line.refused("genre flag '" + flag + "' is neither 0 nor 1");
      }
      if (flag.equals("1") && i > 0) { // The first stands for none.
        genres.add(FLAGGED_GENRES.get(i));
      }
    }
    return genres;
  }

  /** Whether a cell is a genre flag. */
  static boolean isFlag(String cell) {
    return cell.equals("0") || cell.equals("1");
  }
}
