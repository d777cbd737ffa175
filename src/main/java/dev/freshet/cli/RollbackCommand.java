package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.wire.RetrainRequest;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks for an earlier generation. */
@Command(
    name = "rollback",
    description = {
      "Ask the running system to bring an earlier generation back, as a new one.",
      "What was rated since that generation's snapshot is learned again; forgotten users stay"
          + " forgotten."
    },
    footer = {
      "",
      "Examples:",
      "  freshet rollback -b localhost:9092 --to 3",
      "",
      "`freshet checkpoints` lists the generations and shows what became of it."
    })
final class RollbackCommand implements Callable<Integer> {

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "GENERATION",
      description = "Which; 0 is everything as it was before the first retraining.")
  private int to;

  RollbackCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (to < 0) {
      throw new ParameterException(command.commandLine(), "--to must be at least 0, got " + to);
    }
    String where =
        RetrainRequests.send(kafka, connection.config(), new RetrainRequest("rollback", to));
    command.commandLine().getOut().printf("asked for generation %d, %s%n", to, where);
    return ExitCodes.OK;
  }
}
