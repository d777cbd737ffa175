package dev.freshet.online;

import dev.freshet.online.MovieTakes.HalfLife;
import dev.freshet.online.TakeMix.Signal;
import java.util.Arrays;

/**
 * How likely each movie is to be taken next by one user, as far as takes tell it. Working memory of
 * one thread: {@link #prepare} for a user, then ask.
 *
 * <pre>
 *   after(i)  = Σ_d .8^d · t(j_d → i) / √(mass(j_d) + 1)                j_d = the user's last movies
 *   beside(i) = Σ_d .8^d · (t(j_d → i) + t(i → j_d)) / √(mass(j_d) + 1)
 *   s(i)      = Σ_f w_f · x_f(i) / max_i x_f(i)
 * </pre>
 */
public final class TakeScores {

  /** What is left of counts of long ago where the newest was taken back: nothing to divide by. */
  private static final float NOTHING = 1e-30f;

  private final float[][] columns = new float[TakeMix.SIGNALS][];
  private final float[] largest = new float[TakeMix.SIGNALS];
  private float[] after = new float[0];
  private float[] beside = new float[0];
  private int[] touched = new int[64];
  private int touchedSize;
  private int end;
  private TakenMovies movies = new TakenMovies();
  private int[] recent = {};

  /**
   * Gets ready for one user.
   *
   * @param of all movies
   * @param recentMovies the user's last movies, the newest first
   * @param rated movies that cannot be taken any more: they do not count as the largest of {@code
   *     after} and {@code beside}
   */
  public void prepare(TakenMovies of, int[] recentMovies, RatedMovies rated) {
    movies = of;
    recent = recentMovies;
    forget();
    float[] ever = of.ever(); // read once: it grows meanwhile
    columns[index(Signal.EVER)] = ever;
    end = ever.length;
    for (HalfLife halfLife : HalfLife.values()) {
      float[] counts = of.counts(halfLife);
      columns[index(signal(halfLife))] = counts;
      end = Math.min(end, counts.length);
    }
    if (after.length < end) {
      after = new float[end];
      beside = new float[end];
    }
    neighbours(recentMovies);
    columns[index(Signal.AFTER)] = after;
    columns[index(Signal.BESIDE)] = beside;
    for (int f = 0; f < index(Signal.AFTER); f++) {
      largest[f] = largest(columns[f]);
    }
    largest[index(Signal.AFTER)] = largestOf(after, rated);
    largest[index(Signal.BESIDE)] = largestOf(beside, rated);
    for (int f = 0; f < largest.length; f++) {
      largest[f] = largest[f] < NOTHING ? 0 : largest[f];
    }
  }

  private static Signal signal(HalfLife halfLife) {
    return switch (halfLife) {
      case DAY -> Signal.DAY;
      case WEEK -> Signal.WEEK;
      case YEAR -> Signal.YEAR;
    };
  }

  @SuppressWarnings("EnumOrdinal") // An index into arrays that live as long as this object.
  private static int index(Signal signal) {
    return signal.ordinal();
  }

  private void forget() {
    for (int t = 0; t < touchedSize; t++) {
      after[touched[t]] = 0;
      beside[touched[t]] = 0;
    }
    touchedSize = 0;
  }

  private void neighbours(int[] recentMovies) {
    float shrunk = movies.shrunk();
    float step = 1;
    for (int movie : recentMovies) {
      float weight = weight(movie, shrunk) * step;
      movies.after(
          movie,
          (other, times) -> {
            touch(other);
            if (other < end) {
              after[other] += weight * times;
              beside[other] += weight * times;
            }
          });
      movies.before(
          movie,
          (other, times) -> {
            touch(other);
            if (other < end) {
              beside[other] += weight * times;
            }
          });
      step *= MovieTakes.STEP_BACK;
    }
  }

  private float weight(int movie, float shrunk) {
    return (float) (shrunk / Math.sqrt(movies.mass(movie) * shrunk + 1));
  }

  private void touch(int movie) {
    if (movie < end && beside[movie] == 0) {
      if (touchedSize == touched.length) {
        touched = Arrays.copyOf(touched, 2 * touchedSize);
      }
      touched[touchedSize++] = movie;
    }
  }

  private float largest(float[] column) {
    float most = 0;
    for (int i = 0; i < end; i++) {
      most = Math.max(most, column[i]);
    }
    return most;
  }

  private float largestOf(float[] column, RatedMovies rated) {
    float most = 0;
    for (int t = 0; t < touchedSize; t++) {
      if (!rated.contains(touched[t])) {
        most = Math.max(most, column[touched[t]]);
      }
    }
    return most;
  }

  /**
   * Scores of the movies from {@code first} on; 0 for a movie that was never taken.
   *
   * @param mix weighs the signals
   * @param out overwritten
   */
  public void score(TakeMix mix, int first, float[] out) {
    Arrays.fill(out, 0);
    int count = Math.min(out.length, end - first);
    for (Signal signal : Signal.values()) {
      int f = index(signal);
      if (largest[f] > 0) {
        float weight = mix.weight(signal) / largest[f];
        float[] column = columns[f];
        for (int i = 0; i < count; i++) {
          out[i] += weight * column[first + i];
        }
      }
    }
  }

  /**
   * Writes the signals of one movie, as {@link TakeMix#learn} wants them: from 0 to 1, also where a
   * count has grown since the largest was looked for.
   */
  void signals(int movie, float[] out, int offset) {
    for (int f = 0; f < TakeMix.SIGNALS; f++) {
      boolean isThere = movie < end && largest[f] > 0;
      out[offset + f] = isThere ? Math.min(1, columns[f][movie] / largest[f]) : 0;
    }
  }

  /**
   * How much one of the user's movies spoke for another, by {@code after} and {@code beside}.
   *
   * @param place of the movie among the recent ones
   */
  float spoke(TakeMix mix, int place, int movie) {
    int from = recent[place];
    float weight = weight(from, movies.shrunk()) * (float) Math.pow(MovieTakes.STEP_BACK, place);
    float forward = movies.weight(from, movie) * weight;
    float back = movies.weight(movie, from) * weight;
    int a = index(Signal.AFTER);
    int b = index(Signal.BESIDE);
    float sum = largest[a] > 0 ? mix.weight(Signal.AFTER) * forward / largest[a] : 0;
    return largest[b] > 0 ? sum + mix.weight(Signal.BESIDE) * (forward + back) / largest[b] : sum;
  }

  /** Whether nobody took a movie. */
  boolean isUntaken(int movie) {
    return movie >= end || columns[index(Signal.EVER)][movie] == 0;
  }

  /** The user's last movies, the newest first. */
  int[] recent() {
    return recent;
  }
}
