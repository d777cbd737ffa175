package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of movies. */
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

  private static final Set<String> NO_GENRE = Set.of("", "unknown", "(no genres listed)");

  private final Path file;
  private final Layout.OfMovies layout;

  private MovieReader(Path file, Layout.OfMovies layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * Reads the whole file.
   *
   * @throws RatingFileException at the first line that is not as the layout says
   */
  static List<Movie> read(Path file, Layout.OfMovies layout) {
    return Rows.read(file, new MovieReader(file, layout)::read);
  }

  private List<Movie> read(BufferedReader text) throws IOException {
    Rows rows = layout.separator().rows(text);
    List<Movie> movies = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    if (layout.header()) {
      rows.next();
    }
    for (String[] cells = rows.next(); cells != null; cells = rows.next()) {
      Line line = new Line(file, rows.line(), cells);
      line.expectColumns(layout.columns());
      Movie movie = movie(line);
      if (!ids.add(movie.movieId())) {
        throw line.refused("movie '" + movie.movieId() + "' is already listed above");
      }
      movies.add(movie);
    }
    return movies;
  }

  private Movie movie(Line line) {
    String id = line.id(layout.movie(), "movie");
    TitleYear titleYear = TitleYear.parse(line.cell(layout.title()));
    String title = titleYear.title().isEmpty() ? id : titleYear.title();
    Integer year = layout.year() < 0 ? titleYear.year() : year(line);
    return new Movie(id, title, genres(line), year);
  }

  private @Nullable Integer year(Line line) {
    String cell = line.cell(layout.year());
    if (cell.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(cell);
    } catch (NumberFormatException e) {
      throw line.refused("year '" + cell + "' is not a whole number");
    }
  }

  private List<String> genres(Line line) {
    List<String> genres = new ArrayList<>();
    if (layout.flags() >= 0) {
      for (int i = 0; i < FLAGGED_GENRES.size(); i++) {
        String flag = line.cell(layout.flags() + i);
        if (!isFlag(flag)) {
          throw line.refused("genre flag '" + flag + "' is neither 0 nor 1");
        }
        if (flag.equals("1")) {
          genres.add(FLAGGED_GENRES.get(i));
        }
      }
    } else if (layout.genres() >= 0) {
      genres.addAll(List.of(line.cell(layout.genres()).split("\\|", -1)));
    }
    genres.replaceAll(String::strip);
    genres.removeIf(NO_GENRE::contains);
    return genres;
  }

  /** Whether a cell is a genre flag. */
  static boolean isFlag(String cell) {
    return cell.equals("0") || cell.equals("1");
  }
}
