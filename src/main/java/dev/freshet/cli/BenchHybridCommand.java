package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.measure.Matrices;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.HybridSimulation;
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

/** What retraining and learning online reach together. */
@Command(
    name = "hybrid",
    description = {
      "Retrain every tenth of a rating file and learn online between, without Kafka.",
      "Both one after the other: what `evaluate --retrain-every 10%%` should come near to."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench hybrid --ratings ml-latest-small",
      "  freshet bench hybrid --ratings ml-latest-small --no-genres --cold"
    })
final class BenchHybridCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private Path ratings = Path.of("");

  @Option(names = "--no-genres", description = "Candidates do not know genres.")
  private boolean noGenres;

  @Option(names = "--cold", description = "Candidates do not begin from an earlier generation.")
  private boolean cold;

  @Option(
      names = "--validation",
      defaultValue = ".05",
      paramLabel = "SHARE",
      description = "Of the ratings that choose the epoch (default: ${DEFAULT-VALUE}).")
  private float validation;

  @Option(
      names = "--least",
      defaultValue = "10",
      paramLabel = "N",
      description = {
        "Ratings of a user or movie for what was trained to count (default: ${DEFAULT-VALUE})."
      })
  private int least;

  @Option(
      names = "--judged",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Newest ratings that judge a candidate at least (default: ${DEFAULT-VALUE}).")
  private int judged;

  @Option(
      names = "--threads",
      defaultValue = "2",
      paramLabel = "N",
      description = "That share a batch (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    RatingSet set = RatingFiles.openRatings(ratings);
    Gate.Settings gate = Gate.Settings.defaults();
    var settings =
        new HybridSimulation.Settings(
            new CandidateTraining.Settings(validation, least, 1, threads, 1),
            new Gate.Settings(gate.share(), judged, gate.z(), gate.takes()),
            !cold);
    HybridSimulation.HybridErrors errors =
        new HybridSimulation(Matrices.of(set, !noGenres), set.scale(), settings, out::println)
            .run();
    out.printf(
        Locale.ROOT,
        "RMSE: whole stream %.4f, second half %.4f%n",
        errors.whole(),
        errors.secondHalf());
    out.flush();
    return ExitCodes.OK;
  }
}
