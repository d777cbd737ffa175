package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.modelfile.ExportedGeneration;
import dev.freshet.modelfile.ExportedGeneration.Kind;
import dev.freshet.modelfile.GenerationReader;
import dev.freshet.online.Factors;
import dev.freshet.retrain.GenerationImport;
import dev.freshet.retrain.ImportedGeneration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings an exported generation back. */
@Command(
    name = "import",
    description = {
      "Make a generation that `export` wrote the live one of a running system.",
      "It gets a new number, learns the ratings that came after it, and is on probation like a"
          + " retrained one.",
      "The system must hold what it was learned from: ratings and movies. Forgotten users stay"
          + " forgotten."
    },
    footer = {
      "",
      "Examples:",
      "  freshet import -b localhost:9092 --in generation-3",
      "",
      "Give it the settings of the running system, and the rights of a trainer.",
      "`freshet checkpoints` shows it; `freshet rollback` goes back."
    })
final class ImportCommand implements Callable<Integer> {

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIRECTORY",
      description = "What `export` wrote.")
  private @Nullable Path in;

  @Option(
      names = "--force",
      description = {
        "Leave out users and movies that are unknown here, and do not ask whether the ratings are",
        "here that it was learned from. Without this such an import is refused."
      })
  private boolean force;

  ImportCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws IOException {
    Path directory = Objects.requireNonNull(in);
    FreshetConfig config = connection.config();
    ExportedGeneration read = GenerationReader.read(directory);
    GenerationImport.Imported imported =
        LogLevels.withQuietClients(
            () -> {
              RetrainRequests.requireTopics(kafka, config);
              return new GenerationImport(config.retraining(), () -> false)
                  .run(
                      generation(read),
                      force ? GenerationImport.Unknown.LEFT_OUT : GenerationImport.Unknown.REFUSED,
                      directory.toString());
            });
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf(
            "generation %d is live: %s%s%n",
            imported.checkpoint().generation(),
            imported.checkpoint().reason(),
            imported.leftOut() == 0
                ? ""
                : "; %d users and movies left out".formatted(imported.leftOut()));
    return ExitCodes.OK;
  }

  private static ImportedGeneration generation(ExportedGeneration read) {
    Map<String, Factors> movies = new HashMap<>(read.of(Kind.MOVIES));
    movies.putAll(read.of(Kind.GENRES));
    return new ImportedGeneration(
        read.of(Kind.USERS),
        read.checkpoint(),
        movies,
        read.space(),
        read.isRanked() ? read.of(Kind.RANKING) : null);
  }
}
