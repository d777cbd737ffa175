package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples under docs/operations: no cluster and no systemd is here to try them. */
class DeploymentExamplesTest {

  private static final Path FOLDER = Path.of("docs/operations");

  /** By kind. */
  private static Map<String, JsonNode> kubernetes() throws Exception {
    Map<String, JsonNode> all = new HashMap<>();
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper(new YAMLFactory())
            .readerFor(JsonNode.class)
            .readValues(FOLDER.resolve("kubernetes.yaml").toFile())) {
      documents.forEachRemaining(node -> all.put(node.path("kind").asText(), node));
    }
    return all;
  }

  @Test
  void allOfKubernetesSpeaksOfTheSamePods() throws Exception {
    Map<String, JsonNode> all = kubernetes();
    assertEquals(3, all.size(), all.keySet().toString());
    JsonNode set = all.get("StatefulSet").path("spec");
    JsonNode labels = set.path("template").path("metadata").path("labels");
    assertTrue(labels.has("app"));
    assertEquals(labels, set.path("selector").path("matchLabels"));
    assertEquals(labels, all.get("Service").path("spec").path("selector"));
    JsonNode budget = all.get("PodDisruptionBudget").path("spec");
    assertEquals(labels, budget.path("selector").path("matchLabels"));
    assertEquals(1, budget.path("maxUnavailable").asInt());
  }

  @Test
  void kubernetesWaitsForAStopAndAsksTheHealthThatThereIs() throws Exception {
    JsonNode pod = kubernetes().get("StatefulSet").path("spec").path("template").path("spec");
    assertTrue(pod.path("terminationGracePeriodSeconds").asInt() > 30);
    assertTrue(pod.has("enableServiceLinks"));
    JsonNode container = pod.path("containers").path(0);
    assertEquals("/health/live", path(container, "livenessProbe"));
    assertEquals("/health/ready", path(container, "readinessProbe"));
  }

  private static String path(JsonNode container, String probe) {
    return container.path(probe).path("httpGet").path("path").asText();
  }

  @Test
  void whatKubernetesSetsAreSettings() throws Exception {
    JsonNode pod = kubernetes().get("StatefulSet").path("spec").path("template").path("spec");
    String settings = Files.readString(Path.of("docs/settings.md"));
    for (JsonNode variable : pod.path("containers").path(0).path("env")) {
      String name = variable.path("name").asText();
      String key = name.replaceFirst("^FRESHET_", "").toLowerCase(java.util.Locale.ROOT);
      assertTrue(settings.contains("`" + key.replace('_', '.') + "`"), name);
    }
  }

  @Test
  void systemdRestartsWhatMayPassAndNotWhatIsSetWrongly() throws Exception {
    List<String> unit = Files.readAllLines(FOLDER.resolve("freshet.service"));
    assertTrue(unit.contains("Restart=on-failure"));
    assertTrue(unit.contains("RestartPreventExitStatus=2"));
    assertTrue(unit.contains("SuccessExitStatus=143"));
    for (String line : unit) {
      assertTrue(line.isBlank() || line.matches("#.*|\\[\\w+]|\\w+=.*"), line);
    }
  }
}
