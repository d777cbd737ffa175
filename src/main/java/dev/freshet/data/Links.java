package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which movie of TMDB each movie of MovieLens is, as {@code links.csv} says. Catalogues whose
 * column is called {@code id} and that lie beside such a file have TMDB's ids.
 *
 * @param name of the file
 * @param movieIds by TMDB's id
 */
record Links(String name, Map<String, String> movieIds) {

  private static final String FILE = "links.csv";

  /** The links of a folder; null where it has none. */
  static @Nullable Links beside(RatingFolder folder) {
    Path path = folder.customary(List.of(FILE));
    if (path == null) {
      return null;
    }
    Links links = RatingFiles.text(path).read(Links::read);
    return links.movieIds.isEmpty() ? null : links;
  }

  private static Links read(BufferedReader text) throws IOException {
    Rows rows = Separator.COMMA.rows(text);
    String[] header = rows.next();
    List<String> names = header == null ? List.of() : Arrays.asList(header);
    int movie = names.indexOf("movieId");
    int tmdb = names.indexOf("tmdbId");
    boolean isNone = movie < 0 || tmdb < 0;
    Map<String, String> ids = new HashMap<>();
    for (String[] cells = isNone ? null : rows.next(); cells != null; cells = rows.next()) {
      if (cells.length == names.size() && !cells[tmdb].isBlank()) {
        ids.putIfAbsent(cells[tmdb].strip().replaceFirst("\\.0$", ""), cells[movie].strip());
      }
    }
    return new Links(FILE, ids);
  }

  /** These movies under the ids of ratings, without those that have none. */
  List<Movie> translate(List<Movie> movies) {
    List<Movie> translated = new ArrayList<>();
    for (Movie movie : movies) {
      String id = movieIds.get(movie.movieId());
      if (id != null) {
        translated.add(new Movie(id, movie.title(), movie.genres(), movie.year()));
      }
    }
    return translated;
  }
}
