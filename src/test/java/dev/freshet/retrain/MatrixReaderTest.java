package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.TrainingException;
import dev.freshet.wire.NewerFormatException;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MatrixReaderTest {

  private static final String RATINGS = "test.users-user-ratings-changelog";
  private static final String CATALOGUE = "test.catalogue";
  private static final long MIB = 1 << 20;
  private static final HeapRoom ENOUGH = new HeapRoom(Long.MAX_VALUE, () -> 0, () -> {});

  private final Topics topics = new Topics();
  private final AtomicInteger told = new AtomicInteger();
  private final Skipped skipped = new Skipped(told::incrementAndGet);

  private MatrixReader reading(HeapRoom room) {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "test.", 1),
            OnlineSgd.Settings.defaults(),
            Scale.MOVIELENS);
    return new MatrixReader(settings, topics.scan(), room, skipped, () -> false);
  }

  private static byte[] key(String user, String movie) {
    return RatingKey.of(Topics.utf8(user), movie).get();
  }

  private static byte[] rating(float rating, long sequence) {
    return new StoredRating(rating, 0, sequence, 0, 3, 3).toBytes();
  }

  @Test
  void ratingsThatCannotBeReadArePassedOverAndTheOthersAreRead() {
    topics.write(RATINGS, key("ada", "heat"), rating(4, 1));
    topics.write(RATINGS, key("ada", "heat"), new byte[] {1, 2}); // cut short: the other stands
    topics.write(RATINGS, key("ben", "heat"), new byte[0]);
    topics.write(RATINGS, new byte[] {9, 'a'}, rating(4, 2)); // an id that ends too early
    topics.write(RATINGS, new byte[0], rating(4, 2));
    topics.write(RATINGS, (byte[]) null, rating(4, 2));
    topics.write(RATINGS, key("cleo", "heat"), rating(2, 3));

    Snapshot snapshot = reading(ENOUGH).ratings();

    assertEquals(2, snapshot.standing());
    assertEquals(List.of(3L), snapshot.newest());
    assertEquals(5, told.get());
  }

  @Test
  void aRatingInANewerFormatStopsTheTrainingAndSaysSo() {
    byte[] newer = new StoredRating(4, 0, 2, 0, 3, 3).survived(1).toBytes();
    newer[0] = 7;
    topics.write(RATINGS, key("ada", "heat"), rating(4, 1));
    topics.write(RATINGS, key("ben", "heat"), newer);

    MatrixReader reading = reading(ENOUGH);
    String said = Failure.words(assertThrows(NewerFormatException.class, () -> reading.ratings()));

    assertTrue(said.contains("version 7 is of a newer Freshet"), said);
    assertTrue(said.contains("upgrade"), said);
    assertEquals(0, told.get());
  }

  @Test
  void aCatalogueRecordThatCannotBeReadIsPassedOver() {
    topics.write(
        CATALOGUE, "heat", "{\"movieId\":\"heat\",\"title\":\"Heat\",\"genres\":[\"Crime\"]}");
    topics.write(CATALOGUE, "odd", "no JSON");
    topics.write(CATALOGUE, (byte[]) null, Topics.utf8("{}"));

    assertEquals(Map.of("heat", List.of("Crime")), reading(ENOUGH).genres());
    assertEquals(2, told.get());
  }

  @Test
  void whatIsReadAgainIsToldOnce() {
    var record =
        new org.apache.kafka.clients.consumer.ConsumerRecord<>("odd", 3, 7L, "key", "value");
    skipped.skip(record, "why");
    skipped.skip(record, "why");
    assertEquals(1, told.get());
  }

  @Test
  void ratingsThatTheHeapHasNoRoomForAreNotReadToTheEnd() {
    int many = 70_000; // more than a snapshot has columns for at first
    for (int i = 0; i < many; i++) {
      topics.write(RATINGS, key("u" + i % 500, "m" + i / 500), rating(3, i + 1));
    }
    HeapRoom full = new HeapRoom(10 * MIB, () -> 9 * MIB, () -> {});

    String said =
        assertThrows(TrainingException.class, () -> readingAgain(full).ratings()).getMessage();

    assertTrue(said.startsWith("no room for all ratings: after 65,536 of them "), said);
    assertTrue(said.contains("the 70,000 records of " + RATINGS + " need up to 3 MiB"), said);
    assertTrue(said.contains("-Xmx"), said);
    assertTrue(said.contains("freshet retrain --watch"), said);
  }

  /** A second consumer of the same topic is asked how long it is. */
  private MatrixReader readingAgain(HeapRoom room) {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "test.", 1),
            OnlineSgd.Settings.defaults(),
            Scale.MOVIELENS);
    return new MatrixReader(
        settings,
        new TopicScan(
            () -> {
              var consumer = topics.consumer(RATINGS);
              if (!consumer.closed()) {
                return consumer;
              }
              Topics other = new Topics();
              for (int i = 0; i < 70_000; i++) {
                other.write(RATINGS, new byte[0], null);
              }
              return other.consumer(RATINGS);
            }),
        room,
        skipped,
        () -> false);
  }

  @Test
  void aTrainingThatTheHeapHasNoRoomForIsNotBegun() {
    List<String> users = new ArrayList<>(Collections.nCopies(100_000, "u"));
    RatingMatrix matrix =
        new RatingMatrix(
            users,
            List.of("m"),
            new int[1_000],
            new int[1_000],
            new float[1_000],
            new float[1_000]);
    HeapRoom little = new HeapRoom(100 * MIB, () -> 20 * MIB, () -> {});

    String said =
        assertThrows(TrainingException.class, () -> reading(little).requireRoomToTrain(matrix))
            .getMessage();

    assertTrue(
        said.startsWith(
            "no room to train 100,000 users and 1 movies of rank 32 on 1,000 ratings: 82 MiB more"),
        said);
    reading(new HeapRoom(200 * MIB, () -> 20 * MIB, () -> {})).requireRoomToTrain(matrix);
  }
}
