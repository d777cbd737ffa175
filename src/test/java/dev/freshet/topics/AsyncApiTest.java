package dev.freshet.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshet.topics.TopicSpec.Audience;
import dev.freshet.wire.RejectReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * {@code topology/asyncapi.yaml} says the same as {@code topology/topics.yaml}, by which the
 * program creates topics, and has the structure that AsyncAPI 3.0 asks for.
 */
class AsyncApiTest {

  private static final Path DIRECTORY = Path.of("topology");

  /** What the Kafka channel binding has fields for. */
  private static final Set<String> BOUND_CONFIGS =
      Set.of(
          "cleanup.policy",
          "retention.ms",
          "retention.bytes",
          "delete.retention.ms",
          "max.message.bytes");

  private final TopicSpecs specs = TopicSpecs.load(TopicSpecs.Settings.production());
  private final JsonNode document = read();

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(DIRECTORY.resolve("asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyPublicTopicIsAChannelAndNoOtherIs() {
    Set<String> addresses =
        elements(document.get("channels"))
            .map(channel -> channel.get("address").textValue())
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        publicTopics().map(specs::name).collect(Collectors.toCollection(TreeSet::new)), addresses);
  }

  @Test
  void partitionsReplicasAndConfigurationAreThoseOfTheTopics() {
    publicTopics()
        .forEach(
            topic -> {
              JsonNode kafka = channel(topic).at("/bindings/kafka");
              assertEquals(specs.name(topic), kafka.get("topic").textValue());
              assertEquals(
                  specs.partitions(topic), kafka.get("partitions").intValue(), topic.name());
              assertEquals(specs.replication(), kafka.get("replicas").intValue(), topic.name());
              assertEquals(boundConfigs(topic), configuration(kafka), topic.name());
            });
  }

  private Map<String, String> boundConfigs(Topic topic) {
    Map<String, String> bound = new TreeMap<>(specs.get(topic).configs());
    bound.keySet().retainAll(BOUND_CONFIGS);
    return bound;
  }

  private static Map<String, String> configuration(JsonNode kafka) {
    Map<String, String> configs = new TreeMap<>();
    kafka
        .get("topicConfiguration")
        .properties()
        .forEach(
            entry ->
                configs.put(
                    entry.getKey(),
                    entry.getValue().isArray()
                        ? elements(entry.getValue())
                            .map(JsonNode::textValue)
                            .collect(Collectors.joining(","))
                        : entry.getValue().asText()));
    return configs;
  }

  @Test
  void valuesFollowTheSchemasThatTheTopicsName() {
    publicTopics()
        .forEach(
            topic -> {
              Set<String> schemas =
                  elements(channel(topic).get("messages"))
                      .map(message -> resolve(message).at("/payload/$ref"))
                      .filter(JsonNode::isTextual)
                      .map(ref -> ref.textValue().replaceFirst("^\\./", ""))
                      .collect(Collectors.toSet());
              String schema = specs.get(topic).value().schema();
              assertEquals(schema == null ? Set.of() : Set.of(schema), schemas, topic.name());
            });
  }

  @Test
  void onlyCompactedTopicsHaveRecordsWithoutAValue() {
    publicTopics()
        .forEach(
            topic -> {
              boolean tombstones =
                  elements(channel(topic).get("messages"))
                      .anyMatch(
                          message ->
                              "null".equals(resolve(message).at("/payload/type").textValue()));
              boolean removes = topic == Topic.MOVIES || topic == Topic.RECOMMENDATIONS;
              assertEquals(removes, tombstones, topic.name());
              assertTrue(!removes || specs.get(topic).cleanupPolicy().equals("compact"));
            });
  }

  @Test
  void freshetReceivesWhatAnyoneWritesAndSendsWhatItWritesItself() {
    Map<String, String> actions = new TreeMap<>();
    for (JsonNode operation : document.get("operations")) {
      String address = resolve(operation.get("channel")).get("address").textValue();
      actions.put(address, operation.get("action").textValue());
    }
    Map<String, String> contract = new TreeMap<>();
    publicTopics()
        .forEach(
            topic ->
                contract.put(
                    specs.name(topic),
                    specs.get(topic).writers().contains("anyone") ? "receive" : "send"));

    assertEquals(contract, actions);
  }

  @Test
  void everyReasonForARejectionIsListed() {
    List<String> listed =
        elements(
                document.at(
                    "/components/messages/rejectedRecord/headers/properties/freshet.reason/enum"))
            .map(JsonNode::textValue)
            .toList();

    assertEquals(Arrays.stream(RejectReason.values()).map(RejectReason::code).toList(), listed);
  }

  @Test
  void theDocumentHasTheStructureOfAsyncApi3() throws IOException {
    assertEquals("3.0.0", document.get("asyncapi").textValue());
    assertTrue(
        Files.readString(Path.of("pom.xml"))
            .contains("<version>" + document.at("/info/version").textValue() + "</version>"));
    assertFalse(document.at("/info/title").textValue().isBlank());
    for (JsonNode server : document.get("servers")) {
      assertTrue(server.get("host").isTextual() && server.get("protocol").isTextual());
    }
    for (JsonNode channel : document.get("channels")) {
      assertFalse(channel.get("messages").isEmpty());
    }
    for (JsonNode operation : document.get("operations")) {
      assertTrue(Set.of("send", "receive").contains(operation.get("action").textValue()));
      String channel = operation.at("/channel/$ref").textValue();
      assertTrue(channel.startsWith("#/channels/"), channel);
      assertEquals(
          resolve(operation.get("channel")).get("messages").size(),
          operation.get("messages").size(),
          channel);
      for (JsonNode message : operation.get("messages")) {
        String ref = message.get("$ref").textValue();
        assertTrue(ref.startsWith(channel + "/messages/"), ref + " is not of " + channel);
      }
    }
    for (JsonNode message : document.at("/components/messages")) {
      assertTrue(message.has("payload") && message.get("title").isTextual());
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertFalse(references.isEmpty());
    for (String reference : references) {
      if (reference.startsWith("#")) {
        assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
      } else {
        assertTrue(Files.exists(DIRECTORY.resolve(reference)), reference);
      }
    }
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").textValue());
    }
    node.forEach(child -> collect(child, references));
  }

  private Stream<Topic> publicTopics() {
    return Arrays.stream(Topic.values())
        .filter(topic -> specs.get(topic).audience() == Audience.PUBLIC);
  }

  private JsonNode channel(Topic topic) {
    return elements(document.get("channels"))
        .filter(channel -> channel.get("address").textValue().equals(specs.name(topic)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(topic + " has no channel in asyncapi.yaml"));
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.get("$ref");
    if (reference == null) {
      return node;
    }
    return resolve(document.at(reference.textValue().substring(1)));
  }

  private static Stream<JsonNode> elements(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }
}
