package dev.freshet.wire;

import static dev.freshet.wire.GoldenFormat.assertBytes;
import static dev.freshet.wire.GoldenFormat.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Yesterday's counters still load: every version of them. */
class CounterFormatsTest {

  private static final Uuid TOPIC = new Uuid(1, 2);

  /** Of counters all that a report tells is compared, and where they are. */
  private static final GoldenFormat<UserProgress> USERS =
      new GoldenFormat<>(
          UserProgress::toBytes,
          UserProgress::fromBytes,
          counters -> List.of(counters.report(3), counters.position()));

  private static final GoldenFormat<MovieProgress> MOVIES =
      new GoldenFormat<>(
          MovieProgress::toBytes,
          MovieProgress::fromBytes,
          counters -> List.of(counters.report(3), counters.position()));

  /** What all versions of the user side's have, after version and generation. */
  private static final String USERS_HEX =
      """
      0000000000000007  # sequence 7
      0000000000000002  # learned 2
      0000000000000001  # unchanged 1
      0000000000000001  # late 1
      0000000000000001  # retracted 1
      0000000000000002  # forgotten 2
      0000000000000001  # refused 1, of the learned
      401a000000000000  # sum of ratings: 4 + 2.5 = 6.5
      3ff4000000000000  # squared error: .5^2 + 1^2 = 1.25
      4002000000000000  # of biases: 1.5^2 + 0^2 = 2.25
      4019000000000000  # of the mean: 2^2 + 1.5^2 = 6.25
      """;

  /** What the user side's ends with where nothing was counted since version 3. */
  private static final String USERS_SINCE_HEX =
      """
      0000000000000000  # unreadable 0
      0000000000000000  # re-applied in the generation 0
      0000000000000000  # repeated 0
      0000000000000000  # truncated 0
      0000000000000000  # ratings-by-user: nothing was taken in
      ffffffff          # of no known leader epoch
      0000000000000000 0000000000000000  # of no known topic
      00000000          # nor of any partition of ratings
      """;

  /** What all versions of the movie side's have, after version and generation. */
  private static final String MOVIES_HEX =
      """
      0000000000000003  # learned 3
      0000000000000001  # dropped 1
      0000000000000002  # refused 2, of the learned
      """;

  @Test
  void countersOfTheUserSide() {
    String golden =
        """
        04                # version
        00000000          # generation 0
        """
            + USERS_HEX
            + """
            00000000          # all users are in generation 0
            0000000000000000  # which has no snapshot
            4014000000000000  # squared difference: (.25 - 2.25)^2 + (1 - 0)^2 = 5
            """
            + USERS_SINCE_HEX;

    UserProgress read = USERS.assertWrittenAndRead(golden, users());
    assertEquals(6.5, read.sumOfRatings());
  }

  @Test
  void countersOfTheUserSideWhileItsUsersSwitch() {
    String golden =
        """
        04                # version
        00000005          # users who are touched switch to generation 5
        """
            + USERS_HEX
            + """
            00000003          # all users are in generation 3 or a newer one
            0000000000000006  # the snapshot of 5 contained events up to 6
            4014000000000000  # squared difference 5
            """
            + USERS_SINCE_HEX;
    UserProgress progress = users();
    progress.switchTo(3, 4);
    progress.adopt();
    progress.switchTo(5, 6);

    UserProgress read = USERS.assertWrittenAndRead(golden, progress);
    assertEquals(5, read.generation());
    assertEquals(3, read.adopted());
    assertEquals(6, read.snapshot());
    assertEquals(3, read.report(0).generation(), "reported is what all have adopted");
  }

  @Test
  void countersOfTheUserSideWithWhatWasTakenIn() {
    String golden =
        """
        04                # version
        00000005          # users who are touched switch to generation 5
        """
            + USERS_HEX
            + """
            00000000          # all users are in generation 0
            0000000000000006  # the snapshot of 5 contained events up to 6
            4014000000000000  # squared difference 5
            0000000000000003  # unreadable 3
            0000000000000002  # re-applied in the generation 2
            0000000000000001  # repeated 1
            0000000000000001  # truncated 1
            000000000000002a  # ratings-by-user: 41 was the last that was taken in
            00000007          # of leader epoch 7
            0000000000000001 0000000000000002  # of this topic
            00000002          # of two partitions of ratings
            00000000          # partition 0
            000000e8d4a51000  # offset 10^12
            ffffffff          # leader epoch unknown
            00000000          # topic unknown
            0000000b          # partition 11
            0000000000000000  # offset 0
            00000009          # leader epoch 9
            cafe0001          # short form of the topic's id
            """;
    UserProgress progress = users();
    progress.reapplied();
    progress.switchTo(5, 6);
    progress.reapplied();
    progress.reapplied();
    progress.unreadable();
    progress.unreadable();
    progress.unreadable();
    progress.repeated();
    progress.truncated();
    progress.position(ConsumedPosition.NONE.after(41, 7, TOPIC));
    progress.sources().take(new SourcePosition(11, 0), new SourceLog(9, 0xcafe0001));
    progress.sources().take(new SourcePosition(0, 1_000_000_000_000L), SourceLog.UNKNOWN);

    UserProgress read = USERS.assertWrittenAndRead(golden, progress);
    assertEquals(7 + 3 + 1 + 1, read.counted());
    assertBytes(hex(golden), read.toBytes());
  }

  @Test
  void countersOfTheUserSideWithInteractions() {
    String golden =
        """
        05                # version
        00000000          # generation 0
        """
            + USERS_HEX
            + """
            00000000          # all users are in generation 0
            0000000000000000  # which has no snapshot
            4014000000000000  # squared difference 5
            0000000000000000  # unreadable 0
            0000000000000000  # re-applied in the generation 0
            0000000000000000  # repeated 0
            0000000000000000  # truncated 0
            0000000000000000  # ratings-by-user: nothing was taken in
            ffffffff          # of no known leader epoch
            0000000000000000 0000000000000000  # of no known topic
            0000000000000002  # interactions 2
            0000000000000001  # a rating of the control arm
            3fd0000000000000  # squared error .25
            4002000000000000  # of biases alone 2.25
            4010000000000000  # squared difference 4
            00000000          # nothing of any partition of ratings
            """;
    UserProgress progress = users(1);
    progress.interacted();
    progress.interacted();

    LearningProgress report = USERS.assertWrittenAndRead(golden, progress).report(3);
    assertEquals(2, report.interactions());
    assertEquals(2, report.learned());
    assertEquals(new ErrorSums(1, 1, 0, 1), report.errors(), "the control arm's is left out");
  }

  @Test
  void countersOfTheUserSideFromBeforePositionsWereKept() {
    String golden =
        """
        03                # version
        00000005          # users who are touched switch to generation 5
        """
            + USERS_HEX
            + """
            00000003          # all users are in generation 3 or a newer one
            0000000000000006  # the snapshot of 5 contained events up to 6
            4014000000000000  # squared difference 5
            """;

    UserProgress read = UserProgress.fromBytes(hex(golden));

    assertEquals(new ErrorSums(2, 1.25, 2.25, 5), read.report(3).errors());
    assertEquals(ConsumedPosition.NONE, read.position());
    assertEquals(-1, read.sources().newest(0));
    assertEquals(read.sequence(), read.counted(), "nothing was passed over or set aside");
    assertEquals(LearningProgress.UNKNOWN, read.report(3).reappliedInGeneration());
    UserProgress again = UserProgress.fromBytes(read.toBytes());
    again.reapplied();
    assertEquals(LearningProgress.UNKNOWN, again.report(3).reappliedInGeneration());
    again.switchTo(6, 8);
    again.reapplied();
    assertEquals(1, again.report(3).reappliedInGeneration());
  }

  @Test
  void countersOfTheUserSideFromBeforeThereWereGenerations() {
    String golden = "01 # version\n 00000000 # generation 0\n" + USERS_HEX;

    UserProgress read = UserProgress.fromBytes(hex(golden));

    assertEquals(6.5, read.sumOfRatings());
    assertEquals(new ErrorSums(2, 1.25, 2.25, 0), read.report(3).errors());
    assertEquals(users().report(3).learned(), read.report(3).learned());
    assertEquals(users().report(3).squaredErrorMean(), read.report(3).squaredErrorMean());
  }

  @Test
  void countersOfTheUserSideFromBeforeDifferencesWereSummed() {
    String golden =
        """
        02                # version
        00000005          # users who are touched switch to generation 5
        """
            + USERS_HEX
            + """
            00000003          # all users are in generation 3 or a newer one
            0000000000000006  # the snapshot of 5 contained events up to 6
            """;

    UserProgress read = UserProgress.fromBytes(hex(golden));

    assertEquals(3, read.adopted());
    assertEquals(6, read.snapshot());
    assertEquals(new ErrorSums(2, 1.25, 2.25, 0), read.report(3).errors());
    read.learned(3f, 3f, 1f, 4f);
    assertEquals(new ErrorSums(3, 1.25, 6.25, 16), read.report(3).errors());
  }

  @Test
  void countersOfTheMovieSide() {
    String golden =
        """
        03                # version
        00000005          # generation 5
        """
            + MOVIES_HEX
            + """
            0000000000000004  # reapplied 4
            0000000000000001  # dropped of those that are re-applied 1
            0000000000000002  # unreadable 2
            0000000000000003  # re-applied in the present generation 3
            0000000000000001  # repeated 1
            0000000000000001  # truncated 1
            000000000000002a  # movie-updates: 41 was the last that was taken in
            00000007          # of leader epoch 7
            0000000000000001 0000000000000002  # of this topic
            """;
    MovieProgress progress = movies();
    progress.reapplied();
    progress.adopt(5);
    for (int update = 0; update < 3; update++) {
      progress.reapplied();
    }
    progress.droppedReapplied();
    progress.unreadable();
    progress.unreadable();
    progress.repeated();
    progress.truncated();
    progress.position(ConsumedPosition.NONE.after(41, 7, TOPIC));

    MovieProgress read = MOVIES.assertWrittenAndRead(golden, progress);
    assertEquals(5, read.generation());
    assertEquals(4, read.report(3).reapplied());
    assertEquals(3 + 1 + 4 + 1, read.sequence());
    assertEquals(read.sequence() + 2 + 1 + 1, read.counted());
  }

  @Test
  void countersOfTheMovieSideFromBeforePositionsWereKept() {
    String golden =
        """
        02                # version
        00000005          # generation 5
        """
            + MOVIES_HEX
            + """
            0000000000000004  # reapplied 4
            0000000000000001  # dropped of those that are re-applied 1
            """;

    MovieProgress read = MovieProgress.fromBytes(hex(golden));

    assertEquals(3 + 1 + 4 + 1, read.sequence());
    assertEquals(read.sequence(), read.counted(), "nothing was passed over or set aside");
    assertEquals(LearningProgress.UNKNOWN, read.report(3).reappliedInGeneration());
    read.reapplied();
    assertEquals(LearningProgress.UNKNOWN, read.report(3).reappliedInGeneration());
    read.adopt(6);
    read.reapplied();
    assertEquals(1, read.report(3).reappliedInGeneration());
    assertEquals(ConsumedPosition.NONE, read.position());
  }

  @Test
  void countersOfTheMovieSideFromBeforeThereWereGenerations() {
    String golden = "01 # version\n 00000000 # generation 0\n" + MOVIES_HEX;

    MovieProgress read = MOVIES.assertRead(golden, movies());
    assertBytes(movies().toBytes(), read.toBytes());
  }

  private static UserProgress users() {
    return users(0);
  }

  /**
   * Counters.
   *
   * @param control how many of the two ratings are of the control arm
   */
  private static UserProgress users(int control) {
    UserProgress progress = new UserProgress();
    for (int event = 0; event < 7; event++) {
      progress.nextSequence();
    }
    if (control > 0) {
      progress.learnedOfControl(4f, 3.5f, 2.5f, 2f);
    } else {
      progress.learned(4f, 3.5f, 2.5f, 2f);
    }
    progress.learned(2.5f, 3.5f, 2.5f, 4f);
    progress.refused();
    progress.unchanged();
    progress.late();
    progress.retracted();
    progress.forgotten();
    progress.forgotten();
    return progress;
  }

  private static MovieProgress movies() {
    MovieProgress progress = new MovieProgress();
    progress.learned();
    progress.learned();
    progress.learned();
    progress.dropped();
    progress.refused();
    progress.refused();
    return progress;
  }
}
