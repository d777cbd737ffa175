package dev.freshet.endtoend;

import dev.freshet.cli.Freshet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Freshet's command line in a JVM of its own, as a person starts it. */
final class Program implements AutoCloseable {

  private static final long WITHIN_SECONDS = 60;

  private final Process process;

  /** How it ended, and what it wrote. */
  record Result(int exitCode, String out, String err) {}

  private Program(Process process) {
    this.process = process;
  }

  static Program start(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Freshet.class.getName()));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
      Process process = builder.start();
      process.getOutputStream().close();
      return new Program(process);
    } catch (IOException e) {
      throw new AssertionError("no child process", e);
    }
  }

  /** Runs it to its end. */
  static Result run(String... arguments) throws IOException, InterruptedException {
    try (Program program = start(arguments)) {
      // Neither fills the pipe: these are commands that end with a line or two.
      if (!program.process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + String.join(" ", arguments));
      }
      return new Result(
          program.process.exitValue(),
          text(program.process.getInputStream().readAllBytes()),
          text(program.process.getErrorStream().readAllBytes()));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What it logs, to be read to the end by the caller. */
  BufferedReader log() {
    return process.errorReader();
  }

  /** Ends it as Ctrl-C does, and waits. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
