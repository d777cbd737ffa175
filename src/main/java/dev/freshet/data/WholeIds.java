package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids that a spreadsheet or data frame has written as decimals: {@code 17.0} where 17 is meant. */
final class WholeIds {
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.0");
  private static final int SUFFIX = ".0".length();

  private WholeIds() {}

  /** Whether every id of a column is of that kind. */
  static boolean areDecimals(Collection<String> ids) {
    return !ids.isEmpty() && ids.stream().allMatch(id -> DECIMAL.matcher(id).matches());
  }

  /** How many ids of a column are of that kind. */
  static long decimals(Collection<String> ids) {
    return ids.stream().filter(id -> DECIMAL.matcher(id).matches()).count();
  }

  /** Warns of ids of which some are of that kind, and others not. */
  static void warn(String file, String whose, long some, Remarks remarks) {
    remarks.warn(
        String.format(
            Locale.ROOT,
            "%s: %,d %s ids end in .0 and others do not; they are kept as they are: 17.0 is not 17",
            file,
            some,
            whose));
  }

  /** The id that is meant. */
  static String whole(String id) {
    return id.substring(0, id.length() - SUFFIX);
  }

  /** These movies with the ids that are meant. */
  static List<Movie> dropDecimals(List<Movie> movies, String file, Remarks remarks) {
    List<String> ids = movies.stream().map(Movie::movieId).toList();
    if (!areDecimals(ids)) {
      long some = decimals(ids);
      if (some > 0) {
        warn(file, "movie", some, remarks);
      }
      return movies;
    }
    remarks.note(file + ": every movie id ends in .0, which is dropped");
    return movies.stream().map(WholeIds::dropDecimal).toList();
  }

  private static Movie dropDecimal(Movie movie) {
    String id = whole(movie.movieId());
    String title = movie.title().equals(movie.movieId()) ? id : movie.title();
    return new Movie(id, title, movie.genres(), movie.year());
  }
}
