package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.measure.ListsBench;
import dev.freshet.measure.ListsReport;
import dev.freshet.measure.MemoryBench;
import dev.freshet.measure.MemoryReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many lists a thread makes. */
@Command(
    name = "lists",
    description =
        "Measure lists per second on one thread, or the heap of a replica, by size of the"
            + " catalogue, without Kafka.",
    footer = {
      "",
      "Examples:",
      "  freshet bench lists",
      "  freshet bench lists --movies 20000 --rank 32 --report lists.json",
      "  freshet bench lists --memory --movies 1000000 --rank 64"
    })
final class BenchListsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--movies",
      split = ",",
      defaultValue = "4000,60000,1000000",
      paramLabel = "N",
      description = "Sizes of catalogues (default: ${DEFAULT-VALUE}).")
  private List<Integer> movies = List.of();

  @Option(
      names = "--rank",
      split = ",",
      defaultValue = "32,64",
      paramLabel = "K",
      description = "Lengths of factor vectors (default: ${DEFAULT-VALUE}).")
  private List<Integer> ranks = List.of();

  @Option(
      names = "--round",
      defaultValue = "1s",
      paramLabel = "DURATION",
      description = "Length of each of the rounds (default: ${DEFAULT-VALUE}).")
  private Duration round = Duration.ZERO;

  @Option(
      names = "--memory",
      description = "Measure the bytes of heap per movie instead, in all states of a replica.")
  private boolean memory;

  @Option(
      names = "--no-takes",
      description = "Lists in the order of predicted ratings, as while nobody took any movie.")
  private boolean noTakes;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    Record found;
    String table;
    try (StopSignal stop = new StopSignal();
        StageBar bar = new StageBar()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      if (memory) {
        MemoryReport memory = memoryBench(command, bar).run();
        found = memory;
        table = memory.toTable();
      } else {
        ListsReport lists = bench(command, bar).run();
        found = lists;
        table = lists.toTable();
      }
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    }
    JsonReport.write(report, found);
    PrintWriter out = command.commandLine().getOut();
    out.print(table);
    out.flush();
    return ExitCodes.OK;
  }

  private MemoryBench memoryBench(CommandSpec command, StageBar bar) {
    try {
      return new MemoryBench(movies, ranks, bar::at);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private ListsBench bench(CommandSpec command, StageBar bar) {
    try {
      return new ListsBench(
          movies,
          ranks,
          settings.read().streams().users().lists().recommender(),
          !noTakes,
          round,
          bar::at);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
