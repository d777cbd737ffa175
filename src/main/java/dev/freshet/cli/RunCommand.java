package dev.freshet.cli;

import dev.freshet.app.Service;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.StopSignal;
import dev.freshet.console.UserError;
import dev.freshet.stream.LearningListener;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Freshet in production: beside a Kafka cluster, until it is stopped. */
@Command(
    name = "run",
    description = "Learn from ratings in a Kafka cluster and keep everybody's list fresh.",
    footer = {
      "",
      "Examples:",
      "  freshet run --bootstrap-servers localhost:9092",
      "  freshet run --config freshet.properties",
      "  freshet run --config freshet.properties --side movies --set http.port=8081",
      "",
      "`freshet settings` explains every setting; every setting of Kafka's clients passes through",
      "as kafka.* (SASL, TLS, ...). More instances with the same prefix share the work. A cluster",
      "that does not answer is waited for: at the start for bootstrap.wait, later for ever."
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--side",
      paramLabel = "users|movies|all",
      description = "The half of the learner that this process runs; the setting `side`.")
  private @org.jspecify.annotations.Nullable String side;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FreshetConfig config =
        connection.config(side == null ? Map.of() : Map.of("side", side), "--side");
    try (StopSignal stop = new StopSignal()) {
      if (!new ClusterWait(config).await(stop::isStopping)) {
        return ExitCodes.OK;
      }
      if (!new TopicPreparation(config).await(stop::isStopping)) {
        return ExitCodes.OK;
      }
      java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
      stop.onStop(over::countDown);
      try (Service service =
          new Service(config, LearningListener.NONE, fate -> {}, over::countDown)) {
        LOG.info(
            "Freshet runs ({}), topics {}*; metrics and health at {}",
            config.side().name().toLowerCase(java.util.Locale.ROOT),
            config.prefix(),
            service.http().uri());
        over.await();
        Throwable failure = service.failure();
        if (failure != null) {
          throw new UserError("stopped because an application died: " + said(failure), failure);
        }
        LOG.info("stopping");
      }
    }
    return ExitCodes.OK;
  }

  private static String said(Throwable failure) {
    return Failures.explain(failure, (String) null)
        .map(UserError::getMessage)
        .orElseGet(() -> rootOf(failure).toString());
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
