package dev.freshet.cli;

import dev.freshet.console.UserError;
import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.modelfile.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A trained model and a movie of it, as options; a mixin. */
final class TrainedMovie {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "What `train` wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--movie",
      required = true,
      paramLabel = "TITLE",
      description = "A title, with or without its year, a part of one, or an id.")
  private String movie = "";

  /** Reads the model. */
  SavedModel read() throws IOException {
    return ModelDirectory.read(model);
  }

  /**
   * Index of the movie.
   *
   * @throws UserError if there is none, or are several: names them
   */
  int of(SavedModel saved) {
    return MovieChoice.one(saved, movie);
  }
}
