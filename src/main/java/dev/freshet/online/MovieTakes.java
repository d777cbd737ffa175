package dev.freshet.online;

import java.util.Arrays;
import java.util.List;

/**
 * What is known of the takes of one movie: how often users took it, lately and in all, and what
 * they had taken just before. Belongs to no generation. Immutable.
 *
 * <pre>
 *   count_h = Σ_takes w · 2^((t − at) / h)                  h = 1, 7 and 365 days
 *   t(j)    = Σ_takes w · Σ_d [j was number d before it] · .8^d · 2^((t − at) / 365 days)
 * </pre>
 *
 * <p>w is the weight of a take: 1, or less for what tells less than a liked rating.
 *
 * <p>Sums are kept as of {@code at}, the newest take, so their order does not matter. Taking back
 * subtracts what the take had added. At most {@value #MOST_PREDECESSORS} predecessors are kept.
 * Where there are more, the strongest stay, and each other one of weight w takes the place and the
 * weight v of the weakest with probability w / (v + w): else a movie that became a predecessor late
 * would be dropped each time before it could grow. Which are kept depends on the order of takes,
 * and taking back neither restores what was dropped nor knows what another grew from.
 *
 * @param takes takes that stand
 * @param at event time of the newest take, milliseconds since the epoch
 * @param decayed count_h by {@link HalfLife}, as of {@code at}
 * @param predecessors movies j, the strongest first
 * @param weights t(j), as of {@code at}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; nobody outside changes them.
public record MovieTakes(
    int takes, long at, float[] decayed, List<String> predecessors, float[] weights) {

  /** A movie that nobody took. */
  public static final MovieTakes NONE =
      new MovieTakes(0, 0, new float[HalfLife.values().length], List.of(), new float[0]);

  /** Predecessors that are kept. */
  public static final int MOST_PREDECESSORS = 48;

  /** Movies of a user before a take that count as its predecessors. */
  public static final int LOOK_BACK = 10;

  /** What the movie before the one before counts, where the one before counts 1. */
  static final float STEP_BACK = .8f;

  private static final double MILLIS_PER_DAY = 86_400_000;

  /** How fast a count of takes forgets. */
  public enum HalfLife {
    /** A day. */
    DAY(1),
    /** A week. */
    WEEK(7),
    /** A year. */
    YEAR(365);

    private final double millis;

    HalfLife(double days) {
      this.millis = days * MILLIS_PER_DAY;
    }

    /** 2^(passed / h), {@code passed} in milliseconds. */
    public double growth(long passed) {
      return Math.pow(2, passed / millis);
    }

    /** The half-life in milliseconds. */
    public double millis() {
      return millis;
    }
  }

  /** A sum below this is what rounding leaves of nothing. */
  private static final float NOTHING = 1e-4f;

  /**
   * After a take.
   *
   * @param time of the event, milliseconds since the epoch
   * @param before movies of the user before it, the newest first
   */
  public MovieTakes taken(long time, List<String> before) {
    return taken(time, before, 1);
  }

  /**
   * After a take of some weight.
   *
   * @param time of the event, milliseconds since the epoch
   * @param before movies of the user before it, the newest first
   * @param weight above 0, at most 1
   */
  public MovieTakes taken(long time, List<String> before, float weight) {
    return changed(time, before, 1, weight);
  }

  /** After a take was taken back: of the same time and the same movies before it. */
  public MovieTakes takenBack(long time, List<String> before) {
    return takenBack(time, before, 1);
  }

  /** After a take was taken back: of the same time, weight and movies before it. */
  public MovieTakes takenBack(long time, List<String> before, float weight) {
    return takes <= 1 ? NONE : changed(time, before, -1, weight);
  }

  private MovieTakes changed(long time, List<String> before, int sign, float ofTake) {
    long newest = takes == 0 ? time : Math.max(at, time);
    HalfLife[] halfLives = HalfLife.values();
    float[] counts = new float[halfLives.length];
    for (int h = 0; h < counts.length; h++) {
      double kept = takes == 0 ? 0 : decayed[h] * halfLives[h].growth(at - newest);
      counts[h] = (float) Math.max(0, kept + sign * ofTake * halfLives[h].growth(time - newest));
    }
    Follow follow = new Follow(this, before.size(), newest);
    float weight = sign * ofTake * (float) HalfLife.YEAR.growth(time - newest);
    for (String movie : before) {
      follow.add(movie, weight);
      weight *= STEP_BACK;
    }
    follow.rank();
    return follow.end(takes + sign, newest, counts, time);
  }

  /** What precedes a movie while it changes: few numbers, nearly in order already. */
  private static final class Follow {
    private final String[] movies;
    private final float[] weights;
    private int size;

    /** What is known so far, as of {@code newest}, with room for {@code more}. */
    Follow(MovieTakes of, int more, long newest) {
      size = of.weights.length;
      movies = of.predecessors.toArray(new String[size + more]);
      weights = Arrays.copyOf(of.weights, size + more);
      float aged = (float) HalfLife.YEAR.growth(of.at - newest);
      for (int p = 0; p < size; p++) {
        weights[p] *= aged;
      }
    }

    void add(String movie, float weight) {
      int place = 0;
      while (place < size && !movies[place].equals(movie)) {
        place++;
      }
      if (place == size) {
        movies[size++] = movie;
      }
      weights[place] += weight;
    }

    /** Drops what is nothing and puts the strongest first, by insertion. */
    void rank() {
      int kept = 0;
      for (int p = 0; p < size; p++) {
        String movie = movies[p];
        float weight = weights[p];
        if (weight >= NOTHING) {
          int place = kept++;
          while (place > 0 && isBefore(movie, weight, place - 1)) {
            movies[place] = movies[place - 1];
            weights[place] = weights[place - 1];
            place--;
          }
          movies[place] = movie;
          weights[place] = weight;
        }
      }
      size = kept;
    }

    private boolean isBefore(String movie, float weight, int place) {
      return weight > weights[place]
          || (weight == weights[place] && movie.compareTo(movies[place]) < 0);
    }

    /** Keeps as many as may be kept. */
    MovieTakes end(int takes, long at, float[] counts, long time) {
      int kept = Math.min(size, MOST_PREDECESSORS);
      for (int p = kept; p < size; p++) {
        float chance = Chance.share(Chance.spread(movies[p].hashCode(), Long.hashCode(time)));
        if (chance * (weights[kept - 1] + weights[p]) < weights[p]) {
          movies[kept - 1] = movies[p];
        }
      }
      return new MovieTakes(
          takes, at, counts, List.of(Arrays.copyOf(movies, kept)), Arrays.copyOf(weights, kept));
    }
  }

  /** count_h by {@link HalfLife}, as of {@code at}. */
  public List<Float> counts() {
    return List.of(decayed[0], decayed[1], decayed[2]);
  }

  /** Whether all numbers are finite and not negative. */
  public boolean isSound() {
    return takes >= 0 && areSound(decayed) && areSound(weights);
  }

  private static boolean areSound(float[] numbers) {
    for (float number : numbers) {
      if (!(number >= 0 && number <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return takes + " takes, " + Arrays.toString(decayed) + " at " + at + " after " + predecessors;
  }
}
