package dev.freshet.wire;

import static dev.freshet.wire.GoldenFormat.assertBytes;
import static dev.freshet.wire.GoldenFormat.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.RatingEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Yesterday's ratings still load: every version of them, on their way and in the matrix. */
class RatingFormatsTest {

  /** 2023-11-14T22:13:20Z, 0x18bcfe56800. */
  private static final long TIME = 1_700_000_000_000L;

  private static final GoldenFormat<RoutedEvent> EVENT =
      new GoldenFormat<>(RoutedEvent::toBytes, RoutedEvent::fromBytes);
  private static final GoldenFormat<StoredRating> STORED =
      new GoldenFormat<>(StoredRating::toBytes, StoredRating::fromBytes);

  @Test
  void aRatingOnItsWayToItsUserFromBeforeLogsWereTold() {
    String golden =
        """
        01                # version
        00                # rate
        40900000          # rating 4.5
        0000018bcfe56800  # event time
        0000018bcfe56be8  # arrival, a second later
        00000003          # source partition 3
        0000000000000029  # source offset 41
        41 6d c3 a9 6c 69 65  # Amélie
        """;
    RoutedEvent event =
        new RoutedEvent(Kind.RATE, "Amélie", 4.5f, TIME, TIME + 1000, new SourcePosition(3, 41));

    EVENT.assertRead(golden, event);
  }

  @Test
  void aRetractionOnItsWayToItsUserFromBeforeLogsWereTold() {
    String golden =
        """
        01                # version
        01                # retract
        7fc00000          # rating NaN
        0000018bcfe56800  # event time
        0000018bcfe56800  # arrival
        00000000          # source partition 0
        0000000000000000  # source offset 0
        6d 31             # m1
        """;
    RoutedEvent event =
        new RoutedEvent(Kind.RETRACT, "m1", Float.NaN, TIME, TIME, new SourcePosition(0, 0));

    EVENT.assertRead(golden, event);
  }

  @Test
  void aRequestToBeForgottenOnItsWayToItsUserFromBeforeLogsWereTold() {
    String golden =
        """
        01                # version
        02                # forget
        7fc00000          # rating NaN
        ffffffffffffffff  # event time: a millisecond before 1970
        0000018bcfe56800  # arrival
        0000000b          # source partition 11
        000000e8d4a51000  # source offset 10^12
        """;
    RoutedEvent event =
        new RoutedEvent(
            Kind.FORGET, null, Float.NaN, -1, TIME, new SourcePosition(11, 1_000_000_000_000L));

    EVENT.assertRead(golden, event);
  }

  @Test
  void aRatingWithTheLogItCameFrom() {
    String golden =
        """
        02                # version
        00                # rate
        40900000          # rating 4.5
        0000018bcfe56800  # event time
        0000018bcfe56be8  # arrival, a second later
        00000003          # source partition 3
        0000000000000029  # source offset 41
        00000007          # leader epoch 7
        cafe0001          # short form of the topic's id
        41 6d c3 a9 6c 69 65  # Amélie
        """;
    RoutedEvent event =
        new RoutedEvent(
            Kind.RATE,
            "Amélie",
            4.5f,
            TIME,
            TIME + 1000,
            new SourcePosition(3, 41),
            new SourceLog(7, 0xcafe0001),
            null);

    EVENT.assertWrittenAndRead(golden, event);
  }

  @Test
  void aRequestToBeForgottenFromALogOfWhichNothingIsKnown() {
    String golden =
        """
        02                # version
        02                # forget
        7fc00000          # rating NaN
        ffffffffffffffff  # event time: a millisecond before 1970
        0000018bcfe56800  # arrival
        0000000b          # source partition 11
        000000e8d4a51000  # source offset 10^12
        ffffffff          # leader epoch unknown
        00000000          # topic unknown
        """;
    RoutedEvent event =
        new RoutedEvent(
            Kind.FORGET, null, Float.NaN, -1, TIME, new SourcePosition(11, 1_000_000_000_000L));

    EVENT.assertWrittenAndRead(golden, event);
  }

  @Test
  void anInteractionOnItsWayToItsUser() {
    String golden =
        """
        03                # version
        03                # interact
        40200000          # value 2.5
        0000018bcfe56800  # event time
        0000018bcfe56be8  # arrival, a second later
        00000003          # source partition 3
        0000000000000029  # source offset 41
        00000007          # leader epoch 7
        cafe0001          # short form of the topic's id
        04 76 69 65 77    # view
        41 6d c3 a9 6c 69 65  # Amélie
        """;

    EVENT.assertWrittenAndRead(golden, interaction(Kind.INTERACT, 2.5f));
  }

  @Test
  void interactionsTakenBackOnTheirWayToTheirUser() {
    String golden =
        """
        03                # version
        04                # undo
        7fc00000          # no value
        0000018bcfe56800  # event time
        0000018bcfe56be8  # arrival, a second later
        00000003          # source partition 3
        0000000000000029  # source offset 41
        00000007          # leader epoch 7
        cafe0001          # short form of the topic's id
        04 76 69 65 77    # view
        41 6d c3 a9 6c 69 65  # Amélie
        """;

    EVENT.assertWrittenAndRead(golden, interaction(Kind.UNDO, Float.NaN));
  }

  private static RoutedEvent interaction(Kind kind, float value) {
    return new RoutedEvent(
        kind,
        "Amélie",
        Float.NaN,
        TIME,
        TIME + 1000,
        new SourcePosition(3, 41),
        new SourceLog(7, 0xcafe0001),
        new Interaction("view", value));
  }

  @Test
  void anInteractionOfVersion2AndARatingOfVersion3AreUnreadable() {
    byte[] interaction = interaction(Kind.INTERACT, 1).toBytes();
    interaction[0] = 2;
    assertThrows(UnreadableException.class, () -> RoutedEvent.fromBytes(interaction));
    byte[] rating = interaction(Kind.INTERACT, 1).toBytes();
    rating[1] = 0;
    assertThrows(UnreadableException.class, () -> RoutedEvent.fromBytes(rating));
    byte[] valued = interaction(Kind.UNDO, 1).toBytes();
    assertThrows(UnreadableException.class, () -> RoutedEvent.fromBytes(valued));
  }

  @Test
  void aRatingOfTheMatrix() {
    String golden =
        """
        01                # version
        40600000          # rating 3.5
        0000018bcfe56800  # event time
        00000000000003e9  # sequence 1001
        00000002          # generation 2
        40800000          # prediction 4
        40200000          # baseline 2.5
        """;
    StoredRating rating = new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f);

    STORED.assertWrittenAndRead(golden, rating);
    assertFalse(rating.isRetracted());
  }

  @Test
  void aRatingThatSurvivedWhenItsUserWasForgotten() {
    String golden =
        """
        02                # version
        40600000          # rating 3.5
        0000018bcfe56800  # event time
        00000000000003e9  # sequence 1001
        00000002          # generation 2
        40800000          # prediction 4
        40200000          # baseline 2.5
        00000000000003ea  # the user was forgotten at 1002
        """;
    StoredRating rating = new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f).survived(1002);

    STORED.assertWrittenAndRead(golden, rating);
  }

  @Test
  void theMarkerOfARetraction() {
    String golden =
        """
        01                # version
        7fc00000          # no rating
        ffffffff00000000  # event time: 2^32 ms before 1970
        0000000000000001  # sequence 1
        00000000          # generation 0
        7fc00000          # no prediction
        7fc00000          # no baseline
        """;
    StoredRating marker = StoredRating.retracted(-4_294_967_296L, 1, 0);

    STORED.assertWrittenAndRead(golden, marker);
    assertTrue(marker.isRetracted());
  }

  private static final String VIEWS_HEX =
      """
      04 76 69 65 77    # view
      0000018bcfe56000  # floor: what is no newer is late
      40000000          # sum of what stands up to then: 2
      0000018bcfe55c00  # the oldest of that
      00000000000003ea  # sequence 1002
      02                # 2 newer ones
      0000018bcfe56801  # the newest
      3f800000          # value 1
      0000018bcfe56800  # before it
      3f000000          # value .5
      """;

  private static final StoredInteraction VIEWS =
      new StoredInteraction(
          "view",
          TIME - 2048,
          2,
          TIME - 3072,
          1002,
          List.of(
              new StoredInteraction.Timed(TIME + 1, 1), new StoredInteraction.Timed(TIME, .5f)));

  @Test
  void interactionsWithoutARating() {
    String golden =
        """
        06                # version
        7fc00000          # no rating
        8000000000000000  # there never was one
        0000000000000000  # so it has no sequence
        00000000          # generation 0
        7fc00000          # no prediction
        7fc00000          # no baseline
        0000000000000000  # never forgotten since
        01                # a take
        0000018bcfe56801  # its time
        01                # 1 movie before
        02 6d 37          # m7
        3f000000          # weight .5
        0c                # place 12
        00000000000003ea  # before event 1002
        8000000000000000  # no rating was liked
        01                # lists were judged by an event
        02                # interactions of 2 names
        """
            + VIEWS_HEX
            + """
            04 73 6b 69 70    # skip
            0000018bcfe56800  # taken back up to then
            00000000          # nothing stands
            7fffffffffffffff  # so there is no oldest
            00000000000003eb  # sequence 1003
            00                # nothing is newer
            """;
    StoredRating stored =
        StoredRating.none()
            .withTake(new Take(TIME + 1, List.of("m7"), .5f))
            .stoodAt(12, 1002)
            .asked(true)
            .with(VIEWS)
            .with(StoredInteraction.none("skip").takenBack(TIME, 1003));

    StoredRating read = STORED.assertWrittenAndRead(golden, stored);
    assertFalse(read.isRetracted());
    assertFalse(read.stands());
    assertTrue(read.isInteracted());
    assertEquals(1003, read.newest());
  }

  @Test
  void aRatingBesideInteractions() {
    String golden =
        """
        06                # version
        40600000          # rating 3.5
        0000018bcfe56800  # event time
        00000000000003e9  # sequence 1001
        00000002          # generation 2
        40800000          # prediction 4
        40200000          # baseline 2.5
        00000000000003ec  # the user was forgotten at 1004
        00                # no take
        00                # nobody looked for the place
        0000000000000000  # before no event
        0000018bcfe567ff  # the first rating was liked
        00                # lists were not judged by it
        01                # interactions of 1 name
        """
            + VIEWS_HEX;

    STORED.assertWrittenAndRead(
        golden,
        new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f)
            .survived(1004)
            .likedAt(TIME - 1)
            .with(VIEWS));
  }

  /** Version 5 did not say whether the first rating was liked: whose take is whole counts as it. */
  @Test
  void whatVersion5SaidOfARatingBesideInteractions() {
    String golden =
        """
        05                # version
        40600000          # rating 3.5
        0000018bcfe56800  # event time
        00000000000003e9  # sequence 1001
        00000002          # generation 2
        40800000          # prediction 4
        40200000          # baseline 2.5
        0000000000000000  # never forgotten
        01                # a take
        0000018bcfe567ff  # its time
        00                # nothing before it
        3f800000          # weight 1
        07                # place 7
        00000000000003e9  # before event 1001
        01                # interactions of 1 name
        """
            + VIEWS_HEX;

    STORED.assertRead(
        golden,
        new StoredRating(3.5f, TIME, 1001, 2, 4f, 2.5f)
            .likedAt(TIME - 1)
            .asked(true)
            .withTake(new Take(TIME - 1, List.of()))
            .stoodAt(7, 1001)
            .with(VIEWS));
  }

  @Test
  void aKeyOfTheMatrix() {
    byte[] user = "Zoë".getBytes(StandardCharsets.UTF_8);
    byte[] golden =
        hex(
            """
            04                # length of the user id
            5a 6f c3 ab       # Zoë
            6d 37             # m7
            """);

    assertBytes(golden, RatingKey.of(user, "m7").get());
    assertEquals("Zoë", RatingKey.userId(golden));
    assertEquals("m7", RatingKey.movieId(golden));
    assertBytes(hex("04 5a 6f c3 ab"), RatingKey.prefix(user).get());
  }
}
