package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieJson;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RoutedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of {@code topology/}, topic by topic. */
class ContractTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long T = TwoSides.EVENT;
  private static final Instant LONG_AGO = Instant.parse("1996-02-29T12:00:00Z");

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private List<TestRecord<byte[], byte[]>> written(Topic topic) {
    return freshet.out.written.getOrDefault(topic, List.of());
  }

  // ---- ratings-rejected -------------------------------------------------------------------------

  @Test
  void aRejectedRatingKeepsKeyValueAndHeadersAndSaysWhy() {
    Headers headers = new RecordHeaders().add("trace", utf8("7")).add("trace", new byte[] {0, -1});
    byte[] key = {0, 1, (byte) 0xff};
    byte[] value = {'{', (byte) 0xc3, '}'};
    freshet.produce(new TestRecord<>(key, value, headers, LONG_AGO));

    TestRecord<byte[], byte[]> rejected = freshet.out.rejected.get(0);
    assertArrayEquals(key, rejected.key());
    assertArrayEquals(value, rejected.value());
    assertEquals(
        List.of("trace", "trace"),
        List.of(rejected.headers().toArray()[0].key(), rejected.headers().toArray()[1].key()));
    assertArrayEquals(new byte[] {0, -1}, rejected.headers().lastHeader("trace").value());
    assertEquals("not-utf8", header(rejected, "freshet.reason"));
    assertEquals("freshet.ratings", header(rejected, "__streams.errors.topic"));
    assertEquals("0", header(rejected, "__streams.errors.partition"));
    assertEquals("0", header(rejected, "__streams.errors.offset"));
    assertEquals("the value is not UTF-8", header(rejected, "__streams.errors.message"));
    assertTrue(header(rejected, "__streams.errors.exception").endsWith("RejectedException"));
  }

  @Test
  void aRecordThatWasRejectedOnceAlreadyIsNotToldTwoReasons() {
    Headers headers = new RecordHeaders().add("freshet.reason", utf8("an older one"));
    freshet.produce(new TestRecord<>(null, null, headers, LONG_AGO));
    assertEquals("no-value", header(freshet.out.rejected.get(0), "freshet.reason"));
    int reasons = 0;
    for (var unused : freshet.out.rejected.get(0).headers().headers("freshet.reason")) {
      reasons++;
    }
    assertEquals(1, reasons);
  }

  @Test
  void whatCannotFitIsCutAndSaysHowLargeItWas() {
    Headers headers = new RecordHeaders().add("trace", new byte[2_000_000]);
    byte[] key = new byte[1_000_000];
    byte[] value = new byte[3_000_000];
    Arrays.fill(value, (byte) '7');
    freshet.produce(new TestRecord<>(key, value, headers, LONG_AGO));
    TestRecord<byte[], byte[]> rejected = freshet.out.rejected.get(0);
    assertArrayEquals(Arrays.copyOf(value, 548_864), rejected.value());
    assertArrayEquals(Arrays.copyOf(key, 548_864), rejected.key());
    assertEquals("6000025", header(rejected, "freshet.cut"));
    assertEquals("too-large", header(rejected, "freshet.reason"));
    assertNull(rejected.headers().lastHeader("trace"));
  }

  @Test
  void poisonInMoviesIsRejectedWithItsTopicAndTheCatalogueGoesOn() {
    freshet.produceMovie(utf8("m"), utf8("{\"title\":17}"));
    freshet.produceMovie(null, null);
    freshet.produceMovie(utf8("m"), new byte[0]);
    freshet.produceMovie(new byte[] {(byte) 0xff}, utf8("{\"title\":\"Heat\"}"));
    freshet.produceMovie(utf8("m"), utf8("{\"title\":\"Heat\"}"));
    assertEquals(
        List.of("wrong-type", "missing-field", "no-value", "not-utf8"),
        freshet.out.rejectedReasons);
    assertEquals("freshet.movies", header(freshet.out.rejected.get(0), "__streams.errors.topic"));
    assertArrayEquals(utf8("{\"title\":17}"), freshet.out.rejected.get(0).value());
    assertEquals(1, freshet.replica.catalogueSize());
  }

  // ---- ratings and ratings-by-user --------------------------------------------------------------

  @Test
  void ratingsAreRekeyedByUserWhateverTheirKey() {
    String event = "{\"userId\":%s,\"movieId\":\"heat\",\"rating\":4,\"timestamp\":" + T + "}";
    freshet.produce(null, utf8(event.formatted("\"ada\"")));
    freshet.produce(new byte[0], utf8(event.formatted("\"ben\"")));
    freshet.produce(new byte[] {0, -1, 7}, utf8(event.formatted("\"Zoë 😀\"")));
    freshet.produce(utf8("ada"), utf8(event.formatted("42")));
    assertEquals(
        List.of("ada", "ben", "Zoë 😀", "42"),
        written(Topic.RATINGS_BY_USER).stream()
            .map(record -> new String(record.key(), StandardCharsets.UTF_8))
            .toList());
    assertNotNull(freshet.rating("Zoë 😀", "heat"));
    assertNotNull(freshet.rating("42", "heat"));
  }

  @Test
  void theEventTimeIsTheRecordsWhereTheValueGivesNone() {
    byte[] value =
        utf8("{\"userId\":\"ada\",\"movieId\":\"heat\",\"rating\":4,\"timestamp\":null}");
    freshet.produce(new TestRecord<>(null, value, LONG_AGO));
    assertEquals(LONG_AGO.toEpochMilli(), freshet.rating("ada", "heat").eventTime());
  }

  @Test
  void theRoutedEventKnowsWhereItStoodInRatings() {
    freshet.produce("garbage");
    freshet.rate("ada", "heat", 4, T);
    RoutedEvent routed = RoutedEvent.fromBytes(written(Topic.RATINGS_BY_USER).get(0).value());
    assertEquals(1, routed.source().offset());
    assertEquals(T, routed.eventTime());
  }

  // ---- record timestamps ------------------------------------------------------------------------

  @Test
  void everythingIsWrittenWithTheTimeOfItsArrival() {
    freshet.produceMovie(utf8("alien"), utf8("{\"title\":\"Alien\"}"));
    byte[] value = utf8("{\"userId\":\"ada\",\"movieId\":\"heat\",\"rating\":4}");
    freshet.produce(new TestRecord<>(null, value, LONG_AGO));
    freshet.produce(new TestRecord<>(null, utf8("garbage"), Instant.EPOCH));
    freshet.produce(new TestRecord<>(null, value, TwoSides.START.plus(Duration.ofHours(20))));
    freshet.pass(INTERVAL);
    freshet.forget("ada", T);

    for (Topic topic :
        List.of(
            Topic.RATINGS_BY_USER,
            Topic.RATINGS_REJECTED,
            Topic.CATALOGUE,
            Topic.MOVIE_UPDATES,
            Topic.RECOMMENDATIONS,
            Topic.LEARNING_PROGRESS)) {
      assertFalse(written(topic).isEmpty(), topic.toString());
      for (TestRecord<byte[], byte[]> record : written(topic)) {
        Instant at = record.getRecordTime();
        assertFalse(
            at.isBefore(TwoSides.START) || at.isAfter(TwoSides.START.plus(INTERVAL)),
            topic + " at " + at);
      }
    }
  }

  @Test
  void aRecordWithoutTimestampStopsNothing() {
    assertEquals(
        0,
        new EventTimeOrZero()
            .extract(
                new ConsumerRecord<>(
                    "freshet.ratings",
                    0,
                    0,
                    ConsumerRecord.NO_TIMESTAMP,
                    org.apache.kafka.common.record.TimestampType.NO_TIMESTAMP_TYPE,
                    0,
                    0,
                    null,
                    null,
                    new RecordHeaders(),
                    java.util.Optional.empty()),
                5));
  }

  @Test
  void aRatingWithNeitherTimeIsRejected() {
    freshet.produce(
        new TestRecord<>(
            null, utf8("{\"userId\":\"a\",\"movieId\":\"m\",\"rating\":4}"), Instant.EPOCH));
    assertEquals(List.of("time-too-old"), freshet.out.rejectedReasons);
  }

  // ---- the same (user, movie) again ------------------------------------------------------------

  @Test
  void identicalAndLateEventsLeadToNoNewList() {
    freshet.rate("ada", "heat", 4, T);
    freshet.pass(INTERVAL);
    int lists = freshet.out.allLists.size();
    freshet.rate("ada", "heat", 4, T);
    freshet.rate("ada", "heat", 1, T - 1);
    freshet.pass(INTERVAL);
    freshet.pass(INTERVAL);
    assertEquals(lists, freshet.out.allLists.size());
    assertEquals(4f, freshet.rating("ada", "heat").rating());
  }

  @Test
  void aRetractionOfSomethingNeverRatedKeepsOlderRatingsOut() {
    freshet.retract("ada", "heat", T);
    freshet.rate("ada", "heat", 4, T - 1);
    assertTrue(freshet.rating("ada", "heat").isRetracted());
    var progress = freshet.usersProgress();
    assertEquals(1, progress.retracted());
    assertEquals(1, progress.late());
    assertEquals(0, freshet.moviesProgressOrNothing().learned());
  }

  @Test
  void atTheSameTimeTheHigherRatingCountsAndARetractionMoreThanAnyRating() {
    freshet.rate("ada", "heat", 3, T);
    freshet.rate("ada", "heat", 2, T); // late
    freshet.rate("ada", "heat", 4, T);
    freshet.rate("ada", "heat", 4, T); // unchanged
    assertEquals(4f, freshet.rating("ada", "heat").rating());
    freshet.retract("ada", "heat", T);
    freshet.rate("ada", "heat", 5, T); // late
    freshet.retract("ada", "heat", T); // unchanged
    assertTrue(freshet.rating("ada", "heat").isRetracted());
    LearningProgress progress = freshet.usersProgress();
    assertEquals(
        List.of(2L, 2L, 2L, 1L),
        List.of(progress.learned(), progress.late(), progress.unchanged(), progress.retracted()));
  }

  @Test
  void aUserOfWhomNothingWasLearnedHasAListAllTheSame() {
    freshet.movie("alien");
    freshet.retract("ada", "heat", T);
    freshet.pass(INTERVAL);
    assertNull(freshet.user("ada").factors());
    Recommendations list = freshet.out.lists.get("ada");
    assertEquals(0, list.ratings());
    assertEquals("alien", list.items().get(0).movieId());
  }

  // ---- forgetting -------------------------------------------------------------------------------

  @Test
  void theSameRequestToBeForgottenAgainChangesNothing() {
    freshet.forget("ada", T);
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.forget("ada", T);
    freshet.forget("ada", T - 1);
    assertNotNull(freshet.rating("ada", "heat"));
    assertEquals(1, freshet.user("ada").ratings());
    assertEquals(3, freshet.usersProgress().forgotten());
  }

  @Test
  void afterTheMarkersTimeOlderEventsAreNewAgain() {
    freshet.forget("ada", T);
    freshet.pass(Duration.ofDays(29));
    freshet.rate("ada", "heat", 4, T);
    assertNull(freshet.rating("ada", "heat"));
    freshet.pass(Duration.ofDays(2));
    freshet.pass(Duration.ofSeconds(1));
    freshet.rate("ada", "heat", 4, T);
    assertNotNull(freshet.rating("ada", "heat"));
  }

  @Test
  void theMarkerOfAUserWhoCameBackGoesAndTheRestStays() {
    freshet.forget("ada", T);
    freshet.rate("ada", "heat", 4, T + 1);
    freshet.pass(INTERVAL);
    freshet.pass(Duration.ofDays(31));
    freshet.pass(INTERVAL);
    assertFalse(freshet.user("ada").hasMarker());
    assertEquals(1, freshet.user("ada").ratings());
    assertEquals(1, freshet.user("ada").factors().steps());
  }

  // ---- movies, catalogue ------------------------------------------------------------------------

  @Test
  void theCatalogueCarriesWhatWasAcceptedByMovie() {
    freshet.produceMovie(
        null, utf8("{\"movieId\":7,\"title\":\"Heat\",\"genres\":\"Crime|Drama\",\"year\":1995}"));
    freshet.produceMovie(utf8("7"), null);
    assertArrayEquals(utf8("7"), written(Topic.CATALOGUE).get(0).key());
    assertArrayEquals(
        MovieJson.write(new Movie("7", "Heat", List.of("Crime", "Drama"), 1995)),
        written(Topic.CATALOGUE).get(0).value());
    assertArrayEquals(utf8("7"), written(Topic.CATALOGUE).get(1).key());
    assertNull(written(Topic.CATALOGUE).get(1).value());
  }

  @Test
  void theLastMovieOfTheCatalogueLeavesAllListsToo() {
    freshet.movie("alien");
    freshet.rate("ben", "alien", 5, T);
    freshet.rate("ada", "heat", 5, T);
    freshet.pass(INTERVAL);
    assertEquals("alien", freshet.out.lists.get("ada").items().get(0).movieId());
    freshet.movie("alien", null);
    freshet.pass(INTERVAL);
    freshet.rate("ada", "brazil", 5, T);
    freshet.pass(INTERVAL);
    assertEquals(List.of(), freshet.out.lists.get("ada").items());
  }

  @Test
  void aMovieThatComesBackIsListedAgainUnderItsNewTitle() {
    freshet.movie("alien");
    freshet.movie("brazil");
    freshet.movie("alien", null);
    freshet.movie("alien", "{\"title\":\"Alien, the director's cut\"}");
    freshet.rate("ada", "brazil", 5, T);
    freshet.pass(INTERVAL);
    assertEquals("Alien, the director's cut", freshet.out.lists.get("ada").items().get(0).title());
  }

  @Test
  void aListThatWasShortBecauseTheCatalogueWasIsSentAgain() {
    freshet.movie("alien");
    freshet.rate("ada", "alien", 5, T);
    freshet.pass(INTERVAL);
    assertEquals(List.of(), freshet.out.lists.get("ada").items());
    freshet.movie("brazil");
    freshet.pass(Duration.ofSeconds(6));
    freshet.pass(INTERVAL);
    assertEquals("brazil", freshet.out.lists.get("ada").items().get(0).movieId());
    assertEquals("catalogue", freshet.out.lists.get("ada").reason());
  }

  // ---- learning-progress ------------------------------------------------------------------------

  @Test
  void bothSidesReportTheirTotalsByPartition() {
    freshet.rate("ada", "heat", 5, T);
    freshet.rate("ada", "alien", 1, T);
    freshet.pass(INTERVAL);
    LearningProgress users = freshet.out.progress.get("users-0");
    LearningProgress movies = freshet.out.progress.get("movies-0");
    assertEquals(2, users.learned());
    assertEquals(2, movies.learned());
    assertEquals(0, users.generation());
    double first = 5 - 2.75;
    double second = 1 - 5; // the mean of what came before
    assertEquals(first * first + second * second, users.squaredErrorMean(), 1e-6);
    assertTrue(users.squaredError() > 0 && users.squaredErrorBaseline() > 0);
    assertEquals(
        Map.of("users-0", 1, "movies-0", 1),
        Map.of("users-0", reports("users-0"), "movies-0", reports("movies-0")));
    freshet.pass(INTERVAL);
    assertEquals(1, reports("users-0"), "nothing new, no report");
    freshet.pass(Duration.ofMinutes(1));
    assertEquals(
        Map.of("users-0", 2, "movies-0", 2),
        Map.of("users-0", reports("users-0"), "movies-0", reports("movies-0")),
        "whoever lost the first has another");
  }

  private int reports(String key) {
    return (int)
        written(Topic.LEARNING_PROGRESS).stream()
            .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
            .count();
  }
}
