package dev.freshet.online;

import java.util.Arrays;

/** Sums over the neighbours of some movies: most movies have none. Working memory of one thread. */
final class NeighbourSums {

  private float[] sums = new float[0];
  private int[] touched = new int[64];
  private int size;
  private int end;

  /** What is multiplied by. */
  interface Factor {
    /** That of a movie. */
    float of(int movie);
  }

  /**
   * Begins at zero.
   *
   * @param movies indexes below this count
   */
  void begin(int movies) {
    for (int t = 0; t < size; t++) {
      sums[touched[t]] = 0;
    }
    size = 0;
    end = movies;
    if (sums.length < movies) {
      sums = new float[movies];
    }
  }

  /**
   * Adds to the sums of movies.
   *
   * @param neighbours {@link Weighted} numbers, with gaps
   * @param factor multiplies each; what is not above 0 then adds nothing
   */
  void add(int[] neighbours, float factor) {
    if (touched.length < size + neighbours.length) {
      touched = Arrays.copyOf(touched, 2 * (size + neighbours.length));
    }
    for (int neighbour : neighbours) {
      int movie = Weighted.movie(neighbour);
      float part = factor * Weighted.weight(neighbour);
      if (movie >= 0 && movie < end && part > 0) {
        if (sums[movie] == 0) {
          touched[size++] = movie;
        }
        sums[movie] += part;
      }
    }
  }

  /** Multiplies each sum that is not 0. */
  void multiply(Factor factor) {
    for (int t = 0; t < size; t++) {
      sums[touched[t]] *= factor.of(touched[t]);
    }
  }

  /** All sums by index; to be read until the next begin. */
  float[] all() {
    return sums;
  }

  /** The largest sum of a movie that was not rated. */
  float largest(RatedMovies rated) {
    float most = 0;
    for (int t = 0; t < size; t++) {
      if (!rated.contains(touched[t])) {
        most = Math.max(most, sums[touched[t]]);
      }
    }
    return most;
  }
}
