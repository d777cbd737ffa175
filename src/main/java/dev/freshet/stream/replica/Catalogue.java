package dev.freshet.stream.replica;

import dev.freshet.wire.Movie;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What lists and starts need of the catalogue's movies, by index: titles as bytes, each set of
 * genres once; and which movies lists may contain. Written by one thread at a time, read by all.
 */
final class Catalogue {

  /** Sets of genres that are kept once: more than any real catalogue has. */
  private static final int SHARED = 20_000;

  private final Map<List<String>, List<String>> shared = new HashMap<>();
  private volatile byte[] @Nullable [] titles = new byte[1024][];
  private volatile @Nullable List<String>[] genres = lists(1024);
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong removals = new AtomicLong();

  /** Whether there is or was one. */
  private volatile boolean hasBegun;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
  private static @Nullable List<String>[] lists(int length) {
    return new List[length];
  }

  /** Whether the movie is in the catalogue. */
  boolean contains(int index) {
    byte[] @Nullable [] all = titles;
    return index >= 0 && index < all.length && all[index] != null;
  }

  /** The movie's title; null where it is not in the catalogue. */
  @Nullable String title(int index) {
    byte[] @Nullable [] all = titles;
    byte[] title = index >= 0 && index < all.length ? all[index] : null;
    return title == null ? null : new String(title, StandardCharsets.UTF_8);
  }

  /** The movie's genres; null where it is not in the catalogue. */
  @Nullable List<String> genres(int index) {
    @Nullable List<String>[] all = genres;
    return contains(index) && index < all.length ? all[index] : null;
  }

  /** Number of movies. */
  int size() {
    return size.get();
  }

  /** Whether there is or was a catalogue: then lists contain its movies alone. */
  boolean hasBegun() {
    return hasBegun;
  }

  /** There is a catalogue, or was one that left nothing to read. */
  void begin() {
    hasBegun = true;
  }

  /**
   * Notes that there is a catalogue: rated movies that are not in it cease to be listable.
   *
   * @param hasOthers whether there are any
   */
  void begin(boolean hasOthers) {
    if (!hasBegun) {
      hasBegun = true;
      if (hasOthers) {
        removals.incrementAndGet();
      }
    }
  }

  /** Whether lists may contain a movie: while there never was a catalogue, every one. */
  boolean isListable(int index) {
    return contains(index) || !hasBegun;
  }

  /** How often movies ceased to be listable since this process started. */
  long removals() {
    return removals.get();
  }

  /** Takes a movie in, or what has changed of it. */
  void put(int index, Movie movie) {
    byte[] @Nullable [] names = titles;
    @Nullable List<String>[] sets = genres;
    if (index >= names.length) {
      names = Arrays.copyOf(names, index + index / 2);
      sets = Arrays.copyOf(sets, index + index / 2);
    }
    boolean isNew = names[index] == null;
    sets[index] = shared(movie.genres());
    genres = sets; // volatile writes: who sees the title sees the genres
    names[index] = movie.title().getBytes(StandardCharsets.UTF_8);
    titles = names;
    if (isNew) {
      size.incrementAndGet();
    }
  }

  /** Takes a movie out; false if it was not in. */
  boolean remove(int index) {
    if (!contains(index)) {
      return false;
    }
    byte[] @Nullable [] names = titles;
    names[index] = null;
    titles = names;
    @Nullable List<String>[] sets = genres;
    sets[index] = null;
    genres = sets;
    size.decrementAndGet();
    removals.incrementAndGet();
    return true;
  }

  private List<String> shared(List<String> of) {
    List<String> known = shared.get(of);
    if (known == null) {
      known = of;
      if (shared.size() < SHARED) {
        shared.put(of, of);
      }
    }
    return known;
  }
}
