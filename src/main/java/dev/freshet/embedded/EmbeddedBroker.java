package dev.freshet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and KRaft controller at once, inside this process; it listens on the
 * loopback interface only.
 *
 * <p>{@link #start} returns when clients can be served. {@link #close} frees ports and memory and,
 * unless a directory was given, deletes everything the broker stored. No shutdown hook is
 * installed: whoever starts the broker closes it, after its clients.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final int ATTEMPTS = 5;

  /**
   * Where and how the broker runs.
   *
   * @param directory for its data, created where missing and kept after {@link #close}; null for a
   *     temporary one
   * @param port on 127.0.0.1; 0 for any free port
   * @param givesWay whether another free port will do where {@code port} is taken
   * @param overrides broker properties that replace the built-in ones
   */
  public record Settings(
      @Nullable Path directory, int port, boolean givesWay, Map<String, String> overrides) {

    /** Copies the overrides. */
    public Settings {
      overrides = Map.copyOf(overrides);
    }

    /** A temporary directory, any free port, nothing overridden. */
    public static Settings temporary() {
      return new Settings(null, 0, false, Map.of());
    }

    /** These settings, with the data kept in {@code directory}. */
    public Settings withDirectory(Path directory) {
      return new Settings(directory, port, givesWay, overrides);
    }

    /** These settings, on {@code port}. */
    public Settings withPort(int port) {
      return new Settings(directory, port, false, overrides);
    }

    /** These settings, on {@code port} if it is free, else on another one. */
    public Settings withUsualPort(int port) {
      return new Settings(directory, port, true, overrides);
    }

    /** These settings, with one more broker property replaced. */
    public Settings with(String property, String value) {
      Map<String, String> more = new HashMap<>(overrides);
      more.put(property, value);
      return new Settings(directory, port, givesWay, more);
    }
  }

  private final Settings settings;
  private final Path directory;
  private final boolean temporary;
  private int port;

  /** Whether clients may have been told the port. */
  private boolean isPortKnown;

  private @Nullable KafkaRaftServer server;

  private EmbeddedBroker(Settings settings, Path directory) {
    this.settings = settings;
    this.directory = directory;
    this.temporary = settings.directory() == null;
    this.port = settings.port();
  }

  /**
   * Starts a broker and returns it ready for clients.
   *
   * @throws BrokerStartException if the port is taken, the directory cannot be used, or the server
   *     does not come up
   */
  public static EmbeddedBroker start(Settings settings) {
    EmbeddedBroker broker = new EmbeddedBroker(settings, directory(settings));
    try {
      broker.restart();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    } catch (LinkageError e) {
      // The server's classes refuse to load while the process is being stopped.
      broker.close();
      throw new BrokerStartException("the embedded broker cannot start: " + e, e);
    }
  }

  /** A port for a broker in another process: free now, and not one that systems give to clients. */
  public static int freePort() {
    return LoopbackPorts.free();
  }

  /** Host and port for {@code bootstrap.servers}; the same before and after a restart. */
  public String bootstrapServers() {
    return LoopbackPorts.HOST + ":" + port;
  }

  /** Where the broker keeps its data. */
  public Path directory() {
    return directory;
  }

  /** Stops serving and keeps all data for {@link #restart}. Does nothing when stopped. */
  public synchronized void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }

  /**
   * Stops the broker where it runs and starts it again with the same port and data.
   *
   * @throws BrokerStartException if the port is in use or the broker does not start
   */
  public synchronized void restart() {
    stop();
    boolean givesWay = settings.givesWay() && !isPortKnown;
    for (int attempt = 1; ; attempt++) {
      boolean isTaken = port != 0 && !LoopbackPorts.isFree(port);
      if (isTaken && !givesWay) {
        throw new BrokerStartException(
            "port " + port + " on " + LoopbackPorts.HOST + " is in use: choose another port");
      }
      int candidate = port == 0 || isTaken ? LoopbackPorts.free() : port;
      int controllerPort = LoopbackPorts.free();
      try {
        server = startServer(candidate, controllerPort);
        port = candidate;
        isPortKnown = true;
        return;
      } catch (RuntimeException e) {
        // Somebody may have taken a port between the check and the server's own bind.
        boolean portsTaken =
            !LoopbackPorts.isFree(candidate) || !LoopbackPorts.isFree(controllerPort);
        if (attempt == ATTEMPTS || !portsTaken) {
          throw new BrokerStartException(
              "the embedded broker did not start in " + directory + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Stops the broker and deletes a temporary directory. Safe to call again. */
  @Override
  public synchronized void close() {
    stop();
    if (temporary) {
      StorageDirectory.delete(directory);
    }
  }

  private KafkaRaftServer startServer(int brokerPort, int controllerPort) {
    Properties properties =
        SingleNode.properties(directory, brokerPort, controllerPort, settings.overrides());
    StorageDirectory.format(directory);
    // The server ends the process where it cannot go on. Inside somebody else's process that is not
    // its decision: it becomes an exception in the thread concerned, after the server logged why.
    Exit.setHaltProcedure(EmbeddedBroker::refuseToEndTheProcess);
    Exit.setExitProcedure(EmbeddedBroker::refuseToEndTheProcess);
    KafkaRaftServer starting =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      starting.startup();
      return starting;
    } catch (RuntimeException e) {
      starting.shutdown();
      starting.awaitShutdown();
      throw e;
    }
  }

  private static void refuseToEndTheProcess(int status, @Nullable String message) {
    throw new IllegalStateException(
        "the broker gave up (status " + status + "): " + (message == null ? "see log" : message));
  }

  private static Path directory(Settings settings) {
    Path given = settings.directory();
    try {
      return given == null
          ? Files.createTempDirectory("freshet-broker-")
          : Files.createDirectories(given.toAbsolutePath());
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot create the broker's directory "
              + (given == null ? "in " + System.getProperty("java.io.tmpdir") : given)
              + ": choose another place or make it writable",
          new UncheckedIOException(e));
    }
  }
}
