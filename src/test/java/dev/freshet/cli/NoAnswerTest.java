package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.LogLevels;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.KafkaSettings.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each cause has a line of its own, which names the host and what to set. */
class NoAnswerTest {

  private static final String SAID = "no node";

  /** What is done with a connection. */
  interface Port {
    void serve(Socket connection) throws IOException;
  }

  private static KafkaSettings kafka(String servers, String protocol) {
    return new KafkaSettings(servers, Map.of(Group.COMMON, Map.of("security.protocol", protocol)));
  }

  private static NoAnswer ask(String servers, String protocol, TimeoutException failure) {
    return NoAnswer.of(kafka(servers, protocol), failure, failure);
  }

  private static NoAnswer ask(ServerSocket socket, String protocol, Port port) {
    Thread server =
        new Thread(
            () -> {
              try (Socket connection = socket.accept()) {
                port.serve(connection);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    server.setDaemon(true);
    server.setUncaughtExceptionHandler((thread, e) -> {});
    server.start();
    return ask("127.0.0.1:" + socket.getLocalPort(), protocol, new TimeoutException(SAID));
  }

  /** One of two brokers is away; what failed is told, and not that. */
  @Test
  void oneThatAnswersIsEnoughNotToBlameAnother() throws IOException {
    try (ServerSocket there = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      String servers = "127.0.0.1:" + gone.getLocalPort() + ", 127.0.0.1:" + there.getLocalPort();
      gone.close();
      Thread server =
          new Thread(
              () -> {
                try (Socket connection = there.accept()) {
                  connection.getOutputStream().write(0);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      server.setDaemon(true);
      server.setUncaughtExceptionHandler((thread, e) -> {});
      server.start();
      NoAnswer why = ask(servers, "PLAINTEXT", new TimeoutException("Expiring 12 records"));
      assertEquals("Expiring 12 records", why.cause());
    }
  }

  @Test
  void nobodyListens() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String servers = "127.0.0.1:" + gone.getLocalPort();
    gone.close();

    NoAnswer why = ask(servers, "PLAINTEXT", new TimeoutException(SAID));
    assertEquals(
        "no answer from %s (nothing listens at %s); is a broker running there, is bootstrap.servers (option -b) right?"
            .formatted(servers, servers),
        why.words());
    assertTrue(why.mayPass());
  }

  @Test
  void plaintextAtATlsPort() throws IOException {
    try (ServerSocket socket =
        SSLServerSocketFactory.getDefault()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NoAnswer why =
          ask(socket, "SASL_PLAINTEXT", connection -> ((SSLSocket) connection).startHandshake());
      assertTrue(why.words().contains("expects TLS and kafka.security.protocol is SASL_PLAINTEXT"));
      assertTrue(why.words().endsWith("; set it to SASL_SSL"), why.words());
      assertFalse(why.mayPass());
    }
  }

  @Test
  void tlsAtAPlaintextPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NoAnswer why = ask(socket, "SSL", connection -> connection.getInputStream().readNBytes(4));
      assertTrue(why.words().contains("does not speak TLS and kafka.security.protocol is SSL"));
      assertTrue(why.words().contains("set it to PLAINTEXT, or name the port"), why.words());
      assertFalse(why.mayPass());
    }
  }

  /** A proxy without a broker behind it takes each connection and hangs up. */
  @Test
  void whoHangsUpAtOnceIsAwaited() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread proxy =
          new Thread(
              () -> {
                try {
                  for (int connections = 0; connections < 2; connections++) {
                    socket.accept().close();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      proxy.setDaemon(true);
      proxy.setUncaughtExceptionHandler((thread, e) -> {});
      proxy.start();
      NoAnswer why = ask("127.0.0.1:" + socket.getLocalPort(), "SSL", new TimeoutException(SAID));
      assertTrue(why.words().contains("nothing listens at"), why.words());
      assertTrue(why.mayPass());
    }
  }

  @Test
  void allThatAreAwayAreNamed() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String servers = "no-such-host.invalid:9092,127.0.0.1:" + gone.getLocalPort() + ",";
    gone.close();
    NoAnswer why = ask(servers, "PLAINTEXT", new TimeoutException(SAID));
    assertEquals(
        "the name no-such-host.invalid cannot be resolved, nothing listens at 127.0.0.1:"
            + gone.getLocalPort(),
        why.cause());
  }

  @Test
  void anAdvertisedHostThatCannotBeResolved() {
    TimeoutException timeout =
        assertThrows(
            TimeoutException.class,
            () ->
                LogLevels.withQuietClients(
                    () -> {
                      LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient")
                          .warn(
                              "[AdminClient clientId=a] Error connecting to node {}",
                              "broker-1.internal:9092 (id: 1 rack: null)",
                              new UnknownHostException("broker-1.internal"));
                      throw new TimeoutException("Timed out waiting for a node assignment.");
                    }));

    NoAnswer why = ask("127.0.0.1:1", "PLAINTEXT", timeout);
    assertTrue(why.words().contains("a broker is at broker-1.internal:9092"), why.words());
    assertTrue(why.words().contains("advertised.listeners"), why.words());
  }
}
