package dev.freshet.grafana;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The containers themselves are not started here: that needs a Docker engine. */
class ComposeFileTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final JsonNode services =
      YAML.readTree(Path.of("docker-compose.yml").toFile()).path("services");

  ComposeFileTest() throws IOException {}

  @Test
  void dockerComposeAcceptsIt() throws Exception {
    Tool.Result result = Tool.needed("docker-compose", "docker-compose").run("config", "--quiet");

    assertEquals(0, result.exitCode(), result.output());
  }

  @Test
  void portsAreOpenToThisMachineOnly() {
    for (String port : strings("ports")) {
      assertTrue(port.startsWith("127.0.0.1:"), port);
    }
  }

  @Test
  void whatIsMountedExists() {
    List<String> mounted =
        strings("volumes").stream().filter(volume -> volume.startsWith("./")).toList();

    assertTrue(mounted.size() >= 4, mounted.toString());
    for (String volume : mounted) {
      Path source = Path.of(volume.substring(0, volume.indexOf(':')));
      assertTrue(Files.isDirectory(source), volume);
    }
  }

  @Test
  void imagesAreOfOneVersion() {
    for (JsonNode service : services) {
      assertTrue(
          service.path("image").asText().matches(".+:v?\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
          "" + service);
    }
  }

  @Test
  void prometheusScrapesFreshetWhereItListens() throws IOException {
    JsonNode job =
        YAML.readTree(Path.of("grafana", "prometheus", "prometheus.yml").toFile())
            .path("scrape_configs")
            .path(0);
    String port = services.path("freshet").path("environment").path("FRESHET_HTTP_PORT").asText();

    assertEquals("freshet", job.path("job_name").asText());
    assertEquals(
        "freshet:" + port, job.path("static_configs").path(0).path("targets").path(0).asText());
  }

  private List<String> strings(String field) {
    List<String> all = new ArrayList<>();
    services.forEach(service -> service.path(field).forEach(value -> all.add(value.asText())));
    return all;
  }
}
