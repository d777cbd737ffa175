package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.retrain.Checkpoints;
import dev.freshet.retrain.Probation;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.LiveRecall;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what became of each candidate. */
@Command(
    name = "checkpoints",
    description = "List the generations that were trained, and what became of each.",
    footer = {"", "Examples:", "  freshet checkpoints -b localhost:9092"})
final class CheckpointsCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  CheckpointsCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() {
    FreshetConfig config = connection.config();
    Checkpoints checkpoints =
        LogLevels.withQuietClients(() -> CheckpointRecords.read(kafka, config));
    Map<Integer, Checkpoint> newest = checkpoints.byGeneration();
    Collection<LearningProgress> reports =
        LogLevels.withQuietClients(() -> CheckpointRecords.reports(kafka, config));
    List<LiveRecall> recall = LiveRecall.sum(reports);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (newest.isEmpty()) {
      out.println("nothing was trained yet; everything is of generation 0");
    } else {
      out.println("generation  when                    ratings  fate         why");
      newest.values().forEach(checkpoint -> out.print(line(checkpoint)));
    }
    Probation.of(checkpoints, reports, config.retraining().watch()).ifPresent(out::println);
    if (!recall.isEmpty()) {
      out.print(LiveRecall.TITLE);
      recall.forEach(row -> out.println(row.line()));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private static String line(Checkpoint c) {
    String when =
        TIME.format(Instant.ofEpochMilli(c.decision().at()).atZone(ZoneId.systemDefault()));
    return String.format(
        Locale.ROOT,
        "%10d  %s  %,11d  %-11s  %s%n",
        c.generation(),
        when,
        c.ratings(),
        c.fate(),
        c.reason());
  }
}
