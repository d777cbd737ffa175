package dev.freshet.cli;

import dev.freshet.app.RetrainMeterListener;
import dev.freshet.app.Service;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.StopSignal;
import dev.freshet.metrics.Monitoring;
import dev.freshet.retrain.Retrainer;
import dev.freshet.serve.HealthCheck;
import dev.freshet.serve.HttpEndpoint;
import dev.freshet.stream.BrokerWatch;
import dev.freshet.wire.RetrainRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks for a retrain, or is the trainer. */
@Command(
    name = "retrain",
    description = "Ask the running system to retrain, or retrain for it in a process of its own.",
    footer = {
      "",
      "Examples:",
      "  freshet retrain -b localhost:9092",
      "  freshet retrain -b localhost:9092 --reason \"new season\"",
      "  freshet retrain --config freshet.properties --watch",
      "",
      "`freshet checkpoints` shows what became of it."
    })
final class RetrainCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RetrainCommand.class);

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
  private @Nullable String reason;

  @Option(
      names = "--watch",
      description = {
        "Retrain in this process, on the schedule of the settings and whenever somebody asks,",
        "until it is stopped. It keeps nothing on disk and serves metrics and health like `run`:",
        "give it another http.port on the same host. Set retrain=false in the others."
      })
  private boolean watch;

  RetrainCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    FreshetConfig config = connection.config();
    if (watch) {
      return watch(config);
    }
    String where = RetrainRequests.send(kafka, config, new RetrainRequest(reason, null));
    Objects.requireNonNull(spec).commandLine().getOut().printf("asked for a retrain, %s%n", where);
    return ExitCodes.OK;
  }

  private int watch(FreshetConfig config) throws InterruptedException, IOException {
    try (StopSignal stop = new StopSignal()) {
      if (new ClusterWait(config).await(stop::isStopping)) {
        RetrainRequests.requireTopics(kafka, config);
        train(config, stop);
      }
    }
    return ExitCodes.OK;
  }

  private static void train(FreshetConfig config, StopSignal stop)
      throws InterruptedException, IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (Monitoring monitoring = Service.monitoring(config);
        BrokerWatch broker = Service.watchBroker(config, monitoring);
        Retrainer retrainer =
            new Retrainer(
                config.retraining(),
                new RetrainMeterListener(monitoring.retraining(), fate -> {}));
        HttpEndpoint http =
            Service.serve(
                config,
                new HttpEndpoint.Answers(
                    monitoring::scrape,
                    Map.of("trainer", () -> health(retrainer)),
                    Map.of(
                        "broker",
                        broker::problem,
                        "retraining",
                        HealthCheck.informing(retrainer::problem))))) {
      stop.onStop(over::countDown);
      retrainer.start();
      LOG.info("retraining for topics {}*; metrics and health at {}", config.prefix(), http.uri());
      over.await();
      LOG.info("stopping");
      retrainer.close(broker.isReachable());
    }
  }

  private static Optional<String> health(Retrainer retrainer) {
    return retrainer.isRunning() ? Optional.empty() : Optional.of("died; the log says why");
  }
}
