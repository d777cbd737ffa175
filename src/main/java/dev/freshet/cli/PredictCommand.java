package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.ListText;
import dev.freshet.modelfile.SavedModel;
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

  @Mixin private final TrainedMovie chosen = new TrainedMovie();

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      description = "As in the rating file.")
  private String user = "";

  @Override
  public Integer call() throws IOException {
    SavedModel saved = chosen.read();
    int whose = saved.user(user);
    int wanted = chosen.of(saved);
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
