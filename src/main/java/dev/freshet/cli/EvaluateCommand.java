package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.data.RatingSet;
import dev.freshet.measure.Evaluation;
import dev.freshet.measure.RetrainEvaluation;
import dev.freshet.measure.RetrainReport;
import dev.freshet.measure.StreamEvaluation;
import dev.freshet.stream.StreamSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The proof on a person's own ratings. */
@Command(
    name = "evaluate",
    description = {
      "Measure accuracy, throughput and staleness on a rating file.",
      "Replays it through the real thing: embedded broker, both sides, exactly-once, lists on.",
      "Replays it again to ask, before each first rating that says that a movie was liked, where",
      "that movie stands in the list that its user would be sent.",
      "A column `event` names what is no rating, such as a view, and `value` how much of it; it is",
      "asked before events that count half of a liked rating or more, as the settings events.* say."
    },
    footer = {
      "",
      "Examples:",
      "  freshet evaluate --ratings ml-latest-small",
      "  freshet evaluate --ratings ratings.csv --partitions 4 --report report.json",
      "  freshet evaluate --ratings ml-latest-small --retrain-every 10%%",
      "  freshet evaluate --ratings shop.csv --set events.cart.weight=0.5",
      "",
      "Beside the report a picture of the error over the stream is written (report.png), if there",
      "are ratings."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private Path ratings = Path.of("");

  @Mixin private RatingFileOptions files = new RatingFileOptions();

  @Option(
      names = "--partitions",
      defaultValue = "4",
      paramLabel = "N",
      description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report as JSON, and the error curves beside it as PNG.")
  private @Nullable Path report;

  @Option(
      names = "--retrain-every",
      paramLabel = "SHARE",
      converter = ShareConverter.class,
      description = {
        "Retrain at each such share of the events, such as 10%%, holding the replay until the",
        "candidate is decided and adopted; compares with learning online alone and with retraining",
        "alone instead of measuring throughput."
      })
  private @Nullable Double retrainEvery;

  @Option(
      names = "--liked",
      paramLabel = "VALUE",
      description = {
        "The lowest rating that counts as liked, when lists are held against what people went on to",
        "like (default: three quarters up the scale)."
      })
  private @Nullable Float liked;

  @Option(
      names = "--no-lists",
      description = "Leave lists out: looking at them takes minutes for every 100,000 ratings.")
  private boolean withoutLists;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = out();
    OptionalLibrary.BROKER.require();
    OptionalLibrary.CHARTS.require();
    JsonReport.requirePlace(report);
    StreamSettings streams = settings.read().streams();
    RatingSet set = files.open(ratings, settings.scaleIfSet(), streams.users().interactions());
    out.printf("%s: %s%n", ratings, set.summary());
    out.flush();
    set = set.called(String.valueOf(ratings.toAbsolutePath().normalize().getFileName()));
    @Nullable Float likedFrom = withoutLists ? null : likedFrom(set);
    boolean hasErrors = set.ratings().hasRatings();
    @Nullable Path picture = report == null || !hasErrors ? null : picture(report);
    try (StopSignal stop = new StopSignal();
        StageBar bar = new StageBar()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      StreamEvaluation evaluation =
          retrainEvery == null
              ? new Evaluation(streams, set, partitions, likedFrom, bar::at)
              : new RetrainEvaluation(streams, set, partitions, retrainEvery, likedFrom, bar::at)
                  .keeping(this::keep);
      if (!isWhole(evaluation, picture, stop)) {
        return ExitCodes.INTERRUPTED;
      }
    }
    if (report != null) {
      out.printf("%nwritten: %s%s%n", report, picture == null ? "" : ", " + picture);
      out.flush();
    }
    return ExitCodes.OK;
  }

  /** Evaluates; what is known is written also where it ends early. Returns whether it did not. */
  private boolean isWhole(StreamEvaluation evaluation, @Nullable Path picture, StopSignal stop)
      throws IOException {
    StreamEvaluation.Report whole;
    try {
      whole = evaluation.run(picture);
    } catch (RuntimeException | IOException e) {
      boolean isStopping = stop.isStopping();
      try {
        write(evaluation.soFar(isStopping ? "stopped" : why(e)));
      } catch (IOException unwritten) {
        e.addSuppressed(unwritten);
        throw e;
      }
      if (!isStopping) {
        throw e;
      }
      return false;
    }
    write(whole);
    return true;
  }

  private static String why(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private void keep(RetrainReport soFar) {
    try {
      JsonReport.write(report, soFar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(StreamEvaluation.@Nullable Report found) throws IOException {
    if (found != null) {
      PrintWriter out = out(); // first of all: a disk may be full
      out.print(found.toTable());
      out.flush();
      JsonReport.write(report, found);
    }
  }

  private float likedFrom(RatingSet set) {
    return liked == null ? set.scale().likedFrom() : liked;
  }

  private static Path picture(Path report) {
    String name = String.valueOf(report.getFileName()).replaceFirst("\\.json$", "");
    return report.resolveSibling(name + ".png");
  }

  private PrintWriter out() {
    return java.util.Objects.requireNonNull(spec).commandLine().getOut();
  }
}
