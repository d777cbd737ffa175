package dev.freshet.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of all checks at one moment.
 *
 * @param well whether no check that decides found a problem
 * @param json {@code {"status":"ok"|"failing","checks":{name:"ok"|problem}}}
 */
record Health(boolean well, String json) {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Asks each check, in the map's order. */
  static Health of(Map<String, HealthCheck> checks) {
    ObjectNode answers = JSON.createObjectNode();
    boolean well = true;
    for (Map.Entry<String, HealthCheck> check : checks.entrySet()) {
      Optional<String> problem = ask(check.getKey(), check.getValue());
      well &= problem.isEmpty() || !check.getValue().decides();
      answers.put(check.getKey(), problem.orElse("ok"));
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("status", well ? "ok" : "failing");
    body.set("checks", answers);
    try {
      return new Health(well, JSON.writeValueAsString(body) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always JSON", e);
    }
  }

  /** A check that throws has found a problem too. */
  private static Optional<String> ask(String name, HealthCheck check) {
    try {
      return check.problem();
    } catch (RuntimeException e) {
      LOG.warn("health check '{}' threw", name, e);
      return Optional.of("the check failed: " + e);
    }
  }
}
