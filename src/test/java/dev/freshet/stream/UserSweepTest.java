package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ListedMovies;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.UserState;
import dev.freshet.wire.UserState.Due;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserSweepTest {

  private static final Bytes ADA = Bytes.wrap("ada".getBytes(StandardCharsets.UTF_8));
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  /** What the ticker shows more at each look: a slice of 1 ms has ten. */
  private static final long PER_LOOK = 100_000;

  private static final int MANY = 3_000;
  private static final long TICK = 10; // ms
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final UsersInMemory users = new UsersInMemory();
  private final MovieReplica replica = new MovieReplica(SGD, 1);
  private final DueUsers due = new DueUsers(Duration.ZERO);
  private long nanos;
  private final UserSweep sweep =
      new UserSweep(
          users,
          new UserRounds(users),
          this::state,
          replica,
          3,
          Duration.ofDays(30),
          due,
          () -> nanos += PER_LOOK);

  private @Nullable UserState state(Bytes user, long now) {
    byte[] stored = users.get(user);
    return stored == null ? null : UserState.fromBytes(stored);
  }

  private static final ListedMovies THREE =
      ListedMovies.of(List.of("alien", "brazil", "heat"), 1, 0, Arm.TREATMENT);

  private static UserState listed(int ratings, String movie) {
    return new UserState(
        SGD.starts().newUser("ada", 0, 0),
        ratings,
        UserState.Due.NO,
        0,
        1,
        null,
        ListedMovies.of(List.of(movie), 1, 0, Arm.TREATMENT),
        Long.MIN_VALUE,
        0,
        1,
        List.of());
  }

  /** The bug: what was learned since the value that the iterator showed was written over. */
  @Test
  void aWalkWritesNothingBackThatIsOlderThanTheStore() {
    replica.take(new MovieEvent("alien", new Movie("alien", "Alien", List.of(), null)));
    users.put(ADA, listed(1, "brazil").toBytes());
    users.iteratorsShowWhatIsThereNow();
    users.put(ADA, listed(2, "brazil").toBytes());

    sweep.run(1_000);

    assertEquals(2, UserState.fromBytes(users.get(ADA)).ratings());
    assertEquals(UserState.Due.CATALOGUE, UserState.fromBytes(users.get(ADA)).due());
    assertEquals(ADA, due.poll(1_000));
  }

  @Test
  void aWalkDoesNotBringBackAUserWhoIsGone() {
    replica.take(new MovieEvent("alien", new Movie("alien", "Alien", List.of(), null)));
    users.put(ADA, listed(1, "brazil").toBytes());
    users.iteratorsShowWhatIsThereNow();
    users.delete(ADA);

    sweep.run(1_000);

    assertEquals(Map.of(), users.now);
  }

  @Test
  void aGrownCatalogueOwesTheShortListsWhatItHasForThem() {
    catalogue("alien", "brazil");
    users.put(ADA, listed(1, "brazil").toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(1_000);
    assertNull(due.poll(1_000), "the other movie may be the one that was rated");

    catalogue("heat");
    sweep.run(2_000);
    assertNull(due.poll(2_000), "many movies may come at once");
    sweep.run(7_000);
    assertEquals(ADA, due.poll(7_000));
    assertEquals(UserState.Due.CATALOGUE, UserState.fromBytes(users.get(ADA)).due());
  }

  @Test
  void aGrownCatalogueChangesNoWholeList() {
    catalogue("alien", "brazil", "heat");
    users.put(ADA, listed(1, "brazil").sent(THREE).toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(1_000);
    catalogue("jaws", "ran");
    sweep.run(7_000);
    assertNull(due.poll(7_000));
  }

  /** The bug: each removal began the walk anew, and most users were never reached. */
  @Test
  void removalsDuringAWalkDoNotBeginItAnew() {
    catalogue("alien");
    many("alien", Due.NO);
    long now = 0;
    for (int tick = 0; due.size() < MANY; tick++) {
      assertTrue(tick < 1_000, due.size() + " of " + MANY);
      catalogue("gone" + tick);
      remove(tick == 0 ? "alien" : "gone" + tick);
      sweep.run(now += TICK);
    }
  }

  @Test
  void listsThatWereOwedWhenTheProcessDiedAreFoundInOneRoundWhateverIsRemoved() {
    catalogue("alien");
    many("alien", Due.RATING);
    int ticks = 0;
    while (due.size() < MANY) {
      sweep.run(TICK * ++ticks);
    }

    DueUsers again = new DueUsers(Duration.ZERO);
    UserSweep next =
        new UserSweep(
            users,
            new UserRounds(users),
            this::state,
            replica,
            1,
            Duration.ofDays(30),
            again,
            () -> nanos += PER_LOOK);
    long now = 0;
    for (int tick = 0; tick < ticks; tick++) {
      catalogue("gone" + tick);
      remove("gone" + tick);
      next.run(now += TICK);
    }
    assertEquals(MANY, again.size());
  }

  @Test
  void everybodyIsLookedAtAgainAfterARemovalInTheMiddleOfAWalk() {
    catalogue("alien");
    many("alien", Due.NO);
    long now = 0;
    sweep.run(now += TICK);
    sweep.run(now += TICK);
    assertEquals(0, due.size());
    remove("alien"); // some were looked at before that
    for (int tick = 0; tick < 1_000; tick++) {
      sweep.run(now += TICK);
    }
    assertEquals(MANY, due.size(), "the beginning, too, once the next round may begin");
  }

  @Test
  void aSliceEndsWithItsTime() {
    catalogue("alien");
    many("alien", Due.NO);
    long before = nanos;
    sweep.run(TICK);
    long more = nanos - before - Duration.ofMillis(1).toNanos();
    assertTrue(Math.abs(more) <= 2 * PER_LOOK, more + " ns more than a slice");
    assertTrue(users.read < MANY / 2, users.read + " users");
    assertTrue(users.read > 0, "but it goes on");
  }

  @Test
  void roundsDoNotFollowEachOtherAtOnce() {
    catalogue("alien", "brazil");
    users.put(ADA, listed(1, "brazil").sent(THREE).toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(1_000);
    int read = users.read;
    remove("alien");
    sweep.run(1_010);
    assertEquals(read, users.read);
    sweep.run(2_000);
    assertEquals(read + 1, users.read);
    assertEquals(ADA, due.poll(2_000));
  }

  @Test
  void aClockThatIsSetBackDelaysNoWalk() {
    long now = 10 * HOUR;
    catalogue("alien", "brazil");
    users.put(ADA, listed(1, "brazil").toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(now);
    remove("brazil");
    sweep.run(now - HOUR);
    assertEquals(ADA, due.poll(now - HOUR));
  }

  @Test
  void aMarkerWhoseTimeIsYetToComeByThisClockServesFromNowOn() {
    long now = 10 * HOUR;
    users.put(ADA, UserState.forgotten(7, now + HOUR, 1).toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(now);
    assertEquals(now, UserState.fromBytes(users.get(ADA)).forgottenAt());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(now + Duration.ofDays(30).toMillis() + 1);
    assertNull(users.get(ADA));
  }

  @Test
  void aMarkerOfAClockThatIsBehindServesItsTime() {
    long now = 1_000 * HOUR;
    users.put(ADA, UserState.forgotten(7, now - HOUR, 1).toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(now);
    assertEquals(now - HOUR, UserState.fromBytes(users.get(ADA)).forgottenAt());
  }

  private void many(String movie, Due owed) {
    UserState state = listed(0, movie);
    for (int u = 0; u < MANY; u++) {
      Bytes user = Bytes.wrap("u%04d".formatted(u).getBytes(StandardCharsets.UTF_8));
      users.put(user, state.owed(owed, 1).toBytes());
    }
    users.iteratorsShowWhatIsThereNow();
  }

  private void remove(String movie) {
    replica.take(new MovieEvent(movie, null));
  }

  private void catalogue(String... movies) {
    for (String movie : movies) {
      replica.take(new MovieEvent(movie, new Movie(movie, movie, List.of(), null)));
    }
  }
}
