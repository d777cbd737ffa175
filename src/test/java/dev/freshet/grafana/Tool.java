package dev.freshet.grafana;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program of the machine that a test runs. */
final class Tool {

  /** How it ended, and all it wrote. */
  record Result(int exitCode, String output) {}

  private final Path program;

  private Tool(Path program) {
    this.program = program;
  }

  /** The program on the PATH. Without it the test is skipped, or fails where CI is true. */
  static Tool needed(String name, String debianPackage) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    String message = name + " is not installed: apt-get install " + debianPackage;
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    assumeTrue(found.isPresent(), message);
    return new Tool(found.orElseThrow());
  }

  /** The command line of this program with arguments. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs it in the project's directory until it ends. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
