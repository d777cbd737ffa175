package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.ListText;
import dev.freshet.modelfile.SavedModel;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which movies a model thinks alike. */
@Command(
    name = "similar",
    description = {
      "Show the movies most like another.",
      "Those whose factors point the same way (cosine), less so the fewer ratings they have, and that",
      "share its genres."
    },
    footer = {
      "",
      "hybrid-mf learns from genres, too; its neighbours make the most sense on small sets.",
      "",
      "Examples:",
      "  freshet similar --model biased-mf --movie GoldenEye",
      "  freshet similar --model hybrid-mf --movie 'Hamlet (1996)' -n 20 --min-ratings 0",
      "  freshet similar --model biased-mf --movie GoldenEye --genre-share 0"
    })
final class SimilarCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TrainedMovie chosen = new TrainedMovie();

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

  @Option(
      names = "--genre-share",
      defaultValue = "0.2",
      paramLabel = "SHARE",
      description = "What shared genres count beside factors, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double genreShare;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (count < 1) {
      throw new ParameterException(command.commandLine(), "-n is at least 1, not " + count);
    }
    if (!(genreShare >= 0 && genreShare <= 1)) {
      throw new ParameterException(
          command.commandLine(), "--genre-share is from 0 to 1, not " + genreShare);
    }
    SavedModel saved = chosen.read();
    int wanted = chosen.of(saved);
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "near %s%s, %,d ratings, bias %+.3f; among movies with at least %d ratings:%n",
        MovieChoice.text(saved.movie(wanted)),
        genres(saved.movie(wanted)),
        saved.ratings(wanted),
        saved.bias(wanted),
        atLeast);
    out.printf("    like  cosine    bias  ratings  movie%n");
    for (SavedModel.Neighbour near : saved.nearest(wanted, count, atLeast, genreShare)) {
      out.printf(
          Locale.ROOT,
          "  %6.3f  %6.3f  %+6.3f  %7d  %s%s%n",
          near.likeness(),
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
