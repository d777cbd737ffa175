package dev.freshet.cli;

import dev.freshet.config.Spelling;
import dev.freshet.console.ListText;
import dev.freshet.console.UserError;
import dev.freshet.modelfile.SavedModel;
import dev.freshet.wire.Movie;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the one movie that a person means. */
final class MovieChoice {

  private static final int SHOWN = 10;

  private MovieChoice() {}

  /**
   * Index of the movie.
   *
   * @throws UserError if there is none, or are several: names them
   */
  static int one(SavedModel model, String text) {
    List<Integer> found = model.find(text);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      String near =
          Spelling.nearest(
                  text.toLowerCase(Locale.ROOT),
                  model.movies().stream().map(m -> m.title().toLowerCase(Locale.ROOT)).toList())
              .flatMap(title -> model.find(title).stream().findFirst())
              .map(index -> "; did you mean " + text(model.movie(index)) + "?")
              .orElse("; give a part of its title, or its id");
      throw new UserError("no movie of the model is called '" + text + "'" + near);
    }
    String candidates =
        found.stream()
            .limit(SHOWN)
            .map(index -> text(model.movie(index)) + " [id " + model.movie(index).movieId() + "]")
            .collect(Collectors.joining(", "));
    throw new UserError(
        "'"
            + text
            + "' may be "
            + candidates
            + (found.size() > SHOWN ? ", ..." : "")
            + "; give the title with its year, or the id");
  }

  /** Title and year. */
  static String text(Movie movie) {
    String year = movie.year() == null ? "" : " (" + movie.year() + ")";
    return ListText.plain(movie.title()) + year;
  }
}
