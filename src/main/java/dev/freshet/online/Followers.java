package dev.freshet.online;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The movies that were taken after one, each with how often: a hash table on two flat arrays with
 * open addressing. Not thread-safe.
 */
final class Followers {

  /** A slot without a movie. */
  private static final int FREE = -1;

  private int[] movies = free(4);
  private float[] weights = new float[4];
  private int size;

  private static int[] free(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }

  /** How often {@code movie} was taken after; 0 where it never was. */
  float get(int movie) {
    int slot = slot(movie);
    return movies[slot] == movie ? weights[slot] : 0;
  }

  /** Replaces how often {@code movie} was taken after. */
  void put(int movie, float weight) {
    int slot = slot(movie);
    if (movies[slot] == FREE) {
      if (3 * (size + 1) > 2 * movies.length) {
        resize(2 * movies.length);
        slot = slot(movie);
      }
      movies[slot] = movie;
      size++;
    }
    weights[slot] = weight;
  }

  /** Forgets a movie, and closes the gap: who was pushed on by it moves back. */
  void remove(int movie) {
    int gap = slot(movie);
    if (movies[gap] != movie) {
      return;
    }
    size--;
    int mask = movies.length - 1;
    for (int next = (gap + 1) & mask; movies[next] != FREE; next = (next + 1) & mask) {
      int home = home(movies[next]);
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        movies[gap] = movies[next];
        weights[gap] = weights[next];
        gap = next;
      }
    }
    movies[gap] = FREE;
  }

  /** Hands over all. */
  void forEach(TakenMovies.Neighbour each) {
    for (int slot = 0; slot < movies.length; slot++) {
      if (movies[slot] != FREE) {
        each.at(movies[slot], weights[slot]);
      }
    }
  }

  /** The movies, copied. */
  int[] movies() {
    return IntStream.of(movies).filter(movie -> movie != FREE).toArray();
  }

  private void resize(int length) {
    int[] oldMovies = movies;
    float[] oldWeights = weights;
    movies = free(length);
    weights = new float[length];
    for (int old = 0; old < oldMovies.length; old++) {
      if (oldMovies[old] != FREE) {
        int slot = slot(oldMovies[old]);
        movies[slot] = oldMovies[old];
        weights[slot] = oldWeights[old];
      }
    }
  }

  private int slot(int movie) {
    int mask = movies.length - 1;
    int slot = home(movie);
    while (movies[slot] != FREE && movies[slot] != movie) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(int movie) {
    int hash = movie * 0x9E3779B9;
    return (hash ^ hash >>> 16) & (movies.length - 1);
  }
}
