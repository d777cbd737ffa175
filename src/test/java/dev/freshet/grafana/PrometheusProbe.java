package dev.freshet.grafana;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real Prometheus that scrapes one Freshet each second, with the project's alert rules, for
 * tests:
 *
 * <pre>{@code
 * try (PrometheusProbe prometheus = PrometheusProbe.watching(metricsUri)) {
 *   prometheus.assertEveryPanelHasData(Dashboard.freshet(), Duration.ofSeconds(90));
 * }
 * }</pre>
 *
 * <p>It listens on loopback, keeps its data in a temporary directory, and ends with {@link #close}.
 */
public final class PrometheusProbe implements AutoCloseable {

  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RATE_INTERVAL = Duration.ofSeconds(20);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int ATTEMPTS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final Path directory;
  private final Process process;
  private final URI uri;

  /**
   * Starts it and returns once it has scraped. Without Prometheus on this machine the test is
   * skipped, or fails where CI is true.
   *
   * @param metrics such as {@code http://127.0.0.1:8080/metrics}
   */
  public static PrometheusProbe watching(URI metrics) throws IOException {
    Tool prometheus = Tool.needed("prometheus", "prometheus");
    for (int attempt = 1; ; attempt++) {
      PrometheusProbe probe = new PrometheusProbe(prometheus, metrics);
      if (probe.until(START, () -> !probe.process.isAlive() || probe.hasScraped())
          && probe.process.isAlive()) {
        return probe;
      }
      String log = probe.log();
      probe.close();
      if (attempt == ATTEMPTS) { // one bad port may be bad luck
        fail("Prometheus did not scrape " + metrics + ":\n" + log);
      }
    }
  }

  private PrometheusProbe(Tool prometheus, URI metrics) throws IOException {
    directory = Files.createTempDirectory("freshet-prometheus-");
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: %ds, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: freshet
            metrics_path: %s
            static_configs: [{targets: ['%s']}]
        """
            .formatted(
                SCRAPE_INTERVAL.toSeconds(),
                Path.of("grafana", "prometheus", "alerts.yml").toAbsolutePath(),
                metrics.getPath(),
                metrics.getAuthority()));
    String address = "127.0.0.1:" + freePort();
    uri = URI.create("http://" + address);
    process =
        new ProcessBuilder(
                prometheus.command(
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + directory.resolve("data"),
                    "--web.listen-address=" + address))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
  }

  /**
   * Each query of each panel must return a value that is a number within the time; fails naming all
   * panels and expressions that did not. The program that is watched should be at work meanwhile.
   */
  public void assertEveryPanelHasData(Dashboard dashboard, Duration within) {
    List<Dashboard.Query> missing = new ArrayList<>(dashboard.queries(RATE_INTERVAL));
    boolean complete =
        until(
            within,
            () -> {
              missing.removeIf(query -> hasData(query.expression()));
              return missing.isEmpty();
            });
    if (!complete) {
      StringBuilder message = new StringBuilder("no data within " + within + " for");
      missing.forEach(
          query ->
              message
                  .append("\n  panel '" + query.panel() + "': " + query.expression())
                  .append("\n    answer: " + query(query.expression())));
      fail(message.toString());
    }
  }

  /**
   * Each alert rule must have been evaluated without an error; fails naming those that were not.
   */
  public void assertAlertsAreEvaluated() {
    JsonNode groups = get("/api/v1/rules").path("data").path("groups");
    List<String> bad = new ArrayList<>();
    groups.forEach(
        group ->
            group
                .path("rules")
                .forEach(
                    rule -> {
                      if (!rule.path("health").asText().equals("ok")) {
                        bad.add(rule.toPrettyString());
                      }
                    }));
    if (groups.isEmpty() || !bad.isEmpty()) {
      fail("alert rules that were not evaluated: " + (groups.isEmpty() ? "all" : bad));
    }
  }

  /** The names of alerts that fire now. */
  public List<String> firingAlerts() {
    List<String> names = new ArrayList<>();
    query("ALERTS{alertstate=\"firing\"}")
        .path("data")
        .path("result")
        .forEach(sample -> names.add(sample.path("metric").path("alertname").asText()));
    return names;
  }

  /** Whether an instant query returns at least one value that is a finite number. */
  public boolean hasData(String expression) {
    JsonNode data = query(expression).path("data");
    if (data.path("resultType").asText().equals("scalar")) {
      return isFinite(data.path("result"));
    }
    for (JsonNode sample : data.path("result")) {
      if (isFinite(sample.path("value"))) {
        return true;
      }
    }
    return false;
  }

  /** Prometheus' answer to an instant query. */
  public JsonNode query(String expression) {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** Ends Prometheus and deletes what it stored. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private boolean hasScraped() {
    try {
      return hasData("up{job=\"freshet\"} == 1");
    } catch (UncheckedIOException e) {
      return false; // not listening yet
    }
  }

  private JsonNode get(String path) {
    try {
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString());
      return mapper.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("asking Prometheus", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A sample is [time, "value"]. */
  private static boolean isFinite(JsonNode sample) {
    String value = sample.path(1).asText("NaN");
    return !value.equals("NaN") && !value.endsWith("Inf");
  }

  private boolean until(Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
