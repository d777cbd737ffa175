package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import dev.freshet.grafana.Dashboard;
import dev.freshet.grafana.PrometheusProbe;
import dev.freshet.measure.Replay;
import dev.freshet.wire.RetrainRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run in production, and a real Prometheus: every panel shows something. */
@BrokerTest
class LiveDashboardTest {

  private static final Pattern SERVED_AT = Pattern.compile("metrics and health at (http://\\S+)");

  /** What a process says that was ended by SIGTERM, once it has ended in order. */
  private static final List<Integer> ENDED = List.of(0, 143);

  @Test
  void everyPanelHasDataWhileFreshetLearns(@TempDir Path directory) throws Exception {
    try (Cluster cluster = new Cluster();
        Program freshet =
            Program.start(
                directory.resolve("log"),
                "run",
                "--side=all",
                "--bootstrap-servers=" + cluster.servers(),
                "--set=state.dir=" + directory.resolve("state"),
                "--set=replication.factor=1",
                "--set=partitions=" + Cluster.PARTITIONS,
                "--set=retrain.gate.least=50",
                "--set=retrain.gate.takes=5",
                "--set=retrain.watch.ratings=50",
                "--set=retrain.look=1s",
                "--set=lists.control.share=0.4",
                "--set=http.port=0")) {
      Cluster.await(
          "it starts", Duration.ofSeconds(60), () -> SERVED_AT.matcher(freshet.log()).find());
      URI served = servedAt(freshet.log());
      try (Audience audience = new Audience(cluster, "freshet.", 7)) {
        audience.publishCatalogue();
        audience.produce(2_000);
        Cluster.await(
            "there is enough to judge on",
            Duration.ofSeconds(60),
            () -> learned(served.resolve("/metrics")) >= 500);
        decideTwoCandidates(cluster, freshet);
        CompletableFuture<Void> held =
            CompletableFuture.runAsync(() -> holdEveryPanelAgainst(served.resolve("/metrics")));
        audience.produceUntil("all panels have data", held::isDone);
        held.join();
      }
      assertTrue(ENDED.contains(freshet.stop()), freshet.log());
    }
  }

  private static double learned(URI metrics) {
    try (InputStream in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.matches("freshet_learned_ratings_total\\{.*side=\"users\".*"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One is trained and judged; then the time before all generations comes back, and is watched. */
  private static void decideTwoCandidates(Cluster cluster, Program freshet) {
    try (Replay replay = new Replay(Map.of("bootstrap.servers", cluster.servers()), "freshet.")) {
      replay.retrain(new RetrainRequest("a test", null));
      replay.flush();
      Cluster.await(
          "a candidate is judged",
          Duration.ofSeconds(60),
          () -> freshet.log().contains("on the newest "));
      replay.retrain(new RetrainRequest("a test", 0));
      replay.flush();
    }
  }

  private static void holdEveryPanelAgainst(URI metrics) {
    try (PrometheusProbe prometheus = PrometheusProbe.watching(metrics)) {
      prometheus.assertEveryPanelHasData(Dashboard.freshet(), Duration.ofSeconds(90));
      prometheus.assertAlertsAreEvaluated();
      assertEquals(List.of(), prometheus.firingAlerts());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI servedAt(String log) {
    Matcher matcher = SERVED_AT.matcher(log);
    assertTrue(matcher.find(), log);
    return URI.create(matcher.group(1));
  }
}
