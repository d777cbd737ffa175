package dev.freshet.endtoend;

import dev.freshet.cli.Freshet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Freshet's command line in a JVM of its own, as a person starts it. */
final class Program implements AutoCloseable {

  private static final long WITHIN_SECONDS = 60;

  private final Process process;
  private final Path log;

  /** How it ended, and what it wrote. */
  record Result(int exitCode, String out, String err) {}

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it, with what it logs in the file {@code log}. */
  static Program start(Path log, String... arguments) {
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
      Process process = builder.redirectError(log.toFile()).start();
      process.getOutputStream().close();
      return new Program(process, log);
    } catch (IOException e) {
      throw new AssertionError("no child process", e);
    }
  }

  /** Runs it to its end. */
  static Result run(Path log, String... arguments) throws IOException, InterruptedException {
    try (Program program = start(log, arguments)) {
      String out = text(program.process.getInputStream().readAllBytes());
      if (!program.process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + String.join(" ", arguments));
      }
      return new Result(program.process.exitValue(), out, program.log());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What it has logged so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing is closed, flushed or said goodbye to. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the child process survived SIGKILL");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
