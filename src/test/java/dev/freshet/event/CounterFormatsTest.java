package dev.freshet.event;

import static dev.freshet.event.BinaryFormatsTest.assertBytes;
import static dev.freshet.event.BinaryFormatsTest.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Yesterday's counters still load: every version, written out by hand, as in {@link
 * BinaryFormatsTest}.
 */
class CounterFormatsTest {

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

  /** What both versions of the movie side's have, after version and generation. */
  private static final String MOVIES_HEX =
      """
      0000000000000003  # learned 3
      0000000000000001  # dropped 1
      0000000000000002  # refused 2, of the learned
      """;

  @Test
  void countersOfTheUserSide() {
    byte[] golden =
        hex(
            """
            03                # version
            00000000          # generation 0
            """
                + USERS_HEX
                + """
                00000000          # all users are in generation 0
                0000000000000000  # which has no snapshot
                4014000000000000  # squared difference: (.25 - 2.25)^2 + (1 - 0)^2 = 5
                """);

    assertBytes(golden, users().toBytes());
    assertEquals(users().report(3), UserProgress.fromBytes(golden).report(3));
    assertEquals(6.5, UserProgress.fromBytes(golden).sumOfRatings());
  }

  @Test
  void countersOfTheUserSideWhileItsUsersSwitch() {
    byte[] golden =
        hex(
            """
            03                # version
            00000005          # users who are touched switch to generation 5
            """
                + USERS_HEX
                + """
                00000003          # all users are in generation 3 or a newer one
                0000000000000006  # the snapshot of 5 contained events up to 6
                4014000000000000  # squared difference 5
                """);
    UserProgress progress = users();
    progress.switchTo(3, 4);
    progress.adopt();
    progress.switchTo(5, 6);

    assertBytes(golden, progress.toBytes());
    UserProgress read = UserProgress.fromBytes(golden);
    assertEquals(5, read.generation());
    assertEquals(3, read.adopted());
    assertEquals(6, read.snapshot());
    assertEquals(3, read.report(0).generation(), "reported is what all have adopted");
  }

  @Test
  void countersOfTheUserSideFromBeforeThereWereGenerations() {
    byte[] golden = hex("01 # version\n 00000000 # generation 0\n" + USERS_HEX);

    UserProgress read = UserProgress.fromBytes(golden);

    assertEquals(6.5, read.sumOfRatings());
    assertEquals(new ErrorSums(2, 1.25, 2.25, 0), read.report(3).errors());
    assertEquals(users().report(3).learned(), read.report(3).learned());
    assertEquals(users().report(3).squaredErrorMean(), read.report(3).squaredErrorMean());
  }

  @Test
  void countersOfTheUserSideFromBeforeDifferencesWereSummed() {
    byte[] golden =
        hex(
            """
            02                # version
            00000005          # users who are touched switch to generation 5
            """
                + USERS_HEX
                + """
                00000003          # all users are in generation 3 or a newer one
                0000000000000006  # the snapshot of 5 contained events up to 6
                """);

    UserProgress read = UserProgress.fromBytes(golden);

    assertEquals(3, read.adopted());
    assertEquals(6, read.snapshot());
    assertEquals(new ErrorSums(2, 1.25, 2.25, 0), read.report(3).errors());
    read.learned(3f, 3f, 1f, 4f);
    assertEquals(new ErrorSums(3, 1.25, 6.25, 16), read.report(3).errors());
  }

  @Test
  void countersOfTheMovieSide() {
    byte[] golden =
        hex(
            """
            02                # version
            00000005          # generation 5
            """
                + MOVIES_HEX
                + """
                0000000000000004  # reapplied 4
                0000000000000001  # dropped of those that are re-applied 1
                """);
    MovieProgress progress = movies();
    progress.adopt(5);
    for (int update = 0; update < 4; update++) {
      progress.reapplied();
    }
    progress.droppedReapplied();

    assertBytes(golden, progress.toBytes());
    MovieProgress read = MovieProgress.fromBytes(golden);
    assertEquals(progress.report(3), read.report(3));
    assertEquals(5, read.generation());
    assertEquals(4, read.report(3).reapplied());
    assertEquals(3 + 1 + 4 + 1, read.sequence());
  }

  @Test
  void countersOfTheMovieSideFromBeforeThereWereGenerations() {
    byte[] golden = hex("01 # version\n 00000000 # generation 0\n" + MOVIES_HEX);

    MovieProgress read = MovieProgress.fromBytes(golden);

    assertEquals(movies().report(3), read.report(3));
    assertBytes(movies().toBytes(), read.toBytes());
  }

  private static UserProgress users() {
    UserProgress progress = new UserProgress();
    for (int event = 0; event < 7; event++) {
      progress.nextSequence();
    }
    progress.learned(4f, 3.5f, 2.5f, 2f);
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
