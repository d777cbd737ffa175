package dev.freshet.measure.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Topic;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One rating of Eve's, taken in rightly; then each thing that can be wrong is noticed. */
class AuditTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  private final Recount produced = new Recount();
  private final Committed found = new Committed();

  @BeforeEach
  void oneRatingIsTakenIn() {
    produced.say("eve", "heat", 4.0, 10);
    report("users", 1);
    report("movies", 1);
    matrix("heat", 4f, 10);
    list(1, "solaris", "heat");
    movie("heat", 1);
    take(Topic.MOVIE_FACTORS, GenerationMark.key(), new GenerationMark(0, 1).toBytes());
  }

  @Test
  void whatIsRightIsClean() {
    assertEquals(new Audit(0, 0, List.of()), audit());
  }

  @Test
  void aStepThatTheMovieSideDidNotTakeIsLost() {
    produced.say("eve", "stalker", 4.0, 11);
    matrix("stalker", 4f, 11);
    list(2, "solaris", "heat");
    report("users", 2);
    Audit audit = audit();
    assertEquals(1, audit.lost());
    assertEquals(0, audit.doubled());
    assertTrue(audit.wrong().contains("movie stalker: 1 ratings, 0 steps"), audit.toString());
  }

  @Test
  void aStepThatWasTakenTwiceIsDoubled() {
    report("movies", 2);
    assertEquals(1, audit().doubled());
    report("users", 2);
    assertEquals(1, audit().doubled());
  }

  @Test
  void aRejectedRecordThatIsReadAgainCountsOnce() {
    produced.rejected();
    assertEquals(1, audit().lost());
    reject(5);
    assertTrue(audit().isClean());
    reject(5);
    assertTrue(audit().isClean());
    reject(6);
    assertEquals(1, audit().doubled());
  }

  @Test
  void aRatingThatComesBackIsWrong() {
    produced.forget("eve", 10);
    assertFalse(audit().wrong().stream().noneMatch(line -> line.startsWith("matrix: eve heat")));
    assertTrue(audit().wrong().contains("list of eve: there is one"));
  }

  @Test
  void aListOfWhatWasRatedIsWrong() {
    list(1, "heat", "heat");
    assertEquals(List.of("list of eve: has heat, which was rated"), audit().wrong());
    list(2, "solaris", "stalker");
    assertEquals(
        List.of("list of eve: of 2 ratings, 1 stand", "list of eve: because of stalker, not rated"),
        audit().wrong());
  }

  private Audit audit() {
    return Audit.of(produced, found);
  }

  private void report(String side, int learned) {
    String json =
        "{\"side\":\"%s\",\"partition\":0,\"learned\":%d,\"dropped\":0}".formatted(side, learned);
    take(Topic.LEARNING_PROGRESS, utf8(side + "-0"), utf8(json));
  }

  private void matrix(String movie, float rating, long time) {
    byte[] value = new StoredRating(rating, time, 1, 0, 3f, 3f).toBytes();
    take(Topic.USER_RATINGS_CHANGELOG, RatingKey.of(utf8("eve"), movie).get(), value);
  }

  private void list(int ratings, String movie, String because) {
    String json =
        "{\"ratings\":%d,\"items\":[{\"movieId\":\"%s\",\"because\":[\"%s\"]}]}"
            .formatted(ratings, movie, because);
    take(Topic.RECOMMENDATIONS, utf8("eve"), utf8(json));
  }

  private void movie(String id, int steps) {
    var factors = SGD.starts().newMovie(id, 0, SGD.settings().rank());
    for (int i = 0; i < steps; i++) {
      factors = SGD.stepMovie(SGD.starts().newUser("eve", 0, 0, factors.rank()), factors, 4f);
    }
    take(Topic.MOVIE_FACTORS, utf8(id), MovieFactors.toBytes(factors));
  }

  private void reject(long offset) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 0, null, utf8("{"));
    record.headers().add("__streams.errors.topic", utf8("ratings"));
    record.headers().add("__streams.errors.partition", utf8("0"));
    record.headers().add("__streams.errors.offset", utf8(Long.toString(offset)));
    found.take(Topic.RATINGS_REJECTED, record);
  }

  private void take(Topic topic, byte[] key, byte[] value) {
    found.take(topic, new ConsumerRecord<>("t", 0, 0, key, value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
