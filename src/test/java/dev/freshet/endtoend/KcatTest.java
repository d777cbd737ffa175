package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody here wrote: all of the public contract by kcat alone. */
@BrokerTest
class KcatTest {

  private static final String READ_COMMITTED = "isolation.level=read_committed";
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static Cluster cluster;
  private static FreshetStreams freshet;

  @BeforeAll
  static void start(@TempDir Path stateDir) {
    Kcat.require();
    cluster = new Cluster();
    cluster.createTopics("freshet.");
    freshet = Cluster.start(cluster.settings("freshet.", stateDir), LearningListener.NONE);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      freshet.close();
      cluster.close();
    }
  }

  /** Runs kcat with {@code input}, and returns what it wrote. */
  private static String kcat(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kcat", "-b", cluster.servers()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      assertTrue(process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS), "kcat does not end");
      assertEquals(0, process.exitValue(), String.join(" ", command));
      return new String(output, StandardCharsets.UTF_8);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("kcat", e);
    }
  }

  /** The newest list of each user. */
  private static Map<String, JsonNode> lists() {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> lists = new HashMap<>();
    kcat(
            "",
            "-C",
            "-t",
            "freshet.recommendations",
            "-e",
            "-q",
            "-X",
            READ_COMMITTED,
            "-f",
            "%k\t%s\n")
        .lines()
        .forEach(
            line -> {
              String[] record = line.split("\t", 2);
              try {
                lists.put(record[0], json.readTree(record[1]));
              } catch (IOException e) {
                throw new AssertionError("not JSON: " + line, e);
              }
            });
    return lists;
  }

  private static JsonNode awaitList(String user, Predicate<JsonNode> condition) {
    Map<String, JsonNode> lists = new HashMap<>();
    Cluster.await(
        "the list of " + user,
        WITHIN,
        () -> {
          lists.putAll(lists());
          return lists.containsKey(user) && condition.test(lists.get(user));
        });
    return lists.get(user);
  }

  /** Headers and value of each rejected record that contains {@code text}. */
  private static List<String> awaitRejected(String text, int number) {
    List<String> found = new ArrayList<>();
    Cluster.await(
        number + " rejected records with " + text,
        WITHIN,
        () -> {
          found.clear();
          kcat(
                  "",
                  "-C",
                  "-t",
                  "freshet.ratings-rejected",
                  "-e",
                  "-q",
                  "-X",
                  READ_COMMITTED,
                  "-f",
                  "%k %h %s\n")
              .lines()
              .filter(line -> line.contains(text))
              .forEach(found::add);
          return found.size() >= number;
        });
    return found;
  }

  @Test
  void ratingsKeyedAndUnkeyedLeadToLists() {
    kcat(
        """
        heat|{"movieId":"heat","title":"Heat","genres":["Crime"],"year":1995}
        alien|{"movieId":"alien","title":"Alien","genres":["Horror"],"year":1979}
        brazil|{"movieId":"brazil","title":"Brazil","genres":[],"year":1985}
        """,
        "-P",
        "-t",
        "freshet.movies",
        "-K",
        "|");
    Cluster.await("the catalogue", WITHIN, () -> freshet.replica().catalogueSize() == 3);
    kcat(
        """
        {"userId":"ada","movieId":"heat","rating":4.5}
        {"userId":"ada","movieId":"alien","rating":3,"timestamp":946684800000}
        """,
        "-P",
        "-t",
        "freshet.ratings");
    kcat(
        "somewhere else|{\"userId\":7,\"movieId\":\"brazil\",\"rating\":5}\n",
        "-P",
        "-t",
        "freshet.ratings",
        "-K",
        "|");

    JsonNode ada = awaitList("ada", list -> list.path("ratings").asInt() == 2);
    assertEquals("ada", ada.path("userId").asText());
    assertEquals(0, ada.path("generation").asInt());
    assertEquals("freshet.ratings", ada.path("source").path("topic").asText());
    assertEquals(1, ada.path("items").size(), ada.toString());
    assertEquals("Brazil", ada.path("items").path(0).path("title").asText());
    assertEquals(2, awaitList("7", list -> true).path("items").size());

    kcat(
        "{\"userId\":\"ada\",\"movieId\":\"heat\",\"rating\":null}\n",
        "-P",
        "-t",
        "freshet.ratings");
    assertEquals(
        2, awaitList("ada", list -> list.path("ratings").asInt() == 1).path("items").size());

    kcat("brazil|\n", "-P", "-t", "freshet.movies", "-K", "|", "-Z");
    JsonNode without = awaitList("ada", list -> list.path("items").size() == 1);
    assertEquals("heat", without.path("items").path(0).path("movieId").asText());
    assertEquals("catalogue", without.path("reason").asText());
  }

  @Test
  void aForgottenUsersListIsATombstone() {
    kcat("{\"userId\":\"ben\",\"movieId\":\"heat\",\"rating\":1}\n", "-P", "-t", "freshet.ratings");
    awaitList("ben", list -> true);
    kcat("{\"userId\":\"ben\",\"forget\":true}\n", "-P", "-t", "freshet.ratings");
    Cluster.await(
        "a tombstone",
        WITHIN,
        () ->
            kcat(
                    "",
                    "-C",
                    "-t",
                    "freshet.recommendations",
                    "-e",
                    "-q",
                    "-X",
                    READ_COMMITTED,
                    "-f",
                    "%k %S\n")
                .contains("ben -1\n"));
  }

  @Test
  void garbageIsRejectedWithAReasonAndTheStreamGoesOn(@TempDir Path directory) throws Exception {
    byte[] noise = new byte[700_000];
    new Random(9).nextBytes(noise);
    Path file = Files.write(directory.resolve("noise"), noise);
    kcat("", "-P", "-t", "freshet.ratings", "-k", "noise", file.toString());
    kcat("not json|cay\nnot json|{\"userId\":\"cay\"}\n", "-P", "-t", "freshet.ratings", "-K", "|");
    kcat("no value|\n", "-P", "-t", "freshet.ratings", "-K", "|", "-Z");
    kcat("{\"userId\":\"cay\",\"movieId\":\"heat\",\"rating\":2}\n", "-P", "-t", "freshet.ratings");

    assertEquals(1, awaitList("cay", list -> true).path("ratings").asInt());
    assertTrue(
        awaitRejected("freshet.reason=not-json", 1).get(0).endsWith(" cay"),
        "whole and with reason");
    assertTrue(awaitRejected("freshet.reason=missing-field", 1).get(0).contains("{\"userId\""));
    assertTrue(
        awaitRejected("freshet.reason=no-value", 1)
            .get(0)
            .contains("__streams.errors.topic=freshet.ratings"));
    assertNotEquals(0, awaitRejected("freshet.reason=not-utf8", 1).size());
    assertTrue(freshet.isRunning());
  }
}
