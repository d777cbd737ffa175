package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A client that nobody here wrote. */
final class Kcat {

  private Kcat() {}

  /** Skips the test where kcat is not installed; fails it in CI. */
  static void require() {
    boolean isInstalled =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kcat")));
    String message = "kcat is not installed: apt-get install kcat";
    if (!isInstalled && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    assumeTrue(isInstalled, message);
  }
}
