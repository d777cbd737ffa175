package dev.freshet.measure.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One instance of Freshet in a process of its own, with a state directory that outlives it. */
final class Instance implements AutoCloseable {

  private static final Duration DOWN_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int number;
  private final Path directory;
  private final InstancePlan plan;
  private final String servers;
  private final int httpPort = EmbeddedBroker.freePort();
  private @Nullable Child process;
  private int starts;

  /**
   * An instance that is not started yet.
   *
   * @param number from 1; the second is the one whose clock is wrong
   * @param directory for its state and its log
   */
  Instance(int number, Path directory, InstancePlan plan, String servers) {
    this.number = number;
    this.directory = directory;
    this.plan = plan;
    this.servers = servers;
  }

  /** Starts it; returns at once. */
  void start() {
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("state.dir", state().toString());
    settings.put("http.port", Integer.toString(httpPort));
    List<String> main = new ArrayList<>(plan.main());
    main.addAll(List.of("run", "--bootstrap-servers", servers));
    settings.forEach((key, value) -> main.addAll(List.of("--set", key + "=" + value)));
    List<String> options = new ArrayList<>(plan.options());
    options.add("-Xmx" + plan.heap());
    process =
        Child.start(
            options, plan.classPath(), main, plan.skew().map(this::clock).orElse(Map.of()), log());
    starts++;
  }

  /** The second instance's clock is ahead and behind in turn. */
  private Map<String, String> clock(FaultsPlan.Skew skew) {
    if (number != 2) {
      return Map.of();
    }
    String sign = starts % 2 == 0 ? "+" : "-";
    return Map.of(
        "LD_PRELOAD", skew.library().toString(),
        "FAKETIME", sign + skew.by().toSeconds(),
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "DONT_FAKE_MONOTONIC", "1",
        // Else waits of the JVM, which are on the monotonic clock, end at once: it would spin.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  private Path state() {
    return directory.resolve("state-" + number);
  }

  /** The file that its output goes to. */
  Path log() {
    return directory.resolve("instance-" + number + ".log");
  }

  /** Asks its web server; empty while there is no answer, or none with status 200. */
  Optional<String> ask(String path) throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + httpPort + path);
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it says that it is ready. */
  boolean isReady() throws InterruptedException {
    return ask("/health/ready").isPresent();
  }

  /** Lets it collect all garbage, so that what is left of its heap is alive. */
  void collectGarbage() throws InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process collection =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      collection.waitFor(); // one that ended by itself has no heap: its end is told elsewhere
    } catch (IOException e) {
      throw new UncheckedIOException("a JDK is needed, which has jcmd", e);
    }
  }

  /** The number of its process. */
  long pid() {
    return Objects.requireNonNull(process, "not started").pid();
  }

  /** What Kafka Streams calls the process in names of an application's clients and transactions. */
  String processId(String application) {
    Path file = state().resolve(application).resolve("kafka-streams-process-metadata");
    try {
      return JSON.readTree(file.toFile()).path("processId").asText();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Kills the process with SIGKILL, where it runs. */
  void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** SIGTERM, and SIGKILL where that does not help; gives what was wrong with how it ended. */
  Optional<String> stop() {
    Child running = process;
    if (running == null) {
      return Optional.empty();
    }
    boolean ended = running.terminate(DOWN_WITHIN);
    kill();
    return ended
        ? Optional.empty()
        : Optional.of("%s did not stop within %d s".formatted(this, DOWN_WITHIN.toSeconds()));
  }

  void freeze() {
    if (process != null) {
      process.freeze();
    }
  }

  void thaw() {
    if (process != null) {
      process.thaw();
    }
  }

  /** Starts it again if it ended by itself, and says so. */
  Optional<String> revive() {
    Child running = process;
    if (running == null || running.isAlive()) {
      return Optional.empty();
    }
    String problem = "%s ended by itself with %d".formatted(this, running.exitCode());
    start();
    return Optional.of(problem);
  }

  /** Deletes its state: the disk is lost. */
  void wipe() {
    delete(state());
  }

  /** Deletes a directory with everything in it, where there is one. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  @Override
  public String toString() {
    return "instance " + number;
  }

  @Override
  public void close() {
    kill();
  }
}
