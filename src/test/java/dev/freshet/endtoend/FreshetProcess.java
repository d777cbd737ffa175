package dev.freshet.endtoend;

import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.LearningListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Both sides in a JVM of their own, which can be killed like a machine that loses its power. */
final class FreshetProcess implements AutoCloseable {

  private final Process process;

  private FreshetProcess(Process process) {
    this.process = process;
  }

  static FreshetProcess start(Cluster cluster, String prefix, Path stateDir) {
    try {
      return new FreshetProcess(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FreshetProcess.class.getName(),
                  cluster.servers(),
                  prefix,
                  stateDir.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new AssertionError("no child process", e);
    }
  }

  /** SIGKILL: nothing is closed, flushed or said goodbye to. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the child process survived SIGKILL");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * The child's side. Ends when its standard input does, so that it never outlives its parent.
   *
   * @param args bootstrap servers, prefix, state directory
   */
  public static void main(String[] args) throws IOException {
    FreshetStreams freshet =
        Cluster.start(Cluster.settings(args[0], args[1], Path.of(args[2])), LearningListener.NONE);
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } finally {
      freshet.close();
    }
  }
}
