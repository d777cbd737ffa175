package dev.freshet.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.metrics.Exposition;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, HealthCheck> live = new LinkedHashMap<>();
  private final Map<String, HealthCheck> ready = new LinkedHashMap<>();
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint =
        HttpEndpoint.start(
            "127.0.0.1",
            0,
            new HttpEndpoint.Answers(
                accept -> new Exposition("text/plain; version=0.0.4", "accept " + accept + "\n"),
                live,
                ready));
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void metricsComeInTheFormatThatIsAskedFor() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(endpoint.uri().resolve("/metrics"))
                .header("Accept", "application/openmetrics-text")
                .build(),
            BodyHandlers.ofString());

    assertEquals(200, response.statusCode());
    assertEquals("accept application/openmetrics-text\n", response.body());
    assertEquals(
        "text/plain; version=0.0.4", response.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void readyNamesEachCheck() throws Exception {
    ready.put("user side", Optional::empty);
    ready.put("replica", () -> Optional.of("3 of 4 partitions read"));

    HttpResponse<String> response = get("/health/ready");

    assertEquals(503, response.statusCode());
    assertEquals(
        """
        {"status":"failing","checks":{"user side":"ok","replica":"3 of 4 partitions read"}}
        """,
        response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void readyFollowsItsChecks() throws Exception {
    ready.put("user side", Optional::empty);
    assertEquals(200, get("/health/ready").statusCode());

    ready.put("user side", () -> Optional.of("rebalancing"));
    assertEquals(503, get("/health/ready").statusCode());
    assertEquals(200, get("/health/live").statusCode(), "not being ready is no reason to restart");
  }

  @Test
  void whatOnlyInformsIsToldAndLeavesTheWholeReady() throws Exception {
    ready.put("users", Optional::empty);
    ready.put("retraining", HealthCheck.informing(() -> Optional.of("failed: out of memory")));

    HttpResponse<String> response = get("/health/ready");

    assertEquals(200, response.statusCode());
    assertEquals(
        """
        {"status":"ok","checks":{"users":"ok","retraining":"failed: out of memory"}}
        """,
        response.body());
  }

  @Test
  void liveWithoutChecksIsAlive() throws Exception {
    assertEquals(
        """
        {"status":"ok","checks":{}}
        """,
        get("/health/live").body());
  }

  @Test
  void aCheckThatThrowsHasFoundAProblem() throws Exception {
    live.put(
        "odd",
        () -> {
          throw new IllegalStateException("gone");
        });

    HttpResponse<String> response = get("/health/live");

    assertEquals(503, response.statusCode());
    assertTrue(response.body().contains("gone"), response.body());
  }

  @Test
  void theIndexLeadsToEverything() throws Exception {
    HttpResponse<String> response = get("/");

    assertEquals(200, response.statusCode());
    for (String link : List.of("/metrics", "/health/live", "/health/ready")) {
      assertTrue(response.body().contains("href=\"" + link + "\""), link);
      assertEquals(200, get(link).statusCode(), link);
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() throws Exception {
    for (String path :
        List.of("/nothing", "/metrics/", "/metricsandmore", "/health", "/health/x")) {
      assertEquals(404, get(path).statusCode(), path);
    }
  }

  @Test
  void headHasNoBodyAndOtherMethodsAreRefused() throws Exception {
    HttpResponse<String> head = send("/metrics", "HEAD");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals("12", head.headers().firstValue("Content-Length").orElseThrow());

    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<String> refused = send("/metrics", method);
      assertEquals(405, refused.statusCode(), method);
      assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElseThrow());
    }
  }

  @Test
  void metricsThatCannotBeCollectedAreAnErrorNotASilence() throws Exception {
    try (HttpEndpoint broken =
        HttpEndpoint.start(
            "127.0.0.1",
            0,
            new HttpEndpoint.Answers(
                accept -> {
                  throw new IllegalStateException("a gauge threw");
                },
                live,
                ready))) {
      HttpRequest request = HttpRequest.newBuilder(broken.uri().resolve("/metrics")).build();
      assertEquals(500, client.send(request, BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void clientsThatNeverFinishTheirRequestDoNotKeepOthersOutForLong() throws Exception {
    List<Socket> dawdlers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket dawdler = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        dawdlers.add(dawdler);
        dawdler.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
        dawdler.getOutputStream().flush();
      }
      HttpRequest request =
          HttpRequest.newBuilder(endpoint.uri().resolve("/health/live"))
              .timeout(Duration.ofSeconds(60))
              .build();
      assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
    } finally {
      for (Socket dawdler : dawdlers) {
        dawdler.close();
      }
    }
  }

  @Test
  void aPortInUseIsABindException() {
    assertThrows(
        BindException.class,
        () ->
            HttpEndpoint.start(
                "127.0.0.1",
                endpoint.port(),
                new HttpEndpoint.Answers(accept -> new Exposition("", ""), live, ready)));
  }

  @Test
  void aHostWithoutAddressIsNamed() {
    UnknownHostException thrown =
        assertThrows(
            UnknownHostException.class,
            () ->
                HttpEndpoint.start(
                    "no-such-host.invalid",
                    0,
                    new HttpEndpoint.Answers(accept -> new Exposition("", ""), live, ready)));
    assertTrue(thrown.toString().contains("no-such-host.invalid"), thrown.toString());
  }

  @Test
  void closingFreesThePort() {
    endpoint.close();

    assertThrows(ConnectException.class, () -> get("/"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(path, "GET");
  }

  private HttpResponse<String> send(String path, String method) throws Exception {
    return client.send(
        HttpRequest.newBuilder(endpoint.uri().resolve(path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
