package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.event.ListedMovies;
import dev.freshet.event.Movie;
import dev.freshet.event.MovieEvent;
import dev.freshet.event.UserState;
import dev.freshet.model.OnlineSgd;
import dev.freshet.model.Scale;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class UserSweepTest {

  private static final Bytes ADA = Bytes.wrap("ada".getBytes(StandardCharsets.UTF_8));
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  private final CachedStore users = new CachedStore();
  private final MovieReplica replica = new MovieReplica(SGD, 1);
  private final DueUsers due = new DueUsers();
  private final UserSweep sweep = new UserSweep(users, replica, 3, Duration.ofDays(30), due);

  private static UserState listed(int ratings, String movie) {
    return new UserState(
        SGD.newUser("ada", 0, 0),
        ratings,
        UserState.Due.NO,
        0,
        1,
        null,
        ListedMovies.of(List.of(movie)),
        Long.MIN_VALUE,
        0,
        1);
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
    users.put(ADA, listed(1, "brazil").listed(List.of("alien", "brazil", "heat"), 1).toBytes());
    users.iteratorsShowWhatIsThereNow();
    sweep.run(1_000);
    catalogue("jaws", "ran");
    sweep.run(7_000);
    assertNull(due.poll(7_000));
  }

  private void catalogue(String... movies) {
    for (String movie : movies) {
      replica.take(new MovieEvent(movie, new Movie(movie, movie, List.of(), null)));
    }
  }

  /** Its iterators show older values than it has, as Kafka Streams' cached stores may. */
  private static final class CachedStore implements KeyValueStore<Bytes, byte[]> {
    private final NavigableMap<Bytes, byte[]> now = new TreeMap<>();
    private final NavigableMap<Bytes, byte[]> shown = new TreeMap<>();

    void iteratorsShowWhatIsThereNow() {
      shown.putAll(now);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
      return all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
      Iterator<Map.Entry<Bytes, byte[]>> entries = List.copyOf(shown.entrySet()).iterator();
      return new KeyValueIterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
          Map.Entry<Bytes, byte[]> entry = entries.next();
          return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public byte[] get(Bytes key) {
      return now.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      if (value == null) {
        now.remove(key);
      } else {
        now.put(key, value);
      }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
      return now.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
      entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
      return now.remove(key);
    }

    @Override
    public long approximateNumEntries() {
      return now.size();
    }

    @Override
    public String name() {
      return "users";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
      return false;
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}
