package dev.freshet.online;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What one user has rated, as indexes into a {@link FactorMatrix}: kept out of the list, and asked
 * for reasons. Reusable, not thread-safe.
 */
public final class RatedMovies {
  private final BitSet marks = new BitSet();
  private int[] movies = new int[64];
  private float[] ratings = new float[64];
  private int size;

  /** Movies without a rating that are kept out of the list. */
  private int[] hidden = new int[16];

  private int hiddenSize;

  /** Forgets all, in time proportional to what was added. */
  public void clear() {
    for (int i = 0; i < size; i++) {
      marks.clear(movies[i]);
    }
    size = 0;
    for (int i = 0; i < hiddenSize; i++) {
      marks.clear(hidden[i]);
    }
    hiddenSize = 0;
  }

  /** Keeps a movie out of the list that has no rating. */
  public void hide(int movie) {
    if (hiddenSize == hidden.length) {
      hidden = Arrays.copyOf(hidden, 2 * hiddenSize);
    }
    marks.set(movie);
    hidden[hiddenSize++] = movie;
  }

  /** Adds a movie, once. */
  public void add(int movie, float rating) {
    if (size == movies.length) {
      movies = Arrays.copyOf(movies, 2 * size);
      ratings = Arrays.copyOf(ratings, 2 * size);
    }
    marks.set(movie);
    movies[size] = movie;
    ratings[size] = rating;
    size++;
  }

  /** Whether the movie was added, or hidden. */
  public boolean contains(int movie) {
    return marks.get(movie);
  }

  /** The rating given to a movie; NaN where it was not added. */
  public float ratingOf(int movie) {
    for (int place = size - 1; place >= 0; place--) {
      if (movies[place] == movie) {
        return ratings[place];
      }
    }
    return Float.NaN;
  }

  /** Number of movies added. */
  public int size() {
    return size;
  }

  /** The movie added as number {@code place}. */
  public int movie(int place) {
    return movies[place];
  }

  /** The rating given to {@link #movie(int)}. */
  public float rating(int place) {
    return ratings[place];
  }
}
