package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.models.StartFactors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Content;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Space;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownFactorsTest {

  private static final Space SPACE = new Space(2, 3, 1, 5);
  private static final int KEPT = 4;
  private static final int LEAST = 3;

  private final Snapshot snapshot = new Snapshot(1, 0);
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  /** User i rates at sequence 10 i, i from 1 to 10. */
  KnownFactorsTest() {
    for (int i = 1; i <= 10; i++) {
      rate("u" + i, 10L * i);
    }
  }

  private void rate(String user, long sequence) {
    add(user, new StoredRating(3, 0, sequence, 0, 3, 3));
  }

  private void add(String user, StoredRating rating) {
    byte[] key = RatingKey.of(user.getBytes(StandardCharsets.UTF_8), "heat").get();
    snapshot.add(0, key, rating.toBytes());
  }

  private void decided(int generation, Fate fate, Space space, long users, long sequence) {
    Content content = new Content(space, users, 1, List.of(0L), List.of(0L));
    checkpoints.add(
        new Checkpoint(
                generation,
                new Checkpoint.Decision(fate, "", 0),
                new Checkpoint.Lineage(0, null),
                9,
                Checkpoint.Judgement.NONE,
                Checkpoint.Seconds.NONE,
                List.of(sequence))
            .published(1, fate == Fate.REFUSED ? null : content));
  }

  private @Nullable KnownFactors newest(int trained) {
    return KnownFactors.newest(checkpoints, KEPT, SPACE, snapshot, trained);
  }

  private int generation(int trained) {
    return Objects.requireNonNull(newest(trained)).generation();
  }

  @Test
  void whatKnowsARatingThatJudgesIsNotBegunFrom() {
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    decided(2, Fate.PROMOTED, SPACE, 1, 85);
    assertNull(newest(4));
    assertEquals(1, generation(5));
    assertEquals(1, generation(7));
    assertEquals(2, generation(8), "the first eight may be known, and are");
  }

  @Test
  void onlyLiveGenerationsOfTheSameSpaceThatHoldUsersAreBegunFrom() {
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    decided(2, Fate.REFUSED, SPACE, 1, 60);
    decided(3, Fate.ROLLED_BACK, SPACE, 1, 60);
    decided(4, Fate.PROMOTED, new Space(3, 3, 1, 5), 1, 60);
    decided(5, Fate.PROMOTED, SPACE, 0, 0); // generation 0, brought back
    assertEquals(1, generation(9));
  }

  @Test
  void whatIsNoLongerKeptIsNotBegunFrom() {
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    decided(2, Fate.ROLLED_BACK, SPACE, 1, 60);
    decided(3, Fate.REFUSED, SPACE, 1, 60);
    decided(4, Fate.PROMOTED, SPACE, 1, 100);
    decided(5, Fate.PROMOTED, SPACE, 1, 100);
    assertEquals(1, generation(8));
    decided(6, Fate.PROMOTED, SPACE, 1, 100);
    assertNull(newest(8), "four newer ones are kept");
  }

  private final MockConsumer<byte[], byte[]> ofUsers = new MockConsumer<>("earliest");
  private final MockConsumer<byte[], byte[]> ofMovies = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  private void published(MockConsumer<byte[], byte[]> to, byte[] key, byte[] value) {
    String topic = to == ofUsers ? "known.checkpoint-users" : "known.checkpoint-movies";
    TopicPartition partition = new TopicPartition(topic, 0);
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    to.updateBeginningOffsets(Map.of(partition, 0L));
    to.updateEndOffsets(Map.of(partition, offset + 1));
    to.schedulePollTask(() -> to.addRecord(new ConsumerRecord<>(topic, 0, offset, key, value)));
  }

  private void published(MockConsumer<byte[], byte[]> to, String id, Factors factors) {
    published(to, id.getBytes(StandardCharsets.UTF_8), MovieFactors.toBytes(factors));
  }

  private static Factors at(int generation, int steps, float... vector) {
    return new Factors(generation, steps, 9, 9, vector);
  }

  /** Film 0 has three ratings among the first four, film 1 one, film 2 none. */
  private @Nullable StartFactors read() {
    RatingMatrix matrix =
        new RatingMatrix(
            List.of("ada", "ben", "cleo", "dan", "eve"),
            List.of("heat", "alien", "brazil"),
            new int[] {0, 1, 2, 3, 0},
            new int[] {0, 0, 0, 1, 2},
            new float[5],
            new float[5]);
    BitSet same = new BitSet();
    same.set(0);
    same.set(2, 5);
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "known.", 1),
            OnlineSgd.Settings.defaults().withRank(2),
            Scale.MOVIELENS);
    Iterator<MockConsumer<byte[], byte[]>> consumers = List.of(ofUsers, ofMovies).iterator();
    return new KnownFactors(1, same)
        .read(new TopicScan(consumers::next), settings, matrix, 4, LEAST, () -> false);
  }

  @Test
  void onlyWhoIsStillTheSameAndHasRatingsIsRead() {
    published(ofUsers, "ada", at(1, 3, 1, 2));
    published(ofUsers, "ben", at(1, 3, 1, 2)); // forgotten since
    published(ofUsers, "cleo", at(1, 2, 1, 2)); // too few steps
    published(ofUsers, "dan", at(2, 3, 1, 2)); // another generation
    published(ofUsers, "eve", at(1, 3, 1, 2, 3)); // another rank
    published(ofUsers, "gil", at(1, 3, 1, 2)); // not in the matrix
    published(ofUsers, "ada", at(1, 3, Float.NaN, 2)); // nobody can compute with it
    published(ofUsers, CheckpointEnd.key(), new CheckpointEnd(1, 9, 2).toBytes());
    published(ofMovies, "heat", at(1, 3, 3, 4));
    published(ofMovies, "alien", at(1, 3, 3, 4)); // too few ratings are left of it
    published(ofMovies, "brazil", at(1, 3, 3, 4)); // none is trained on
    published(ofMovies, GenreIds.of("Crime"), at(1, 3, 3, 4));
    published(ofMovies, "heat", at(1, 0, 5, 6));
    published(ofMovies, CheckpointEnd.key(), new CheckpointEnd(1, 0, 2).toBytes());
    StartFactors known = Objects.requireNonNull(read());
    float nan = Float.NaN;
    assertArrayEquals(
        new float[] {1, 2, nan, nan, nan, nan, nan, nan, nan, nan}, known.users().data);
    assertArrayEquals(new float[] {3, 4, nan, nan, nan, nan}, known.movies().data);
  }

  /** Forgotten and back since: what was learned of u2 before is nobody's any more. */
  @Test
  void usersWhoseRatingsAllCameLaterAreNotKnown() {
    rate("u2", 95);
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    KnownFactors known = Objects.requireNonNull(newest(8));
    assertTrue(known.users().get(0));
    assertFalse(known.users().get(1));
    assertTrue(known.users().get(4));
    assertFalse(known.users().get(5));
  }

  /** The ratings are as old as the snapshot; the user whose they are now began after it. */
  @Test
  void usersWhoWereForgottenSinceAreNotKnownThoughNewerRatingsSurvived() {
    add("u2", new StoredRating(3, 0, 20, 0, 3, 3).survived(51));
    add("u3", new StoredRating(3, 0, 30, 0, 3, 3).survived(50));
    decided(1, Fate.PROMOTED, SPACE, 1, 50);
    KnownFactors known = Objects.requireNonNull(newest(8));
    assertTrue(known.users().get(0));
    assertFalse(known.users().get(1), "forgotten after the snapshot");
    assertTrue(known.users().get(2), "forgotten before it: the snapshot's is the same");
    assertEquals(5, snapshot.seen(List.of(50L)), "the movies know all ratings as old");
  }
}
