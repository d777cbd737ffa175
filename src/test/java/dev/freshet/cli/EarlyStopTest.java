package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.BrokerTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stop from outside before a command is done. */
@Timeout(120)
class EarlyStopTest {

  /** A termination, as Ctrl-C is ignored by what runs in the background of a script. */
  private static final int TERMINATED = 143;

  @Test
  void aStopWhileRatingsAreReadSaysSoAndLeavesNothing(@TempDir Path directory) throws Exception {
    Path ratings = directory.resolve("ratings.csv");
    assertEquals(0, new ProcessBuilder("mkfifo", ratings.toString()).start().waitFor());
    Path model = directory.resolve("model");
    Process train = train(ratings, model);
    // Opens as soon as the other side reads, and what it waits for never comes.
    try (OutputStream pipe = Files.newOutputStream(ratings)) {
      pipe.write("userId,movieId,rating,timestamp\n".getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      train.toHandle().destroy(); // Process.destroy would close what it says.
      assertEquals(TERMINATED, train.waitFor());
    }
    String err = new String(train.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String line = "freshet: stopped before training began; nothing is written\n";
    assertTrue(err.endsWith(line), err);
    assertTrue(Files.notExists(model));
  }

  /** One replay is over, the next one has begun. */
  @Test
  @BrokerTest
  void aStopOfAnEvaluationKeepsWhatIsKnown(@TempDir Path directory) throws Exception {
    StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 600; i++) {
      csv.append("u%d,m%d,%d,%d%n".formatted(i % 30, i / 30, 1 + i * 7 % 5, 1_000_000_000 + i));
    }
    Path ratings = Files.writeString(directory.resolve("ratings.csv"), csv);
    Path report = directory.resolve("report.json");
    Path err = directory.resolve("err.txt");
    Process evaluate =
        new ProcessBuilder(
                command(
                    "evaluate",
                    "--ratings",
                    ratings.toString(),
                    "--partitions",
                    "1",
                    "--retrain-every",
                    "50%",
                    "--report",
                    report.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      while (!evaluate.waitFor(50, TimeUnit.MILLISECONDS)) {
        if (Files.readString(err).contains("learning online alone")) {
          evaluate.toHandle().destroy();
        }
      }
    } finally {
      evaluate.destroyForcibly();
    }
    assertEquals(TERMINATED, evaluate.exitValue(), Files.readString(err));
    JsonNode json = new ObjectMapper().readTree(report.toFile());
    assertEquals("stopped", json.path("incomplete").asText(), json.toString());
    assertEquals(1, json.path("checkpoints").size());
    assertEquals(600, json.path("learned").intValue());
    assertTrue(json.path("rmse").path("hybrid").isNumber());
  }

  private static Process train(Path ratings, Path out) throws IOException {
    return new ProcessBuilder(
            command(
                "train",
                "--model",
                "biases",
                "--kernels",
                "ejml",
                "--ratings",
                ratings.toString(),
                "--out",
                out.toString()))
        .start();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.freshet.cli.Freshet");
    command.addAll(List.of(arguments));
    return command;
  }
}
