package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.StopSignal;
import dev.freshet.doctor.Backlog;
import dev.freshet.doctor.Diagnosis;
import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Examination;
import dev.freshet.doctor.TopicReadings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the invariants on a running system. */
@Command(
    name = "doctor",
    description = {
      "Check on a running system, from its topics alone, that what Freshet promises holds.",
      "It only reads. Some checks need a moment without new ratings; they are skipped where there"
          + " is none. It fails if a check is broken."
    },
    footer = {
      "",
      "Examples:",
      "  freshet doctor -b localhost:9092",
      "  freshet doctor -b localhost:9092 --prefix mine. --report doctor.json",
      "  freshet doctor --config freshet.properties --strict --wait 5m"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A poll of at most the bound may pass before the user side is held back. */
  private static final int STALENESS_SLACK = 2;

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--wait",
      defaultValue = "10s",
      paramLabel = "DURATION",
      description =
          "How long to wait for a quiet moment, and for what is only just changing"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  @Option(names = "--strict", description = "It is a failure, too, if a check is skipped.")
  private boolean strict;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private @Nullable Path report;

  DoctorCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (patience.compareTo(Examination.LASTING.plus(BETWEEN_LOOKS)) < 0) {
      throw new ParameterException(
          command.commandLine(),
          "--wait must be at least 7s: what is wrong for a shorter time may be about to be right");
    }
    FreshetConfig config = connection.config();
    for (Topic topic : Topic.values()) {
      kafka.requireTopic(config.kafka(), topic.name(config.prefix()));
    }
    Diagnosis diagnosis;
    try (StopSignal stop = new StopSignal()) {
      Thread worker = Thread.currentThread();
      stop.onStop(worker::interrupt);
      diagnosis = LogLevels.withQuietClients(() -> examine(kafka, config, patience));
    } catch (InterruptException e) {
      return ExitCodes.INTERRUPTED;
    }
    JsonReport.write(report, diagnosis);
    PrintWriter out = command.commandLine().getOut();
    out.print(diagnosis.toTable());
    out.print(diagnosis.toListTable());
    out.flush();
    boolean holds = diagnosis.holds() && !(strict && diagnosis.count(Status.SKIPPED) > 0);
    return holds ? ExitCodes.OK : ExitCodes.FAILED;
  }

  /**
   * Examines a system until everything can be told.
   *
   * @param patience how long at most
   * @throws InterruptException if the thread is interrupted
   */
  static Diagnosis examine(KafkaAccess kafka, FreshetConfig config, Duration patience) {
    KafkaSettings clients = config.kafka();
    StreamSettings settings = config.streams();
    var groups =
        new Backlog.SideGroups(
            config.prefix(), settings.userApplication(), settings.movieApplication());
    try (Admin admin = ClusterAccess.admin(clients);
        Consumer<byte[], byte[]> behind = kafka.consumer(clients);
        Consumer<byte[], byte[]> all = kafka.consumer(clients)) {
      long bound = STALENESS_SLACK * settings.staleness().bound();
      var backlog = new Backlog(admin, behind, groups, bound);
      Duration interval = settings.users().lists().interval();
      return examine(new TopicReadings(all, backlog, config.prefix(), interval), patience);
    }
  }

  private static Diagnosis examine(TopicReadings readings, Duration patience) {
    Examination examination = new Examination();
    long start = System.nanoTime();
    Duration at = Duration.ZERO;
    examination.look(readings.next(), at);
    while (!examination.isDecided() && at.compareTo(patience) < 0) {
      try {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      at = Duration.ofNanos(System.nanoTime() - start);
      examination.look(readings.next(), at);
    }
    return examination.diagnosis();
  }
}
