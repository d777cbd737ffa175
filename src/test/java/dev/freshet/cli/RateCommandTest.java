package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.console.ExitCodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateCommandTest {
  private final FakeCluster cluster = new FakeCluster("freshet.ratings");

  private CommandRun rate(String... args) {
    List<String> line = new ArrayList<>(List.of("rate", "-b", "localhost:9092"));
    line.addAll(List.of(args));
    return CommandRun.of(new RateCommand(cluster), line.toArray(String[]::new));
  }

  private JsonNode sent() throws IOException {
    assertEquals(1, cluster.producer.history().size());
    return new ObjectMapper().readTree(cluster.producer.history().get(0).value());
  }

  @Test
  void aRatingIsSentAndItsPlaceIsShown() throws IOException {
    CommandRun run = rate("me", "318", "4.3");
    assertEquals(
        new CommandRun(0, "me rated 318 4.3, in freshet.ratings partition 0 at offset 0\n", ""),
        run);
    ProducerRecord<byte[], byte[]> first = cluster.producer.history().get(0);
    assertArrayEquals("me".getBytes(UTF_8), first.key());
    JsonNode event = sent();
    assertEquals("me", event.path("userId").textValue());
    assertEquals("318", event.path("movieId").textValue());
    assertEquals("4.3", event.path("rating").asText());
    assertTrue(event.path("timestamp").isIntegralNumber());
  }

  @Test
  void aRatingIsTakenBackByNull() throws IOException {
    CommandRun run = rate("--retract", "me", "318");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("318", sent().path("movieId").textValue());
    assertTrue(sent().path("rating").isNull());
  }

  @Test
  void anEventBeyondRatingsIsSentByItsName() throws IOException {
    CommandRun run = rate("--event", "view", "me", "318");
    assertEquals(
        new CommandRun(0, "me: view of 318, in freshet.ratings partition 0 at offset 0\n", ""),
        run);
    assertEquals("318", sent().path("movieId").textValue());
    assertEquals("view", sent().path("event").textValue());
    assertEquals(1, sent().path("value").floatValue());
    assertFalse(sent().has("rating"));
  }

  @Test
  void anEventHasAValue() throws IOException {
    assertEquals(0, rate("--event", "view", "me", "318", "0.25").exitCode());
    assertEquals(.25f, sent().path("value").floatValue());
  }

  @Test
  void allEventsOfANameAreTakenBackByNull() throws IOException {
    CommandRun run = rate("--event", "view", "--retract", "me", "318");
    assertTrue(run.out().startsWith("me took view of 318 back, in "), run.out());
    assertEquals("view", sent().path("event").textValue());
    assertTrue(sent().path("value").isNull());
  }

  @Test
  void theNamesOfEventsAreASetting() {
    CommandRun run = rate("--set", "events.cart.weight=1", "--event", "cart", "me", "318");
    assertEquals(0, run.exitCode(), run.err());
  }

  @Test
  void aUserIsForgotten() throws IOException {
    CommandRun run = rate("--forget", "me");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("me", sent().path("userId").textValue());
    assertTrue(sent().path("forget").booleanValue());
    assertFalse(sent().has("movieId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "me                  | say USER MOVIE RATING",
        "me 318              | say USER MOVIE RATING",
        "--retract me        | say --retract USER MOVIE, without a rating",
        "--retract me 318 4  | say --retract USER MOVIE, without a rating",
        "--forget me 318     | say --forget USER, without a movie",
        "--event view me     | say --event NAME USER MOVIE [VALUE], or --event NAME --retract USER"
            + " MOVIE",
        "--event view --retract me 318 1 | say --event NAME USER MOVIE [VALUE], or --event NAME"
            + " --retract USER MOVIE",
        "--event view --forget me | say --event NAME USER MOVIE [VALUE], or --event NAME --retract"
            + " USER MOVIE",
        "--event fly me 318  | event fly is not in the settings, which accept purchase, skip, take,"
            + " view",
        "--event view me 318 -1 | the value of an event must be from 0 to 1000000, got -1.0",
        "--event view me 318 1000001 | the value of an event must be from 0 to 1000000, got"
            + " 1000001.0",
        "me 318 9            | RATING must be from 0.5 to 5.0, got 9.0",
        "me 318 NaN          | RATING must be from 0.5 to 5.0, got NaN",
        "me 318 four         | Invalid value for positional parameter at index 2 (RATING): four is"
            + " not a number",
      })
  void whatCannotBeMeantIsNotSent(String args, String problem) {
    CommandRun run = rate(args.split(" ", -1));
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertEquals("freshet: " + problem + "\nfreshet: see freshet rate --help\n", run.err());
    assertTrue(cluster.producer.history().isEmpty());
  }

  @Test
  void anIdHasAtMost128Bytes() {
    assertEquals(0, rate("é".repeat(64), "318", "4").exitCode());
    CommandRun run = rate("é".repeat(64) + "x", "318", "4");
    assertTrue(run.err().contains("USER has 129 bytes of UTF-8, at most 128"), run.err());
    assertEquals(ExitCodes.USAGE, rate("me", "", "4").exitCode());
  }

  @Test
  void theScaleIsASetting() {
    assertEquals(0, rate("--set", "scale.max=10", "me", "318", "9").exitCode());
  }

  @Test
  void aWrongPrefixDoesNotCreateATopic() {
    CommandRun run = rate("--prefix", "other.", "me", "318", "4");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(
        run.err().startsWith("freshet: there is no topic other.ratings on localhost:9092"),
        run.err());
    assertTrue(cluster.producer.history().isEmpty());
  }
}
