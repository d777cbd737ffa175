package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.data.RatingFiles;
import dev.freshet.measure.ListPreview;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What lists look like. */
@Command(
    name = "preview",
    description = {
      "Learn a rating file without Kafka, and print lists of a few users with titles.",
      "They are ordered by predicted ratings, for several values of lists.damping."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench preview --ratings ml-latest-small --users 1,100,318"
    })
final class BenchPreviewCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private Path ratings = Path.of("");

  @Option(
      names = "--users",
      required = true,
      split = ",",
      paramLabel = "ID",
      description = "Whose lists.")
  private List<String> users = List.of();

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    new ListPreview(RatingFiles.openRatings(ratings), out).run(users);
    return ExitCodes.OK;
  }
}
