package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.console.UserError;
import dev.freshet.measure.Evaluation;
import dev.freshet.measure.faults.Campaign;
import dev.freshet.measure.faults.TrialReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the commands that try a broker and instances in processes of their own. */
final class TrialOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting of the instances; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Another build, whose instances are to be tried instead of this one's.")
  private @Nullable Path jar;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "For data, state and logs; a temporary one, removed if all is well.")
  private @Nullable Path directory;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  /** A trial that is ready to run. */
  @FunctionalInterface
  interface Trial<R> {
    /**
     * Runs it.
     *
     * @param progress is told how far it is
     * @param lines takes what is to be printed meanwhile
     * @throws InterruptedException if the thread is interrupted; everything is stopped by then
     */
    R run(Evaluation.StageProgress progress, Consumer<String> lines) throws InterruptedException;
  }

  /** Settings of the instances. */
  Map<String, String> settings() {
    return settings;
  }

  /** The main class of an instance. */
  List<String> main() {
    return List.of(SupervisedFreshet.class.getName());
  }

  /** Where the classes of an instance are. */
  String classPath() {
    String own = System.getProperty("java.class.path");
    return jar == null ? own : jar.toAbsolutePath() + File.pathSeparator + own;
  }

  /**
   * Runs a trial in its directory, prints and writes what it found.
   *
   * @param prepare makes a trial of a directory, before anything is written there
   * @return the exit code
   * @throws UserError if not all is well; then the directory stays
   */
  <R extends Record & TrialReport> int run(Function<Path, Trial<R>> prepare) throws IOException {
    Path place = directory == null ? Campaign.temporaryDirectory() : directory.toAbsolutePath();
    Trial<R> trial = prepared(prepare, place);
    JsonReport.requirePlace(report);
    Files.createDirectories(place);
    R result;
    try (StopSignal stop = new StopSignal();
        StageBar bar = new StageBar()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      result = LogLevels.withQuietClients(() -> run(trial, bar::at));
    } catch (InterruptException e) {
      return ExitCodes.INTERRUPTED;
    }
    JsonReport.write(report, result);
    print(result.toTable());
    if (!result.isClean()) {
      throw new UserError("not all is well; data, state and logs are in " + place);
    }
    if (directory == null) {
      Campaign.remove(place);
    }
    return ExitCodes.OK;
  }

  private <R> Trial<R> prepared(Function<Path, Trial<R>> prepare, Path place) {
    try {
      return prepare.apply(place);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private <R> R run(Trial<R> trial, Evaluation.StageProgress progress) {
    try {
      return trial.run(progress, this::print);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void print(String text) {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
