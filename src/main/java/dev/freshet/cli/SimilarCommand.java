package dev.freshet.cli;

import dev.freshet.event.Movie;
import dev.freshet.experiment.ModelDirectory;
import dev.freshet.experiment.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which movies a model thinks alike. */
@Command(
    name = "similar",
    description = "Show the movies whose factors point the same way (cosine), nearest first.",
    footer = {
      "",
      "Examples:",
      "  freshet similar --model biased-mf --movie GoldenEye",
      "  freshet similar --model biased-mf --movie 'Hamlet (1996)' -n 20 --min-ratings 0"
    })
final class SimilarCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

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

  @Option(
      names = "-n",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--min-ratings",
      defaultValue = "10",
      paramLabel = "N",
      description = {
        "Leave out movies with fewer training ratings: their factors are mostly chance",
        "(default: ${DEFAULT-VALUE})."
      })
  private int atLeast;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (count < 1) {
      throw new ParameterException(command.commandLine(), "-n is at least 1, not " + count);
    }
    SavedModel saved = ModelDirectory.read(model);
    int wanted = MovieChoice.one(saved, movie);
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "near %s, among movies with at least %d ratings:%n",
        MovieChoice.text(saved.movie(wanted)),
        atLeast);
    out.printf("  cosine    bias  ratings  movie%n");
    for (SavedModel.Neighbour near : saved.nearest(wanted, count, atLeast)) {
      out.printf(
          Locale.ROOT,
          "  %6.3f  %+6.3f  %7d  %s%s%n",
          near.cosine(),
          near.bias(),
          near.ratings(),
          MovieChoice.text(near.movie()),
          genres(near.movie()));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private static String genres(Movie movie) {
    return movie.genres().isEmpty()
        ? ""
        : "  [" + ListText.plain(String.join(", ", movie.genres())) + "]";
  }
}
