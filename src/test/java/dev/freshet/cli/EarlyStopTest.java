package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stop from outside while {@code train} has nothing to keep yet. */
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

  private static Process train(Path ratings, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.freshet.cli.Freshet",
            "train",
            "--model",
            "biases",
            "--kernels",
            "ejml",
            "--ratings",
            ratings.toString(),
            "--out",
            out.toString())
        .start();
  }
}
