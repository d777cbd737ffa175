package dev.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.BrokerTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run in production, and a broker that is not there all the time. */
@BrokerTest
class BrokerAwayTest {

  private static final Pattern SERVED_AT = Pattern.compile("metrics and health at (http://\\S+)");
  private static final Duration WITHIN = Duration.ofSeconds(90);

  /** More than two of the intervals after which a task or a request would give up. */
  private static final Duration OUTAGE = Duration.ofSeconds(45);

  /** One client, one connection: the server cuts off those above its limit. */
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void aStartWaitsForTheBrokerAndAnOutageEndsNoProcess() throws Exception {
    try (Cluster cluster = new Cluster()) {
      cluster.broker().stop();
      try (Program freshet = Program.start(directory.resolve("log"), arguments(cluster))) {
        String waits = "no answer from " + cluster.servers() + " yet";
        Cluster.await("it says that it waits", WITHIN, () -> freshet.log().contains(waits));
        assertTrue(freshet.isAlive(), freshet.log());

        cluster.broker().restart();
        Cluster.await("it starts", WITHIN, () -> SERVED_AT.matcher(freshet.log()).find());
        URI served = servedAt(freshet.log());
        Cluster.await("it is ready", WITHIN, () -> status(served, "/health/ready") == 200);
        assertTrue(metrics(served).contains("freshet_broker_reachable{prefix=\"freshet.\"} 1"));

        awayAndBack(cluster, freshet, served);
      }
    }
  }

  /** Nothing can be committed then: whoever waits for it is killed by what supervises it. */
  @Test
  void aStopDuringAnOutageTakesSeconds() throws Exception {
    try (Cluster cluster = new Cluster();
        Program freshet = Program.start(directory.resolve("log"), arguments(cluster))) {
      Cluster.await("it starts", WITHIN, () -> SERVED_AT.matcher(freshet.log()).find());
      URI served = servedAt(freshet.log());
      Cluster.await("it is ready", WITHIN, () -> status(served, "/health/ready") == 200);
      cluster.broker().stop();
      Cluster.await("it is not ready", WITHIN, () -> status(served, "/health/ready") == 503);
      long began = System.nanoTime();
      assertEquals(143, freshet.stop(), freshet.log());
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      assertTrue(seconds < 15, seconds + " s\n" + freshet.log());
      cluster.broker().restart();
    }
  }

  private static void awayAndBack(Cluster cluster, Program freshet, URI served) throws Exception {
    double learnedBefore;
    try (Audience audience = new Audience(cluster, "freshet.", 7)) {
      audience.publishCatalogue();
      audience.produceUntil("ratings are learned", () -> learned(served) > 0);
      learnedBefore = learned(served);
    }
    int linesBefore = freshet.log().lines().toList().size();
    cluster.broker().stop(); // while transactions are open
    Cluster.await("it is not ready", WITHIN, () -> status(served, "/health/ready") == 503);
    String health = get(served, "/health/ready");
    assertTrue(health.contains("no answer from " + cluster.servers()), health + freshet.log());
    assertTrue(metrics(served).contains("freshet_broker_reachable{prefix=\"freshet.\"} 0"));
    long end = System.nanoTime() + OUTAGE.toNanos();
    Cluster.await(
        "the outage lasts",
        OUTAGE.plusSeconds(5),
        () -> System.nanoTime() > end || !freshet.isAlive());
    assertTrue(freshet.isAlive(), freshet.log());
    assertEquals(200, status(served, "/health/live"), freshet.log());

    cluster.broker().restart();
    try (Audience audience = new Audience(cluster, "freshet.", 8)) {
      audience.produceUntil("ratings are learned again", () -> learned(served) > learnedBefore);
    } catch (AssertionError e) {
      throw new AssertionError(metrics(served) + freshet.log(), e);
    }
    Cluster.await("it is ready again", WITHIN, () -> status(served, "/health/ready") == 200);
    List<String> said = freshet.log().lines().skip(linesBefore).toList();
    assertEquals(1, count(said, "BrokerWatch: no answer from"), freshet.log());
    assertEquals(1, count(said, "answers again, after"), freshet.log());
    assertFalse(freshet.log().contains("did not make progress within"), freshet.log());
    assertTrue(said.size() < 120, said.size() + " lines:\n" + String.join("\n", said));
  }

  private String[] arguments(Cluster cluster) {
    return new String[] {
      "run",
      "--bootstrap-servers=" + cluster.servers(),
      "--set=state.dir=" + directory.resolve("state"),
      "--set=replication.factor=1",
      "--set=partitions=" + Cluster.PARTITIONS,
      "--set=kafka.producer.delivery.timeout.ms=18000",
      "--set=kafka.producer.request.timeout.ms=3000",
      "--set=kafka.producer.max.block.ms=15000",
      "--set=kafka.consumer.default.api.timeout.ms=3000",
      "--set=kafka.consumer.request.timeout.ms=3000",
      "--set=http.port=0"
    };
  }

  private static long count(List<String> lines, String words) {
    return lines.stream().filter(line -> line.contains(words)).count();
  }

  private static double learned(URI served) {
    return metrics(served)
        .lines()
        .filter(line -> line.matches("freshet_learned_ratings_total\\{.*side=\"users\".*"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static String metrics(URI served) {
    return get(served, "/metrics");
  }

  private static String get(URI served, String path) {
    try {
      return CLIENT
          .send(HttpRequest.newBuilder(served.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int status(URI served, String path) {
    try {
      return CLIENT
          .send(HttpRequest.newBuilder(served.resolve(path)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return -1; // asked again
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static URI servedAt(String log) {
    Matcher matcher = SERVED_AT.matcher(log);
    assertTrue(matcher.find(), log);
    return URI.create(matcher.group(1));
  }
}
