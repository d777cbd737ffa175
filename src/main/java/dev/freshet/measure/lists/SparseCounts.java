package dev.freshet.measure.lists;

import java.util.Arrays;

/** Weights of a few of many movies: a table with open addressing. */
final class SparseCounts {

  private static final int EMPTY = -1;

  private int[] movies = emptyTable(4);
  private double[] weights = new double[4];
  private int size;

  private static int[] emptyTable(int capacity) {
    int[] table = new int[capacity];
    Arrays.fill(table, EMPTY);
    return table;
  }

  /** Adds to the weight of a movie. */
  void add(int movie, double weight) {
    int at = find(movie);
    if (movies[at] == EMPTY) {
      if (2 * ++size > movies.length) {
        grow();
        at = find(movie);
      }
      movies[at] = movie;
    }
    weights[at] += weight;
  }

  /** Adds {@code factor} times each weight to {@code sums}, by movie. */
  void addTo(double[] sums, double factor) {
    for (int at = 0; at < movies.length; at++) {
      if (movies[at] != EMPTY) {
        sums[movies[at]] += factor * weights[at];
      }
    }
  }

  /** Where the movie is, or would be; the capacity is a power of 2 and never full. */
  private int find(int movie) {
    int at = ((movie * 0x9E3779B9) >>> 7) & (movies.length - 1);
    while (movies[at] != EMPTY && movies[at] != movie) {
      at = (at + 1) & (movies.length - 1);
    }
    return at;
  }

  private void grow() {
    int[] oldMovies = movies;
    double[] oldWeights = weights;
    movies = emptyTable(2 * oldMovies.length);
    weights = new double[movies.length];
    for (int old = 0; old < oldMovies.length; old++) {
      if (oldMovies[old] != EMPTY) {
        int at = find(oldMovies[old]);
        movies[at] = oldMovies[old];
        weights[at] = oldWeights[old];
      }
    }
  }
}
