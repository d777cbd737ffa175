package dev.freshet.doctor;

import static dev.freshet.doctor.Verdict.assertBroken;
import static dev.freshet.doctor.Verdict.assertHealthy;
import static dev.freshet.doctor.Verdict.byStatus;
import static dev.freshet.doctor.Verdict.diagnosis;
import static dev.freshet.doctor.Verdict.skipped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.doctor.Evidence.Flow;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.OpenTransaction.Coordinator;
import dev.freshet.wire.Side;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * What flows is read, set aside or held back wrongly, and one check of {@link FlowChecks} says so.
 */
class FlowChecksTest {

  private final Picture picture = new Picture();

  @Test
  void recordsThatCannotBeRead() {
    picture.unreadable.add("freshet.catalogue partition 1 offset 8");
    assertBroken(picture, "records", "freshet.catalogue partition 1 offset 8: cannot be read");
  }

  @Test
  void eventsThatCouldNotBeRead() {
    picture.reportUnreadable(Side.USERS, 1, 3);
    assertBroken(
        picture, "set-aside", "users partition 1: 3 records of ratings-by-user could not be read");
  }

  /** An update that could not be read is missing on the movie side: that is no loss on the way. */
  @Test
  void updatesThatCouldNotBeRead() {
    picture.report(Side.MOVIES, 0, 1, 1, 0, 0, 0);
    picture.reportUnreadable(Side.MOVIES, 0, 1);
    picture.movies.put("heat", new KnownMovie(0, Picture.factors(1, 1)));
    assertBroken(
        picture, "set-aside", "movies partition 0: 1 records of movie-updates could not be read");
  }

  @Test
  void staleness() {
    picture.flow = new Flow(true, true, Picture.BOUND + 1, Picture.BOUND, 7, List.of());
    assertBroken(picture, "staleness", "more than 100 ratings wait");
  }

  @Test
  void aSourceThatLostWhatWasTakenIn() {
    picture.truncated(Side.MOVIES, 1, 2);
    Diagnosis diagnosis = Verdict.diagnosis(picture);
    assertEquals(Set.of("sources"), byStatus(diagnosis).get(Status.BROKEN), diagnosis.toTable());
    assertTrue(
        diagnosis
            .toTable()
            .contains("partition 1 of the movies side: movie-updates was cut off or created anew"),
        diagnosis.toTable());
  }

  @Test
  void aTransactionThatIsOver() {
    open(Coordinator.OVER, Coordinator.NOTHING);
    assertBroken(
        picture,
        "transactions",
        "freshet.movie-updates-1: open since offset 8, by freshet.users-a-1");
  }

  @Test
  void aTransactionThatGoesOnIsAsItShouldBe() {
    open(Coordinator.GOES_ON);
    assertHealthy(picture);
  }

  @Test
  void aTransactionOfWhichNoCoordinatorTellsCannotBeJudged() {
    open(Coordinator.GOES_ON, Coordinator.NOTHING);
    assertEquals(
        "no coordinator tells of the transaction of freshet.users-a-1 that is open at"
            + " freshet.movie-updates-1",
        skipped(picture, "transactions"));
  }

  @Test
  void whatACoordinatorSaysIsOfOnePartition() {
    TopicPartition named = new TopicPartition("freshet.movie-updates", 0);
    TopicPartition other = new TopicPartition("freshet.movie-updates", 1);
    var goesOn = description(TransactionState.ONGOING, named);
    assertEquals(Coordinator.GOES_ON, OpenTransaction.told(goesOn, named));
    assertEquals(Coordinator.OVER, OpenTransaction.told(goesOn, other));
    var ends = description(TransactionState.PREPARE_COMMIT, named);
    assertEquals(Coordinator.GOES_ON, OpenTransaction.told(ends, named));
    var ended = description(TransactionState.COMPLETE_COMMIT);
    assertEquals(Coordinator.OVER, OpenTransaction.told(ended, named));
    assertEquals(Coordinator.NOTHING, OpenTransaction.told(null, named));
  }

  private static TransactionDescription description(
      TransactionState state, TopicPartition... partitions) {
    return new TransactionDescription(
        1, state, 4, 2, 10_000, OptionalLong.empty(), Set.of(partitions));
  }

  private void open(Coordinator... told) {
    TopicPartition partition = new TopicPartition("freshet.movie-updates", 1);
    List<OpenTransaction> open =
        Stream.of(told)
            .map(one -> new OpenTransaction(partition, 8, "freshet.users-a-1", one))
            .toList();
    picture.flow = new Flow(true, true, 0, Picture.BOUND, 7, open);
  }
}
