package dev.freshet.measure.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with this process's classes. It ends when this process does, whatever ends it,
 * if its main method watches its standard input.
 */
final class Child implements AutoCloseable {

  private static final Duration DEAD_WITHIN = Duration.ofSeconds(20);

  /**
   * Options for a JVM that starts fast, and takes few of the cores to compile; for short trials.
   */
  static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param options of the JVM
   * @param classPath where its classes are
   * @param main its class and arguments
   * @param environment more variables
   * @param log takes what it writes, after what is there
   */
  static Child start(
      List<String> options,
      String classPath,
      List<String> main,
      Map<String, String> environment,
      Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.addAll(main);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Child(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM", e);
    }
  }

  /** This process's class path. */
  static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it ended with. */
  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL: nothing is closed, flushed or said goodbye to. */
  void kill() {
    process.destroyForcibly();
    if (!hasEnded(DEAD_WITHIN)) {
      throw new IllegalStateException("process " + process.pid() + " survived SIGKILL");
    }
  }

  /** SIGTERM; gives whether it ended within {@code limit}. */
  boolean terminate(Duration limit) {
    process.destroy();
    return hasEnded(limit);
  }

  /** Closes its standard input; gives whether it ended within {@code limit}. */
  boolean letGo(Duration limit) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the input of " + process.pid(), e);
    }
    return hasEnded(limit);
  }

  /** Stops the process where it is, by SIGSTOP. */
  void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on, by SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      // The shell's own kill is there where no program of that name is.
      Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("cannot send SIG" + name + " to " + process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no shell to send SIG" + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return !process.isAlive();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
