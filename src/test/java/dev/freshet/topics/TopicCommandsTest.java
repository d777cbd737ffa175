package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.TopicSpecs.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The commands in {@code topology/README.md} create what {@code topology/topics.yaml} says. After a
 * change there: {@value #UPDATE}.
 */
class TopicCommandsTest {

  private static final String UPDATE =
      "mvn -B test -Dtest=TopicCommandsTest -Dtopology.update=true";
  private static final Path PAGE = Path.of("topology", "README.md");
  private static final String BEGIN = "<!-- written by TopicCommandsTest -->\n";
  private static final String END = "<!-- end -->\n";

  private final TopicSpecs specs = TopicSpecs.load(Settings.production());

  @Test
  void thePageCreatesEveryTopicAsTheContractSays() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    assertTrue(begin >= BEGIN.length() && end >= begin, "the marks in " + PAGE + " are gone");
    String fromCode = commands();

    if (Boolean.getBoolean("topology.update")) {
      Files.writeString(PAGE, page.substring(0, begin) + fromCode + page.substring(end));
      return;
    }
    assertEquals(page.substring(begin, end), fromCode, "if topics.yaml is right, run " + UPDATE);
  }

  private String commands() {
    StringBuilder text =
        new StringBuilder(
            """
            ```bash
            create() {
              kafka-topics.sh --bootstrap-server localhost:9092 --create \\
                --replication-factor %d --config min.insync.replicas=%s "$@"
            }
            """
                .formatted(
                    specs.replication(), specs.configs(Topic.RATINGS).get("min.insync.replicas")));
    for (Topic topic : Topic.values()) {
      text.append(
          "create --topic %s --partitions %d"
              .formatted(specs.name(topic), specs.partitions(topic)));
      Map<String, String> configs = new TreeMap<>(specs.get(topic).configs());
      String separator = " \\\n ";
      for (Map.Entry<String, String> config : configs.entrySet()) {
        text.append(separator).append(" --config ").append(config.getKey());
        text.append('=').append(config.getValue());
        separator = "";
      }
      text.append('\n');
    }
    return text.append("```\n").toString();
  }
}
