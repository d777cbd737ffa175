package dev.freshet.stream;

import dev.freshet.wire.Side;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Every state store, by the name that its changelog topic carries too. */
final class Store {

  /** User side: {@link dev.freshet.wire.UserState} by user id. */
  static final String USER_FACTORS = "user-factors";

  /** User side: {@link dev.freshet.wire.StoredRating} by {@link dev.freshet.wire.RatingKey}. */
  static final String USER_RATINGS = "user-ratings";

  /** User side: factors of a checkpoint by user id until the user takes them, and its end. */
  static final String USER_PENDING = "user-pending";

  /** User side: one {@link dev.freshet.wire.UserProgress}. */
  static final String USER_PROGRESS = "user-progress";

  /** Movie side: {@link dev.freshet.wire.MovieFactors} by movie id. */
  static final String MOVIE_FACTORS = "movie-factors";

  /** Movie side: one {@link dev.freshet.wire.MovieProgress}. */
  static final String MOVIE_PROGRESS = "movie-progress";

  /** Global, in memory: the replica of all movie factors. */
  static final String FACTOR_REPLICA = "factor-replica";

  /** Global, in memory: the catalogue. */
  static final String CATALOGUE_REPLICA = "catalogue-replica";

  /** Global, in memory: the ranking vectors. */
  static final String VECTORS_REPLICA = "vectors-replica";

  private Store() {}

  /** A side's stores on disk, in the order in which its topology adds them. */
  static List<OnDisk> of(Side side) {
    return switch (side) {
      case USERS ->
          List.of(
              new OnDisk(
                  USER_PENDING, true, UsersTopology.LEARN_USER, UsersTopology.TAKE_CHECKPOINT),
              new OnDisk(USER_FACTORS, true, UsersTopology.LEARN_USER),
              new OnDisk(USER_RATINGS, false, UsersTopology.LEARN_USER),
              new OnDisk(USER_PROGRESS, true, UsersTopology.LEARN_USER));
      case MOVIES ->
          List.of(
              new OnDisk(MOVIE_FACTORS, true, MoviesTopology.LEARN_MOVIE),
              new OnDisk(MOVIE_PROGRESS, true, MoviesTopology.LEARN_MOVIE));
    };
  }

  /** Whether a value that cannot be read is set aside; without its counters a side stops. */
  static boolean isSetAside(String store) {
    return !store.equals(USER_PROGRESS) && !store.equals(MOVIE_PROGRESS);
  }

  /**
   * A store on disk with a changelog.
   *
   * @param name that its changelog topic carries too
   * @param isCached whether changes of one key between two commits are written once
   * @param processors that use it
   */
  record OnDisk(String name, boolean isCached, List<String> processors) {

    OnDisk(String name, boolean isCached, String... processors) {
      this(name, isCached, List.of(processors));
    }

    /** Adds it to a topology that has its processors. */
    void addTo(Topology topology) {
      StoreBuilder<KeyValueStore<Bytes, byte[]>> builder = builder(name);
      topology.addStateStore(
          isCached ? builder.withCachingEnabled() : builder, processors.toArray(String[]::new));
    }
  }

  /** Builds a store of bytes on disk. */
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
  }
}
