package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class UserRoundsTest {

  private final UsersInMemory users = new UsersInMemory();
  private final UserRounds rounds = new UserRounds(users);
  private final Random random = new Random(1);

  private static Bytes user(int number) {
    return Bytes.wrap("u%06d".formatted(number).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads until everybody was read, stopping now and then. */
  private Set<Bytes> readAll() {
    Set<Bytes> read = new HashSet<>();
    while (rounds.isOpen()) {
      rounds.read(
          (user, value) -> {
            read.add(user);
            return random.nextInt(300) > 0;
          });
    }
    return read;
  }

  @Test
  void nobodyIsLeftOutInAnyRoundWhoeverComesAndGoes() {
    Set<Bytes> there = new HashSet<>();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 1_000; i++) {
        Bytes user = user(random.nextInt(10_000));
        boolean comes = random.nextInt(4) > 0;
        users.put(user, comes ? new byte[] {1} : null);
        if (comes) {
          there.add(user);
        } else {
          there.remove(user);
        }
      }
      users.iteratorsShowWhatIsThereNow();
      rounds.askForAll();
      assertEquals(there, readAll(), "round " + round);
    }
  }

  @Test
  void whoeverIsThereWhenAllAreAskedForIsReadAfterwardsWhereverTheRoundIs() {
    for (int u = 0; u < 5_000; u++) {
      users.put(user(2 * u), new byte[] {1});
    }
    for (int time = 0; time < 50; time++) {
      users.iteratorsShowWhatIsThereNow();
      rounds.askForAll();
      for (int some = random.nextInt(30); some > 0 && rounds.isOpen(); some--) {
        rounds.read((user, value) -> random.nextInt(100) > 0);
      }
      users.put(user(2 * random.nextInt(5_000) + 1), new byte[] {1});
      users.iteratorsShowWhatIsThereNow();
      rounds.askForAll();
      assertEquals(users.now.size(), readAll().size());
    }
  }

  @Test
  void aRangeIsShortOnceARoundHasBeenMade() {
    for (int u = 0; u < 5_000; u++) {
      users.put(user(u), new byte[] {1});
    }
    users.iteratorsShowWhatIsThereNow();
    rounds.askForAll();
    readAll();
    users.widest = 0;
    users.iteratorsShowWhatIsThereNow();
    rounds.askForAll();
    readAll();
    assertTrue(users.widest <= 502, users.widest + " users, both fences among them");
  }

  @Test
  void twoWalksBothReadEverybodyAndShareTheFences() {
    for (int u = 0; u < 5_000; u++) {
      users.put(user(u), new byte[] {1});
    }
    users.iteratorsShowWhatIsThereNow();
    rounds.askForAll();
    readAll();
    UserRounds other = rounds.another();
    users.widest = 0;
    rounds.askForAll();
    other.askForAll();
    Set<Bytes> read = new HashSet<>();
    Set<Bytes> readByOther = new HashSet<>();
    while (rounds.isOpen() || other.isOpen()) {
      if (rounds.isOpen()) {
        rounds.read((user, value) -> read.add(user) && random.nextInt(300) > 0);
      }
      if (other.isOpen()) {
        other.read((user, value) -> readByOther.add(user) && random.nextInt(700) > 0);
      }
    }
    assertEquals(users.now.keySet(), read);
    assertEquals(users.now.keySet(), readByOther);
    assertTrue(users.widest <= 502, users.widest + " users, both fences among them");
  }

  @Test
  void anEmptyStoreIsReadAtOnce() {
    users.iteratorsShowWhatIsThereNow();
    rounds.askForAll();
    rounds.read((user, value) -> true);
    assertFalse(rounds.isOpen());
  }
}
