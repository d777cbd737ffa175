package dev.freshet.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A Grafana dashboard as its file says. */
public final class Dashboard {

  /**
   * One query of one panel.
   *
   * @param panel its title
   * @param expression PromQL, as Grafana would send it
   */
  public record Query(String panel, String expression) {}

  private final JsonNode json;

  private Dashboard(JsonNode json) {
    this.json = json;
  }

  /** The first dashboard of this project. */
  public static Dashboard freshet() throws IOException {
    return read(Path.of("grafana", "dashboards", "freshet.json"));
  }

  /** Reads a dashboard's file. */
  public static Dashboard read(Path file) throws IOException {
    return new Dashboard(new ObjectMapper().readTree(file.toFile()));
  }

  /** All panels, rows and texts included, also those inside collapsed rows. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      panels.add(panel);
      panel.path("panels").forEach(panels::add);
    }
    return panels;
  }

  /**
   * All queries of panels and annotations, with Grafana's variables put in.
   *
   * @param rateInterval for {@code $__rate_interval}: at least four scrape intervals
   */
  public List<Query> queries(Duration rateInterval) {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(query(panel.path("title"), target, rateInterval));
      }
    }
    for (JsonNode annotation : annotations()) {
      queries.add(query(annotation.path("name"), annotation, rateInterval));
    }
    return queries;
  }

  /** Names of what a person chooses above all panels. */
  Set<String> variables() {
    Set<String> names = new TreeSet<>();
    json.path("templating").path("list").forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  /** What is marked across all panels. */
  JsonNode annotations() {
    return json.path("annotations").path("list");
  }

  private Query query(JsonNode title, JsonNode target, Duration rateInterval) {
    return new Query(title.asText(), withVariables(target.path("expr").asText(), rateInterval));
  }

  private String withVariables(String expression, Duration rateInterval) {
    String seconds = Math.max(1, rateInterval.toSeconds()) + "s";
    String result = expression.replace("$__rate_interval", seconds).replace("$__interval", seconds);
    for (JsonNode variable : json.path("templating").path("list")) {
      String value = variable.path("current").path("value").asText();
      result = result.replace("$" + variable.path("name").asText(), value);
    }
    return result;
  }
}
