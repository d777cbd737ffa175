package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.NewerFormatException;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.UserProgress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What cannot be read in a topic between the parts of Freshet is set aside with its place, counted,
 * and the stream goes on; what a newer Freshet wrote stops whoever meets it.
 */
class UnreadableRecordsTest {

  private static final long T = TwoSides.EVENT;

  private final TwoSides freshet = new TwoSides();

  @AfterEach
  void close() {
    freshet.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Factors factors(int generation, float value) {
    float[] vector = new float[32];
    Arrays.fill(vector, value);
    return new Factors(generation, 1, value, 0, vector);
  }

  private static byte[] event() {
    return new RoutedEvent(RatingEvent.Kind.RATE, "heat", 4, T, T, new SourcePosition(0, 7))
        .toBytes();
  }

  private static byte[] update() {
    return new MovieUpdate(4, factors(0, .1f)).toBytes();
  }

  /** A value that each topic may hold. */
  private static byte[] valid(Topic topic) {
    return switch (topic) {
      case RATINGS_BY_USER -> event();
      case MOVIE_UPDATES -> update();
      case CATALOGUE -> utf8("{\"movieId\":\"heat\",\"title\":\"Heat\"}");
      case MOVIE_FACTORS, CHECKPOINT_USERS, CHECKPOINT_MOVIES ->
          MovieFactors.toBytes(factors(0, 0));
      default -> throw new IllegalArgumentException(topic + " is not internal");
    };
  }

  /** Key and value of records that no topic should hold. */
  private static List<List<byte[]>> garbage(Topic topic) {
    byte[] valid = valid(topic);
    List<List<byte[]>> records = new ArrayList<>();
    for (byte[] value :
        Arrays.asList(
            new byte[0],
            utf8("garbage"),
            Arrays.copyOf(valid, valid.length - 4),
            Arrays.copyOf(valid, 3),
            new byte[100_000])) {
      records.add(Arrays.asList(utf8("heat"), value));
    }
    records.add(Arrays.asList(null, valid));
    records.add(Arrays.asList("\u0002".getBytes(StandardCharsets.UTF_8), valid));
    records.add(Arrays.asList(new byte[] {(byte) 0xff}, valid));
    records.add(Arrays.asList(new byte[129], valid));
    return records;
  }

  private LearningProgress progress(Topic topic) {
    return topic == Topic.RATINGS_BY_USER ? freshet.usersProgress() : freshet.moviesProgress();
  }

  @ParameterizedTest
  @EnumSource(names = {"RATINGS_BY_USER", "MOVIE_UPDATES"})
  void whatCannotBeReadIsSetAsideWithItsPlaceAndTheStreamGoesOn(Topic topic) {
    List<List<byte[]>> records = garbage(topic);
    records.add(Arrays.asList(utf8("heat"), null));
    records.add(Arrays.asList(new byte[0], valid(topic)));
    freshet.rate("ada", "heat", 5, T);
    for (List<byte[]> record : records) {
      freshet.record(topic, record.get(0), record.get(1));
    }
    freshet.rate("ada", "alien", 2, T);

    assertEquals(2, freshet.usersProgress().learned());
    assertEquals(2, freshet.moviesProgress().learned());
    assertEquals(records.size(), progress(topic).unreadable());
    assertEquals(2, progress(topic).sequence(), "what is not read has no number");
    assertEquals(Collections.nCopies(records.size(), topic.suffix()), freshet.heard.unreadable);
    assertEquals(Collections.nCopies(records.size(), "unreadable"), freshet.out.rejectedReasons);
    assertEquals(2, freshet.out.lists.get("ada").ratings());
    for (int i = 0; i < records.size(); i++) {
      TestRecord<byte[], byte[]> aside = freshet.out.rejected.get(i);
      assertArrayEquals(records.get(i).get(0), aside.key());
      assertArrayEquals(records.get(i).get(1), aside.value());
      assertEquals(topic.name(TwoSides.PREFIX), TwoSides.header(aside, "__streams.errors.topic"));
      assertEquals("0", TwoSides.header(aside, "__streams.errors.partition"));
      assertEquals(i + 1 + "", TwoSides.header(aside, "__streams.errors.offset"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CATALOGUE", "MOVIE_FACTORS"})
  void whatTheReplicaCannotReadIsPassedOverAndChangesNothing(Topic topic) {
    freshet.movie("heat");
    freshet.rate("ada", "heat", 5, T);
    Factors heat = freshet.replica.factorsOf("heat");
    List<List<byte[]>> records = garbage(topic);
    if (topic == Topic.MOVIE_FACTORS) {
      records.add(Arrays.asList(utf8("heat"), MovieFactors.toBytes(factors(0, Float.NaN))));
      records.add(Arrays.asList(GenerationMark.key(), utf8("mark")));
      records.add(Arrays.asList(GenerationMark.key(), null));
      records.add(Arrays.asList(GenerationMark.key(), new GenerationMark(1, 7).toBytes()));
      records.add(Arrays.asList(utf8("\u0001Drama"), utf8("genre")));
    }
    for (List<byte[]> record : records) {
      freshet.record(topic, record.get(0), record.get(1));
    }

    assertEquals(Collections.nCopies(records.size(), topic.suffix()), freshet.heard.unreadable);
    assertEquals(1, freshet.replica.size());
    assertEquals(1, freshet.replica.catalogueSize());
    assertEquals(0, freshet.replica.generation());
    assertArrayEquals(heat.vector(), freshet.replica.factorsOf("heat").vector());
    assertEquals("The heat", freshet.replica.title(freshet.replica.indexOf("heat")));
    freshet.movie("alien");
    freshet.rate("ben", "heat", 1, T);
    freshet.usersProgress();
    assertEquals("alien", freshet.out.lists.get("ben").items().get(0).movieId());
    assertNotEquals(heat.bias(), freshet.replica.factorsOf("heat").bias(), "it goes on");
    assertEquals(List.of(), freshet.out.rejected, "a compacted topic keeps what it has");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RATINGS_BY_USER",
        "MOVIE_UPDATES",
        "MOVIE_FACTORS",
        "CHECKPOINT_USERS",
        "CHECKPOINT_MOVIES"
      })
  void whatANewerFreshetWroteStopsWhoeverMeetsIt(Topic topic) {
    byte[] newer = valid(topic);
    newer[0] +=
        (byte)
            switch (topic) {
              case RATINGS_BY_USER -> 2; // 3 is known
              case MOVIE_UPDATES -> 10; // 2 to 10 are known
              default -> 2;
            };
    freshet.rate("ada", "heat", 5, T);
    Exception stopped =
        assertThrows(RuntimeException.class, () -> freshet.record(topic, utf8("heat"), newer));
    String said = newer(stopped).getMessage();
    assertTrue(said.contains(": version " + newer[0] + " is of a newer Freshet"), said);
    assertTrue(said.contains("upgrade all instances"), said);
    assertEquals(List.of(), freshet.heard.unreadable);
  }

  @Test
  void theEndOfACheckpointOfANewerFreshetStopsBothSides() {
    byte[] newer = new CheckpointEnd(1, 1, 32).toBytes();
    newer[0]++;
    for (Topic topic : List.of(Topic.CHECKPOINT_USERS, Topic.CHECKPOINT_MOVIES)) {
      newer(
          assertThrows(
              RuntimeException.class,
              () -> freshet.record(topic, CheckpointEnd.key(), newer),
              topic.name()));
    }
  }

  /** Kafka Streams wraps it. */
  private static NewerFormatException newer(Throwable thrown) {
    Throwable cause = thrown;
    while (!(cause instanceof NewerFormatException)) {
      cause = cause.getCause();
      assertTrue(cause != null, "not stopped by a newer format: " + thrown);
    }
    return (NewerFormatException) cause;
  }

  /** Bits that flip at random: nothing stops the stream, and all is accounted for. */
  @Test
  void noMutatedRecordStopsTheStream() {
    Random random = new Random(20261129);
    freshet.rate("ada", "heat", 5, T);
    int events = 0;
    for (int round = 0; round < 3_000; round++) {
      Topic topic = List.of(Topic.RATINGS_BY_USER, Topic.MOVIE_UPDATES).get(round % 2);
      byte[] bytes = valid(topic);
      int at = 1 + random.nextInt(bytes.length - 1); // not the version
      if (topic == Topic.MOVIE_UPDATES && at == 8) {
        continue; // a generation a little ahead is a bug, not garbage: see InvariantsTest
      }
      bytes[at] = (byte) random.nextInt();
      freshet.record(topic, utf8("u" + random.nextInt(20)), bytes);
      events += topic == Topic.RATINGS_BY_USER ? 1 : 0;
    }
    LearningProgress users = freshet.usersProgress();
    assertEquals(1 + events, users.sequence() + users.unreadable() + users.repeated());
    long movies = freshet.moviesProgress().unreadable();
    assertTrue(users.unreadable() > 20 && movies > 20, users.unreadable() + " and " + movies);
    assertEquals(users.unreadable() + movies, freshet.out.rejected.size());
  }

  @Test
  void anUpdateOfAGenerationThatNoCandidateCanHaveIsUnreadable() {
    freshet.record(
        Topic.MOVIE_UPDATES, utf8("heat"), new MovieUpdate(4, factors(1 << 24, .1f)).toBytes());
    assertEquals(1, freshet.moviesProgress().unreadable());
  }

  @Test
  void aRecordThatIsTooLargeToBeKeptWholeIsCut() {
    byte[] vast = new byte[5 << 20];
    freshet.record(Topic.MOVIE_UPDATES, utf8("heat"), vast);
    TestRecord<byte[], byte[]> aside = freshet.out.rejected.get(0);
    assertEquals(vast.length + 4 + "", TwoSides.header(aside, Rejected.CUT));
    assertTrue(aside.value().length < 1 << 20);
  }

  @Test
  void countersThatCannotBeReadAreNotBegunAnew() {
    byte[] counters = new UserProgress().toBytes();
    counters[5] = (byte) 0x80; // a negative sequence
    for (byte[] saved : List.of(counters, new byte[0], utf8("counters"))) {
      Exception lost =
          assertThrows(
              LostProgressException.class,
              () -> Progress.read(Store.USER_PROGRESS, 3, saved, UserProgress::fromBytes));
      assertTrue(
          lost.getMessage().startsWith("the counters in the store user-progress of partition 3"),
          lost.getMessage());
    }
    byte[] newer = new UserProgress().toBytes();
    newer[0] = 6; // 5 is known
    assertThrows(
        NewerFormatException.class,
        () -> Progress.read(Store.USER_PROGRESS, 3, newer, UserProgress::fromBytes));
  }
}
