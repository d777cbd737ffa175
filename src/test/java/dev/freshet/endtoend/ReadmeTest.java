package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import dev.freshet.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README tells a newcomer to type, typed, beside a process that was started as it says.
 */
@BrokerTest
@Timeout(180)
class ReadmeTest {

  private static final String SERVERS = "localhost:9092";
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)```");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();

  /**
   * A command of the README.
   *
   * @param line what is typed, with what belongs to it
   * @param shown what the README shows below it
   */
  private record Typed(String line, String shown) {}

  private static List<Typed> section(String title) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String rest = readme.substring(readme.indexOf("\n## " + title));
    String section = rest.substring(0, rest.indexOf("\n## ", 1));
    List<Typed> typed = new ArrayList<>();
    Matcher block = BLOCK.matcher(section);
    while (block.find()) {
      for (String command : block.group(1).split("(?m)^\\$ ", -1)) {
        if (!command.isBlank()) {
          boolean isHeredoc = command.contains("<<");
          int end = isHeredoc ? command.length() : command.indexOf('\n') + 1;
          typed.add(new Typed(command.substring(0, end), command.substring(end)));
        }
      }
    }
    return typed;
  }

  private String type(String line, EmbeddedBroker broker) {
    try {
      Path output = Files.createTempFile(directory, "typed", ".txt");
      Process process =
          start(
              new ProcessBuilder("bash", "-c", line.replace(SERVERS, broker.bootstrapServers()))
                  .redirectOutput(output.toFile()));
      process.getOutputStream().close();
      assertTrue(process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS), line);
      String said = Files.readString(output);
      assertEquals(0, process.exitValue(), line + said);
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(line, e);
    }
  }

  private Process start(ProcessBuilder command) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  /** The newest list of a user; missing where there is none. */
  private static JsonNode listOf(String user, String output) {
    return output
        .lines()
        .map(ReadmeTest::json)
        .filter(list -> list.path("userId").asText().equals(user))
        .reduce((older, newer) -> newer)
        .orElse(JSON.missingNode());
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Ratings that the movie side has learned, as it last reported. */
  private int learnedByMovies(EmbeddedBroker broker) {
    Map<String, Integer> newest = new HashMap<>();
    type("kcat -b " + SERVERS + " -C -t freshet.learning-progress -e -q", broker)
        .lines()
        .map(ReadmeTest::json)
        .filter(report -> report.path("side").asText().equals("movies"))
        .forEach(
            report ->
                newest.put(report.path("partition").asText(), report.path("learned").asInt()));
    return newest.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void ratingsGoInAndListsComeOutAsItSays() throws Exception {
    Kcat.require();
    List<Typed> typed = section("Ratings in, lists out");
    assertEquals(6, typed.size(), typed.toString());
    try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.temporary())) {
      Process run = run(broker);
      try {
        String read = typed.get(4).line();
        typed.subList(0, 3).forEach(command -> type(command.line(), broker));
        Cluster.await("Ann is learned", WITHIN, () -> learnedByMovies(broker) == 2);
        type(typed.get(3).line(), broker);
        Cluster.await(
            "Eve's list", WITHIN, () -> !listOf("eve", type(read, broker)).isMissingNode());

        JsonNode list = listOf("eve", type(read, broker));
        JsonNode shown = listOf("eve", typed.get(4).shown());
        assertEquals(names(shown), names(list));
        for (String same : List.of("generation", "ratings", "reason", "arm")) {
          assertEquals(shown.path(same), list.path(same));
        }
        assertEquals(shown.path("items").size(), list.path("items").size());
        for (int place = 0; place < shown.path("items").size(); place++) {
          JsonNode item = list.path("items").path(place);
          JsonNode of = shown.path("items").path(place);
          assertEquals(names(of), names(item));
          for (String same : List.of("movieId", "title", "because")) {
            assertEquals(of.path(same), item.path(same));
          }
        }

        type(typed.get(5).line(), broker);
        Cluster.await(
            "the view of Heat",
            WITHIN,
            () -> listOf("eve", type(read, broker)).path("interactions").asInt() == 1);
        assertTrue(run.isAlive());
      } finally {
        run.destroy();
        assertTrue(run.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS));
      }
    }
  }

  /** With the one setting that the README asks for on a cluster of one broker. */
  private Process run(EmbeddedBroker broker) throws IOException {
    Path said = directory.resolve("run.txt");
    Process run =
        start(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.freshet.cli.Freshet",
                    "run",
                    "-b",
                    broker.bootstrapServers(),
                    "--set",
                    "replication.factor=1",
                    "--set",
                    "state.dir=" + directory.resolve("state"),
                    "--set",
                    "http.port=0")
                .redirectOutput(said.toFile()));
    Cluster.await("Freshet runs", WITHIN, () -> !run.isAlive() || contains(said, "Freshet runs"));
    assertTrue(run.isAlive(), () -> text(said));
    return run;
  }

  private static boolean contains(Path file, String text) {
    return text(file).contains(text);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
