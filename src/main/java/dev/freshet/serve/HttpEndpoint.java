package dev.freshet.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.metrics.Exposition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What machines ask a running Freshet: {@code /metrics}, {@code /health/live}, {@code
 * /health/ready}, and a page at {@code /} that leads there.
 *
 * <p>A few daemon threads answer. A client that sends or reads too slowly holds one of them, for
 * {@value #PATIENCE_SECONDS} seconds at most; then the JDK's server cuts it off.
 */
public final class HttpEndpoint implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  private static final int THREADS = 8;
  private static final int PATIENCE_SECONDS = 5;
  private static final int MAX_CONNECTIONS = 200;

  private static final String HTML = "text/html; charset=utf-8";
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  private static final String INDEX =
      """
      <!doctype html>
      <html lang="en">
      <title>Freshet</title>
      <h1>Freshet</h1>
      <ul>
      <li><a href="/metrics">/metrics</a>: every meter, for Prometheus
      <li><a href="/health/live">/health/live</a>: whether the process should go on living
      <li><a href="/health/ready">/health/ready</a>: whether it learns and answers
      </ul>
      </html>
      """;

  static {
    // The JDK's server reads these once, when its first instance is made. The user's own word
    // counts.
    setUnlessSet("sun.net.httpserver.maxReqTime", PATIENCE_SECONDS);
    setUnlessSet("sun.net.httpserver.maxRspTime", PATIENCE_SECONDS);
    setUnlessSet("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
  }

  private final HttpServer server;
  private final ExecutorService workers;

  /**
   * What is answered.
   *
   * @param metrics all meters, in a format that the {@code Accept} header (possibly null) names
   * @param live checks that only a restart can mend; usually few
   * @param ready checks that must pass before others rely on this process
   */
  public record Answers(
      Function<@Nullable String, Exposition> metrics,
      Map<String, HealthCheck> live,
      Map<String, HealthCheck> ready) {}

  private record Response(int status, String contentType, String body) {}

  @FunctionalInterface
  private interface Page {
    Response answer(HttpExchange exchange);
  }

  /**
   * Binds and begins to answer.
   *
   * @param host name or address to bind to
   * @param port 0 for any free port, see {@link #port}
   * @throws java.net.BindException when the port is in use or the address not of this machine
   * @throws java.net.UnknownHostException when the host has no address
   */
  public static HttpEndpoint start(String host, int port, Answers answers) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    return new HttpEndpoint(HttpServer.create(address, 0), answers);
  }

  private HttpEndpoint(HttpServer server, Answers answers) {
    this.server = server;
    AtomicInteger number = new AtomicInteger();
    workers =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "freshet-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(workers);
    server.createContext("/", only("/", exchange -> new Response(200, HTML, INDEX)));
    server.createContext(
        "/metrics",
        only(
            "/metrics",
            exchange -> {
              Exposition all =
                  answers.metrics().apply(exchange.getRequestHeaders().getFirst("Accept"));
              return new Response(200, all.contentType(), all.text());
            }));
    server.createContext("/health/live", only("/health/live", exchange -> health(answers.live())));
    server.createContext(
        "/health/ready", only("/health/ready", exchange -> health(answers.ready())));
    server.start();
  }

  /** The port that is bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Where a client on this machine finds the index page. */
  public URI uri() {
    InetAddress bound = server.getAddress().getAddress();
    String host = bound.isAnyLocalAddress() ? "localhost" : bound.getHostAddress();
    String quoted = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + quoted + ":" + port() + "/");
  }

  /** Stops at once and frees the port. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private static Response health(Map<String, HealthCheck> checks) {
    Health health = Health.of(checks);
    return new Response(health.well() ? 200 : 503, JSON, health.json());
  }

  /** A context of the JDK's server takes every path that starts with its own; this takes one. */
  private static HttpHandler only(String path, Page page) {
    return exchange -> {
      try (exchange) {
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals(path)) {
          send(exchange, new Response(404, PLAIN, "not found, see /\n"));
        } else if (method.equals("GET") || method.equals("HEAD")) {
          send(exchange, answer(page, exchange));
        } else {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          send(exchange, new Response(405, PLAIN, "only GET and HEAD\n"));
        }
      }
    };
  }

  private static Response answer(Page page, HttpExchange exchange) {
    try {
      return page.answer(exchange);
    } catch (RuntimeException e) {
      LOG.warn("answering {} failed", exchange.getRequestURI().getPath(), e);
      return new Response(500, PLAIN, "failed, see the log\n");
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(response.status(), -1);
    } else {
      exchange.sendResponseHeaders(response.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void setUnlessSet(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
