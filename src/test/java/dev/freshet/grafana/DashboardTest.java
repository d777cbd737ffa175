package dev.freshet.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.freshet.BrokerTest;
import dev.freshet.metrics.RetrainMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BrokerTest
class DashboardTest {

  private static final Path ALERTS = Path.of("grafana", "prometheus", "alerts.yml");
  private static final Set<String> WITHOUT_QUERY = Set.of("row", "text");

  /** A meter, and the braces behind it. */
  private static final Pattern METER =
      Pattern.compile(
          "(?<![\\w$:\"])((?:freshet|kafka|jvm|process|system|disk)_\\w+|up)(?!\\w)(\\{[^}]*})?");

  /** What follows the name of an aggregation. */
  private static final Pattern AGGREGATION =
      Pattern.compile("\\b(?:sum|avg|max|min|group)\\b( by \\([^)]*\\)|)");

  private final Dashboard dashboard = Dashboard.freshet();

  DashboardTest() throws IOException {}

  @Test
  void everyPanelHasDataWhenAllIsWell(@TempDir Path directory) throws Exception {
    try (WatchedApplication application = new WatchedApplication(directory);
        PrometheusProbe prometheus = PrometheusProbe.watching(application.metrics())) {
      prometheus.assertEveryPanelHasData(dashboard, Duration.ofSeconds(90));
      prometheus.assertAlertsAreEvaluated();
      assertEquals(List.of(), prometheus.firingAlerts());

      String scrape = application.scrape();
      assertFalse(scrape.contains("topic=\"freshet_"), "a topic is counted twice:\n" + scrape);
      assertFalse(scrape.contains("restore_remaining"), "it counts the marks of transactions");
      assertFalse(scrape.contains("block_cache_usage"), "stores share one block cache");
      long series = scrape.lines().filter(line -> !line.startsWith("#")).count();
      assertTrue(series < 600, series + " series from one thread for each side:\n" + scrape);
    }
  }

  @Test
  void prometheusCanParseEveryExpression(@TempDir Path directory) throws Exception {
    Tool promtool = Tool.needed("promtool", "prometheus");
    StringBuilder rules = new StringBuilder("groups: [{name: panels, rules: [\n");
    List<Dashboard.Query> queries = dashboard.queries(Duration.ofSeconds(20));
    for (int i = 0; i < queries.size(); i++) {
      rules.append("  {record: panel" + i + ", expr: '" + queries.get(i).expression() + "'},\n");
    }
    Path file = Files.writeString(directory.resolve("panels.yml"), rules + "]}]\n");

    Tool.Result result = promtool.run("check", "rules", file.toString());

    assertTrue(result.output().contains(queries.size() + " rules found"), result.output());
  }

  @Test
  void everyExpressionIsScopedAndGroupedByJobAndPrefix() throws IOException {
    List<JsonNode> asking = new ArrayList<>();
    dashboard.panels().forEach(panel -> panel.path("targets").forEach(asking::add));
    dashboard.annotations().forEach(asking::add);
    assertFalse(asking.isEmpty());
    for (JsonNode each : asking) {
      String expression = each.path("expr").asText();
      Matcher meters = METER.matcher(expression);
      while (meters.find()) {
        String labels = meters.group(2) == null ? "" : meters.group(2);
        assertTrue(labels.contains("job=\"$job\""), meters.group(1) + " in " + expression);
        assertTrue(
            labels.contains("prefix=\"$prefix\"") || meters.group(1).equals("up"),
            meters.group(1) + " in " + expression);
      }
      Matcher sums = AGGREGATION.matcher(expression);
      while (sums.find()) {
        assertTrue(sums.group(1).startsWith(" by (job, prefix"), expression);
      }
    }
    assertEquals(Set.of("job", "prefix", "window"), dashboard.variables());
  }

  @Test
  void everyAlertOfKafkasOwnMetersIsForFreshetsJob() throws IOException {
    int found = 0;
    JsonNode groups =
        new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()).path("groups").path(0);
    for (JsonNode rule : groups.path("rules")) {
      String expression = rule.path("expr").asText();
      Matcher meters = METER.matcher(expression);
      while (meters.find()) {
        if (!meters.group(1).startsWith("freshet_")) {
          found++;
          assertTrue(meters.group(2).contains("job=~\"freshet.*\""), expression);
        }
      }
      Matcher sums = AGGREGATION.matcher(expression);
      while (sums.find()) {
        assertTrue(sums.group(1).startsWith(" by (job"), expression);
      }
    }
    assertTrue(found >= 5, "of Kafka, of Prometheus and of the disk");
  }

  @Test
  void everyPanelExplainsItself() {
    for (JsonNode panel : dashboard.panels()) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank(), panel.toString());
      if (!WITHOUT_QUERY.contains(panel.path("type").asText())) {
        assertFalse(panel.path("description").asText().isBlank(), title + " has a description");
        assertFalse(
            panel.path("fieldConfig").path("defaults").path("unit").asText().isBlank(),
            title + " has a unit");
        assertFalse(panel.path("targets").isEmpty(), title + " asks for something");
      }
    }
  }

  @Test
  void everyQueryAsksTheProvisionedDataSource() throws IOException {
    String uid =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("grafana", "provisioning", "datasources", "prometheus.yml").toFile())
            .path("datasources")
            .path(0)
            .path("uid")
            .asText();

    for (JsonNode panel : dashboard.panels()) {
      for (JsonNode target : panel.path("targets")) {
        assertEquals(
            uid, target.path("datasource").path("uid").asText(), panel.path("title").asText());
      }
    }
    for (JsonNode annotation : dashboard.annotations()) {
      assertEquals(uid, annotation.path("datasource").path("uid").asText(), annotation.toString());
    }
  }

  @Test
  void eachOutcomeOfACandidateIsMarked() {
    String annotations = dashboard.annotations().toString();

    for (String fate : RetrainMeters.FATES) {
      assertTrue(annotations.contains("fate=\\\"" + fate + "\\\""), fate);
    }
  }

  @Test
  void noTwoPanelsShareAnIdOrAPlace() {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      String title = panel.path("title").asText();
      assertTrue(ids.add(panel.path("id").asInt()), title + " has an id of its own");
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      assertTrue(right <= 24, title + " is within the width");
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          String cell = x + "," + (place.path("y").asInt() + y);
          assertTrue(cells.add(cell), title + " covers another panel at " + cell);
        }
      }
    }
  }

  @Test
  void alertsAreFoundWhereTheTextSays() {
    JsonNode text =
        dashboard.panels().stream()
            .filter(panel -> panel.path("type").asText().equals("text"))
            .findFirst()
            .orElseThrow();

    assertTrue(text.toString().contains(ALERTS.toString()));
    assertTrue(Files.exists(ALERTS));
  }
}
