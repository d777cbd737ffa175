package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.offline.SgdTuning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How good the defaults of learning online are. */
@Command(
    name = "learning",
    description = {
      "Learn ratings one by one, without Kafka, by several settings of learn.*.",
      "By the defaults, by their neighbours, and with movies that are known late: errors before each",
      "step, as tables in Markdown."
    },
    footer = {
      "",
      "Examples:",
      "  freshet bench learning --ratings ml-latest-small,movietweetings-100k"
    })
final class BenchLearningCommand implements Callable<Integer> {

  /** Seed of the random order. */
  private static final long SEED = 42;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ratings",
      required = true,
      split = ",",
      paramLabel = "PATH",
      description = "Rating files, or folders with one; the first is learned in random order, too.")
  private List<Path> ratings = List.of();

  @Option(
      names = "--planted",
      defaultValue = "300000",
      paramLabel = "N",
      description = "Ratings of a planted set besides; 0 for none (default: ${DEFAULT-VALUE}).")
  private int planted;

  @Option(
      names = "--behind",
      split = ",",
      defaultValue = "0,1000,2000,4000",
      paramLabel = "N",
      description = "Ratings that movies are known late (default: ${DEFAULT-VALUE}).")
  private List<Integer> behind = List.of();

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<SgdTuning.Stream> streams = new ArrayList<>();
    for (Path path : ratings) {
      String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
      streams.add(SgdTuning.Stream.of(name, RatingFiles.openRatings(path)));
    }
    SgdTuning.Stream first = streams.get(0);
    if (planted > 0) {
      PlantedShape shape = PlantedShape.DEFAULT.withRatings(planted);
      streams.add(SgdTuning.Stream.of("planted", SyntheticRatings.planted(shape)));
    }
    streams.add(first.shuffled(SEED));
    new SgdTuning(streams, behind, out).run();
    return ExitCodes.OK;
  }
}
