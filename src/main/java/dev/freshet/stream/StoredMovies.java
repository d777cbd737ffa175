package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.OnlineSgd;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.StoredMovie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The movies and genres of a partition of the movie side. A movie that is not stored, or cannot be
 * read and is set aside, starts afresh. Not thread-safe.
 */
final class StoredMovies {

  private final KeyValueStore<Bytes, byte[]> store;
  private final SetAside aside;
  private final OnlineSgd sgd;

  StoredMovies(KeyValueStore<Bytes, byte[]> store, SetAside aside, OnlineSgd sgd) {
    this.store = store;
    this.aside = aside;
    this.sgd = sgd;
  }

  /** The stored movie; one that starts with a vector of this length where there is none. */
  StoredMovie read(Bytes movieId, int generation, int rank) {
    @Nullable StoredMovie stored = aside.read(store, movieId, StoredMovie::finite);
    return stored == null
        ? new StoredMovie(start(movieId, generation, rank), MovieTakes.NONE)
        : stored;
  }

  /** The movie in no generation before this one: left behind in one, it starts afresh. */
  StoredMovie present(Bytes movieId, int generation, int rank) {
    StoredMovie stored = read(movieId, generation, rank);
    return stored.factors().generation() < generation
        ? restarted(movieId, stored, generation, rank)
        : stored;
  }

  /** The movie with factors that start afresh; its baseline and takes have no generation. */
  StoredMovie restarted(Bytes movieId, StoredMovie movie, int generation, int rank) {
    float baseline = movie.factors().baseline();
    return movie.with(start(movieId, generation, rank).withBaseline(baseline));
  }

  private Factors start(Bytes movieId, int generation, int rank) {
    return sgd.starts().newMovie(id(movieId), generation, rank);
  }

  void put(Bytes movieId, StoredMovie movie) {
    store.put(movieId, movie.toBytes());
  }

  void put(GenerationMark mark) {
    store.put(Bytes.wrap(GenerationMark.key()), mark.toBytes());
  }

  void delete(Bytes movieId) {
    store.delete(movieId);
  }

  /**
   * All keys but that of the mark, to be read before anything is written. An iterator over a cached
   * store passes over a key that was in the cache alone and is pushed out of it meanwhile.
   */
  List<Bytes> keys() {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        Bytes key = all.next().key;
        if (!GenerationMark.isKey(key.get())) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** The rank of the factors of a generation; that of the settings where there are none. */
  int rank(int generation) {
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        if (!GenerationMark.isKey(entry.key.get()) && !GenreIds.isKey(entry.key.get())) {
          @Nullable Factors stored = MovieFactors.orNull(entry.value);
          if (stored != null && stored.generation() == generation) {
            return stored.rank();
          }
        }
      }
    }
    return sgd.settings().rank();
  }

  static String id(Bytes movieId) {
    return new String(movieId.get(), StandardCharsets.UTF_8);
  }
}
