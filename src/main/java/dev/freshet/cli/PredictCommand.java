package dev.freshet.cli;

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
import picocli.CommandLine.Spec;

/** What a model thinks that somebody would rate. */
@Command(
    name = "predict",
    description = {
      "Predict a rating from a trained model's factors and biases (models that are a sum of these).",
      "Somebody unknown to the model gets what is known of the movie."
    },
    footer = {"", "Examples:", "  freshet predict --model biased-mf --user 42 --movie GoldenEye"})
final class PredictCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "What `train` wrote.")
  private Path model = Path.of("");

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      description = "As in the rating file.")
  private String user = "";

  @Option(
      names = "--movie",
      required = true,
      paramLabel = "TITLE",
      description = "A title, with or without its year, a part of one, or an id.")
  private String movie = "";

  @Override
  public Integer call() throws IOException {
    SavedModel saved = ModelDirectory.read(model);
    int whose = saved.user(user);
    int wanted = MovieChoice.one(saved, movie);
    float predicted = saved.predict(whose, wanted);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%.3f  %s by user %s%s%n",
        predicted,
        MovieChoice.text(saved.movie(wanted)),
        ListText.plain(user),
        whose < 0 ? ", whom the model does not know" : "");
    out.flush();
    return ExitCodes.OK;
  }
}
