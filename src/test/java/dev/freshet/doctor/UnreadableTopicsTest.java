package dev.freshet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be read in a topic is named by its place, for as long as it is there and counts. */
class UnreadableTopicsTest {

  private static final byte[] GARBAGE = utf8("garbage");

  private final EvidenceTopics topics = new EvidenceTopics();
  private long offset;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void take(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    topics.take(topic, new ConsumerRecord<>(topic.name("freshet."), 2, offset++, key, value));
  }

  private Evidence evidence() {
    return topics.evidence(
        3,
        new Background(true, Set.of(), Duration.ZERO),
        new Evidence.Flow(true, true, 0, 1, 0, List.of()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RATINGS_BY_USER",
        "MOVIE_UPDATES",
        "CATALOGUE",
        "MOVIE_FACTORS",
        "LEARNING_PROGRESS",
        "CHECKPOINTS",
        "CHECKPOINT_USERS",
        "CHECKPOINT_MOVIES",
        "USER_FACTORS_CHANGELOG",
        "USER_PENDING_CHANGELOG",
        "USER_PROGRESS_CHANGELOG",
        "MOVIE_PROGRESS_CHANGELOG",
        "RECOMMENDATIONS"
      })
  void garbageIsNamed(Topic topic) {
    take(topic, utf8("a"), GARBAGE);
    take(topic, null, GARBAGE);
    String place = topic.name("freshet.") + " partition 2 offset ";
    assertEquals(List.of(place + 0, place + 1), List.copyOf(evidence().unreadable()));
  }

  @Test
  void whatIsReadAndNotKeptIsRight() {
    byte[] ada = MovieFactors.toBytes(new Factors(1, 1, 0, 0, new float[] {1}));
    take(Topic.USER_PENDING_CHANGELOG, utf8("ada"), ada);
    take(Topic.USER_PENDING_CHANGELOG, utf8("ada"), null);
    take(Topic.USER_PENDING_CHANGELOG, CheckpointEnd.key(), new CheckpointEnd(1, 7, 1).toBytes());
    take(Topic.MOVIE_PROGRESS_CHANGELOG, new byte[] {0}, new MovieProgress().toBytes());
    assertEquals(List.of(), List.copyOf(evidence().unreadable()));
  }

  @Test
  void anEndOfACheckpointThatWaitsAndCannotBeReadIsNamedUntilItIsReplaced() {
    take(Topic.USER_PENDING_CHANGELOG, CheckpointEnd.key(), GARBAGE);
    assertEquals(
        List.of("freshet.users-user-pending-changelog partition 2 offset 0"),
        List.copyOf(evidence().unreadable()));
    take(Topic.USER_PENDING_CHANGELOG, CheckpointEnd.key(), null);
    assertEquals(List.of(), List.copyOf(evidence().unreadable()));
  }

  @Test
  void aUserIsOwedAListSinceTheStateSaysSo() {
    UserState state = UserState.NEW.owed(UserState.Due.CHECKPOINT, 1_000);
    take(Topic.USER_FACTORS_CHANGELOG, utf8("ada"), state.toBytes());
    assertEquals(
        Map.of("ada", new Evidence.User(2, 0, true, null, Long.MIN_VALUE, 0, 1_000)),
        evidence().users());
  }

  @Test
  void anEventUnderAKeyThatIsNoUserIsNamed() {
    byte[] event =
        new RoutedEvent(RatingEvent.Kind.RATE, "heat", 4, 1, 1, new SourcePosition(0, 0)).toBytes();
    take(Topic.RATINGS_BY_USER, utf8("ada"), event);
    take(Topic.RATINGS_BY_USER, new byte[0], event);
    take(Topic.RATINGS_BY_USER, utf8("ada"), null);
    assertEquals(2, evidence().unreadable().size());
  }

  @Test
  void whatTheNextRecordOfAKeyReplacesIsNamedNoMore() {
    byte[] heat = MovieFactors.toBytes(new Factors(0, 1, 0, 0, new float[] {1}));
    take(Topic.MOVIE_FACTORS, utf8("heat"), GARBAGE);
    take(Topic.MOVIE_FACTORS, utf8("alien"), GARBAGE);
    take(Topic.MOVIE_FACTORS, utf8("jaws"), GARBAGE);
    take(Topic.MOVIE_FACTORS, utf8("heat"), heat);
    take(Topic.MOVIE_FACTORS, utf8("alien"), null);
    assertEquals(
        List.of("freshet.movies-movie-factors-changelog partition 2 offset 2"),
        List.copyOf(evidence().unreadable()));
  }

  @Test
  void aRecordOfANewerFreshetIsCalledThat() {
    byte[] heat = MovieFactors.toBytes(new Factors(0, 1, 0, 0, new float[] {1}));
    heat[0] = 3;
    take(Topic.MOVIE_FACTORS, utf8("heat"), heat);
    assertEquals(
        List.of("freshet.movies-movie-factors-changelog partition 2 offset 0 (of a newer Freshet)"),
        List.copyOf(evidence().unreadable()));
  }

  @Test
  void aRatingThatCannotBeReadLeavesNoTrace() {
    take(Topic.USER_RATINGS_CHANGELOG, RatingKey.of(utf8("ada"), "heat").get(), GARBAGE);
    take(Topic.USER_RATINGS_CHANGELOG, GARBAGE, GARBAGE);
    assertEquals(Map.of(), evidence().ratings());
    assertEquals(2, evidence().unreadable().size());
  }
}
