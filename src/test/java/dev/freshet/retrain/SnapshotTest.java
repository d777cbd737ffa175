package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private final Snapshot snapshot = new Snapshot(2, 0);

  private void rate(int partition, String user, String movie, float rating, long sequence) {
    snapshot.add(
        partition, key(user, movie), new StoredRating(rating, 0, sequence, 0, 3, 3).toBytes());
  }

  private static byte[] key(String user, String movie) {
    return RatingKey.of(user.getBytes(StandardCharsets.UTF_8), movie).get();
  }

  @Test
  void theNewestOfEachPairStandsInOrderOfArrival() {
    rate(0, "ada", "heat", 1, 1);
    rate(0, "ada", "alien", 2, 2);
    rate(0, "ada", "heat", 5, 3);
    RatingMatrix matrix = snapshot.matrix(Map.of());
    assertArrayEquals(new float[] {2, 5}, matrix.rating());
    assertEquals("heat", matrix.movieIds().get(matrix.movie()[1]));
    assertEquals(List.of(3L, 0L), snapshot.newest());
  }

  @Test
  void takesKeepTheirMinuteAndTheirPlace() {
    rate(0, "ada", "heat", 1, 1);
    Take take = new Take(90_000, List.of());
    StoredRating taken =
        new StoredRating(5, 90_000, 2, 0, 3, 3).likedAt(90_000).asked(true).withTake(take);
    snapshot.add(0, key("ada", "alien"), taken.stoodAt(7, 2).toBytes());
    snapshot.add(0, key("ada", "ran"), taken.toBytes());
    MatrixTakes takes = snapshot.matrix(Map.of("alien", List.of())).takes();

    assertFalse(takes.isTake(0));
    assertTrue(takes.isTake(1) && takes.isPlaced(1));
    assertEquals(60_000, takes.time(1));
    assertEquals(7, takes.places()[1]);
    assertTrue(takes.isTake(2) && !takes.isPlaced(2));
    assertTrue(takes.isListable(1));
    assertFalse(takes.isListable(2), "it is not in the catalogue");
  }

  private static StoredRating interacted(String name, float value, long sequence) {
    return StoredRating.none()
        .with(StoredRating.none().interaction(name).with(60_000, value, sequence));
  }

  @Test
  void interactionsAreRowsBetweenTheRatingsAndNoRatings() {
    rate(0, "ada", "heat", 1, 1);
    StoredRating viewed = interacted("view", 2, 2);
    Take take = new Take(60_000, List.of(), .4f);
    snapshot.add(0, key("ada", "ran"), viewed.withTake(take).stoodAt(3, 2).toBytes());
    snapshot.add(0, key("ada", "brazil"), interacted("purchase", 1, 3).toBytes());
    rate(0, "ada", "alien", 5, 4);
    snapshot.add(0, key("ben", "ran"), interacted("skip", 1, 5).toBytes());
    snapshot.add(0, key("ben", "heat"), interacted("view", 1, 6).toBytes());
    snapshot.add(0, key("ben", "heat"), null);

    RatingMatrix matrix = snapshot.matrix(Map.of());
    assertArrayEquals(new float[] {1, 5}, matrix.rating());
    assertEquals("alien", matrix.movieIds().get(matrix.movie()[1]));
    MatrixTakes takes = matrix.takes();
    assertEquals(5, takes.size());
    assertEquals(3, takes.rowOf(1));
    assertEquals(5, takes.rowOf(2));
    assertEquals(.4f, takes.weight(1), 1e-6f);
    assertEquals(.4f, takes.liking(1, Scale.MOVIELENS), 1e-6f);
    assertEquals(3, takes.places()[1]);
    assertEquals(0, takes.weight(0), "no take");
    assertEquals(-.5f, takes.liking(4, Scale.MOVIELENS));
    assertEquals(1, takes.liking(3, Scale.MOVIELENS));
    assertTrue(takes.isHidden(0) && takes.isHidden(2) && takes.isHidden(3));
    assertFalse(takes.isHidden(1) || takes.isHidden(4));
    assertEquals(List.of(6L, 0L), snapshot.newest());
  }

  @Test
  void aRowIsWhereItsPlaceWasLookedForAndForgetsWhatItSaidBefore() {
    StoredRating used = interacted("purchase", 1, 1).withTake(new Take(60_000, List.of()));
    StoredRating again = used.stoodAt(3, 1).with(used.interaction("view").with(90_000, 1, 4));
    rate(0, "ben", "alien", 4, 2);
    snapshot.add(0, key("ada", "ran"), again.toBytes());
    snapshot.add(0, key("ada", "heat"), interacted("purchase", 1, 3).toBytes());
    snapshot.add(0, key("ada", "heat"), null);
    rate(0, "ada", "heat", 2, 5);

    MatrixTakes takes = snapshot.matrix(Map.of()).takes();
    assertEquals(3, takes.size());
    assertEquals(3, takes.places()[0], "before what came since");
    assertEquals(0, takes.liking(2, Scale.MOVIELENS), "the purchase was forgotten");
    assertEquals(List.of(5L, 0L), snapshot.newest());
  }

  @Test
  void whatWasTakenBackOrForgottenIsNotThereButCountsAsSeen() {
    rate(1, "ada", "heat", 1, 1);
    snapshot.add(1, key("ada", "heat"), StoredRating.retracted(0, 2, 0).toBytes());
    rate(1, "ben", "heat", 4, 3);
    snapshot.add(1, key("ben", "heat"), null);
    assertEquals(0, snapshot.matrix(Map.of()).size());
    assertEquals(List.of(0L, 3L), snapshot.newest());
  }

  @Test
  void aRatingThatSurvivedKeepsItsPlaceAndTellsHowFarTheSnapshotGoes() {
    rate(0, "ada", "heat", 1, 1);
    rate(0, "ben", "heat", 2, 2);
    snapshot.add(0, key("ada", "heat"), new StoredRating(1, 9, 1, 0, 3, 3).survived(3).toBytes());
    assertEquals(List.of(3L, 0L), snapshot.newest(), "it contains the request");
    assertArrayEquals(new float[] {1, 2}, snapshot.matrix(Map.of()).rating());
  }

  @Test
  void whereAnEarlierSnapshotEndsIsToldByTheSequencesOfEachPartition() {
    rate(0, "ada", "heat", 1, 1);
    rate(0, "ada", "alien", 2, 2);
    rate(0, "ada", "drive", 3, 4);
    rate(1, "ben", "heat", 4, 10);
    rate(1, "ben", "alien", 5, 20);
    snapshot.add(0, key("ada", "alien"), StoredRating.retracted(0, 3, 0).toBytes());
    assertEquals(4, snapshot.standing());
    // in order: ada's heat (1 of 4), ben's heat (10 of 20), then those of 4 of 4 and 20 of 20
    assertEquals(0, snapshot.seen(List.of(0L, 0L)));
    assertEquals(1, snapshot.seen(List.of(1L, 9L)));
    assertEquals(2, snapshot.seen(List.of(3L, 10L)));
    assertEquals(2, snapshot.seen(List.of(0L, 10L)), "the oldest came before one that was seen");
    assertEquals(4, snapshot.seen(List.of(4L, 20L)));
    assertEquals("{0, 1}", snapshot.seenRows(List.of(3L, 10L)).toString());
    assertEquals("{1}", snapshot.seenRows(List.of(0L, 10L)).toString());
    assertEquals(4, snapshot.matrix(Map.of()).size());
  }

  @Test
  void manyRatingsKeepTheirPlaces() {
    for (int i = 0; i < 200_000; i++) {
      rate(0, "u" + i % 500, "m" + i / 500, i % 5, i + 1);
    }
    RatingMatrix matrix = snapshot.matrix(Map.of());
    assertEquals(200_000, matrix.size());
    for (int i = 0; i < matrix.size(); i += 997) {
      assertEquals("u" + i % 500, matrix.userIds().get(matrix.user()[i]));
      assertEquals("m" + i / 500, matrix.movieIds().get(matrix.movie()[i]));
      assertEquals(i % 5, matrix.rating()[i]);
    }
  }
}
