package dev.freshet.measure.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker in a process of its own, which can be stopped or killed and started again.
 */
final class BrokerProcess implements AutoCloseable {

  private static final Duration UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration DOWN_WITHIN = Duration.ofSeconds(60);
  private static final long ASK_SECONDS = 5;

  private final Path directory;
  private final int port;
  private final Map<String, String> properties;
  private @Nullable Child process;

  /**
   * A broker that is not started yet.
   *
   * @param directory for its data and its log
   * @param port on the loopback interface
   * @param properties of the server that replace the built-in ones
   */
  BrokerProcess(Path directory, int port, Map<String, String> properties) {
    this.directory = directory;
    this.port = port;
    this.properties = properties;
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  /** Starts it; returns when it answers. */
  void start() throws InterruptedException {
    List<String> options = new ArrayList<>(Child.QUICK_START);
    options.add("-Xmx512m");
    List<String> main = new ArrayList<>(List.of(BrokerMain.class.getName()));
    main.add(directory.resolve("data").toString());
    main.add(Integer.toString(port));
    properties.forEach((key, value) -> main.add(key + "=" + value));
    Child started =
        Child.start(options, Child.ownClassPath(), main, Map.of(), directory.resolve("broker.log"));
    process = started;
    long end = System.nanoTime() + UP_WITHIN.toNanos();
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("the broker does not start: see " + directory);
      }
    }
  }

  private boolean answers() throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
      return !admin.describeCluster().nodes().get(ASK_SECONDS, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Ends it, in good order or by SIGKILL. */
  void stop(boolean inGoodOrder) {
    Child running = process;
    if (running != null && !(inGoodOrder && running.letGo(DOWN_WITHIN))) {
      running.kill();
    }
    process = null;
  }

  @Override
  public void close() {
    stop(true);
  }
}
