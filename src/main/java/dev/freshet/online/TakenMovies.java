package dev.freshet.online;

import dev.freshet.online.MovieTakes.HalfLife;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The takes of all movies in memory, by index, laid out for scoring: counts in flat arrays, and for
 * each movie those that were taken after it. One thread writes at a time, others read meanwhile; a
 * reader may meet a count of before a change and another of after it.
 *
 * <pre>
 *   counts[h][i]      count_h of movie i, times 2^((at − E_h) / h): the same scale for all movies
 *   followers[j][i]   t(j) of movie i, times 2^((at − E) / 365 days)
 *   predecessors[i]   movies j of which followers[j] has i, then the bits of followers[j][i]
 *   mass[j]           Σ of what is in followers[j] and of what followers have of j
 * </pre>
 *
 * <p>Sums grow with time in this form. Before a float overflows, all counts of a half-life are
 * divided by what their scale has grown. Followers stay in theirs: it is good for a hundred years.
 */
@SuppressWarnings("EnumOrdinal") // An index into arrays that live as long as this object.
public final class TakenMovies {

  /** Growth, as a power of two, after which a scale begins anew. */
  private static final double MOST_GROWTH = 60;

  private static final int STRIPES = 64;

  private final Counts[] counts = new Counts[HalfLife.values().length];
  private final StampedLock[] locks = new StampedLock[STRIPES];
  private volatile float[] ever = new float[0];
  private volatile float[] mass = new float[0];
  private volatile @Nullable Followers[] followers = new Followers[0];
  private volatile int[][] predecessors = new int[0][];
  private volatile long newest = Long.MIN_VALUE;

  /** E, of followers and mass: the first take that was put. */
  private volatile long since = Long.MIN_VALUE;

  private final Largest largestEver = new Largest();
  private volatile int taken;

  /** Predecessors of all movies; touched by the writer alone. */
  private long entries;

  /** Weights that differ by less are the same, rounded otherwise. */
  private static final float SAME = 1e-4f;

  /** Movies without predecessors. */
  private static final int[] NONE = {};

  /** The counts of one half-life. */
  private static final class Counts {
    final HalfLife halfLife;
    volatile float[] scaled = new float[0];
    final Largest largest = new Largest();
    long since = Long.MIN_VALUE;

    Counts(HalfLife halfLife) {
      this.halfLife = halfLife;
    }

    /** A count as of {@code at} in this scale, which begins anew if it has grown too far. */
    float scaled(float count, long at) {
      if (since == Long.MIN_VALUE) {
        since = at;
      }
      if ((at - since) / halfLife.millis() > MOST_GROWTH) {
        float shrink = (float) halfLife.growth(since - at);
        float[] shrunk = scaled.clone();
        for (int i = 0; i < shrunk.length; i++) {
          shrunk[i] *= shrink;
        }
        scaled = shrunk;
        largest.look(shrunk);
        since = at;
      }
      return (float) (count * halfLife.growth(at - since));
    }
  }

  /** The largest of a column, kept while single numbers change. */
  private static final class Largest {
    volatile float value;
    private int index = -1;

    /** The number at {@code changed} is another now. */
    void changed(float[] column, int changed) {
      if (column[changed] >= value) {
        value = column[changed];
        index = changed;
      } else if (changed == index) {
        look(column);
      }
    }

    /** All may have changed. */
    void look(float[] column) {
      int most = -1;
      for (int i = 0; i < column.length; i++) {
        if (column[i] > 0 && (most < 0 || column[i] > column[most])) {
          most = i;
        }
      }
      index = most;
      value = most < 0 ? 0 : column[most];
    }
  }

  /** No movie was taken. */
  public TakenMovies() {
    for (HalfLife halfLife : HalfLife.values()) {
      counts[halfLife.ordinal()] = new Counts(halfLife);
    }
    Arrays.setAll(locks, i -> new StampedLock());
  }

  /** Whether nobody took any movie. */
  public boolean isEmpty() {
    return taken == 0;
  }

  /**
   * Heap that takes take, in bytes, about: 28 for each index, 34 for each predecessor of a movie.
   * {@code freshet bench lists --memory} measures it.
   */
  public long bytes() {
    return 28L * ever.length + 34 * entries;
  }

  /** Takes of a movie in all. */
  public int takes(int index) {
    return index >= 0 && index < ever.length ? (int) ever[index] : 0;
  }

  /**
   * Finds the movies that were taken most.
   *
   * @param best is offered them, with their takes
   * @param eligible asked only of promising ones
   */
  public void mostTaken(TopN best, IntPredicate eligible) {
    float[] takes = ever;
    for (int movie = 0; movie < takes.length; movie++) {
      if (takes[movie] > 0 && takes[movie] >= best.bound() && eligible.test(movie)) {
        best.offer(movie, takes[movie]);
      }
    }
  }

  float[] ever() {
    return ever;
  }

  /** The largest of {@link #ever}. */
  float mostEver() {
    return largestEver.value;
  }

  /** The largest of {@link #counts}. */
  float most(HalfLife halfLife) {
    return counts[halfLife.ordinal()].largest.value;
  }

  float[] counts(HalfLife halfLife) {
    return counts[halfLife.ordinal()].scaled;
  }

  /**
   * Replaces what is known of a movie.
   *
   * @param index of the movie
   * @param takes of it
   * @param before indexes of its predecessors, in their order
   */
  public synchronized void put(int index, MovieTakes takes, int[] before) {
    int most = index;
    for (int movie : before) {
      most = Math.max(most, movie);
    }
    grow(most + 1);
    taken += (takes.takes() > 0 ? 1 : 0) - (ever[index] > 0 ? 1 : 0);
    if (takes.takes() > 0) {
      newest = Math.max(newest, takes.at());
    }
    ever[index] = takes.takes();
    largestEver.changed(ever, index);
    for (HalfLife halfLife : HalfLife.values()) {
      Counts of = counts[halfLife.ordinal()];
      float scaled =
          takes.takes() == 0 ? 0 : of.scaled(takes.decayed()[halfLife.ordinal()], takes.at());
      of.scaled[index] = scaled;
      of.largest.changed(of.scaled, index);
    }
    follow(index, takes, before);
  }

  /** Forgets a movie, also where it went before others: its index may be another's next. */
  public synchronized void remove(int index) {
    if (index >= ever.length) {
      return;
    }
    put(index, MovieTakes.NONE, NONE);
    Followers after = followers[index];
    if (after != null) {
      for (int movie : after.movies()) {
        mass[movie] = Math.max(0, mass[movie] - after.get(movie));
        predecessors[movie] = without(index, predecessors[movie]);
        entries--;
      }
      locked(index, () -> followers[index] = null);
    }
    mass[index] = 0;
  }

  private static int[] without(int movie, int[] pairs) {
    int n = pairs.length / 2;
    int[] left = new int[2 * (n - 1)];
    int at = 0;
    for (int p = 0; p < n; p++) {
      if (pairs[p] != movie) {
        left[at] = pairs[p];
        left[n - 1 + at++] = pairs[n + p];
      }
    }
    return left;
  }

  /** The weight that a movie has among predecessors; 0 if it is none of them. */
  private static float weightIn(int[] pairs, int movie) {
    return weightIn(pairs, movie, 0);
  }

  /** Looks first where it may well be: most movies keep their place. */
  private static float weightIn(int[] pairs, int movie, int likely) {
    int n = pairs.length / 2;
    if (likely < n && pairs[likely] == movie) {
      return Float.intBitsToFloat(pairs[n + likely]);
    }
    for (int p = 0; p < n; p++) {
      if (pairs[p] == movie) {
        return Float.intBitsToFloat(pairs[n + p]);
      }
    }
    return 0;
  }

  /** Most of them weigh what they did: only what has changed is written. */
  private void follow(int index, MovieTakes takes, int[] before) {
    int[] known = predecessors[index];
    if (since == Long.MIN_VALUE && before.length > 0) {
      since = takes.at();
    }
    int n = before.length;
    int[] pairs = n == 0 ? NONE : new int[2 * n];
    float grown = n == 0 ? 1 : growth(takes.at() - since);
    for (int p = 0; p < n; p++) {
      int movie = before[p];
      float weight = takes.weights()[p] * grown;
      float was = weightIn(known, movie, p);
      if (Math.abs(weight - was) <= SAME * weight) {
        weight = was;
      } else {
        precedes(movie, index, weight);
        add(index, movie, weight - was);
      }
      pairs[p] = movie;
      pairs[n + p] = Float.floatToRawIntBits(weight);
    }
    for (int p = 0; p < known.length / 2; p++) {
      int movie = known[p];
      Followers of = followers[movie];
      if (of != null && weightIn(pairs, movie, p) == 0) {
        locked(movie, () -> of.remove(index));
        add(index, movie, -weightIn(known, movie, p));
      }
    }
    entries += n - known.length / 2;
    predecessors[index] = pairs;
  }

  private void precedes(int movie, int index, float weight) {
    locked(
        movie,
        () -> {
          Followers known = followers[movie];
          Followers of = known == null ? new Followers() : known;
          followers[movie] = of;
          of.put(index, weight);
        });
  }

  /** A hundred half-lives of a year: beyond them nothing weighs more or less. */
  private static final long MOST_MILLIS = (long) (100 * HalfLife.YEAR.millis());

  private static float growth(long passed) {
    return (float) HalfLife.YEAR.growth(Math.max(-MOST_MILLIS, Math.min(MOST_MILLIS, passed)));
  }

  private void add(int movie, int other, float weight) {
    mass[movie] = Math.max(0, mass[movie] + weight);
    mass[other] = Math.max(0, mass[other] + weight);
  }

  private void locked(int movie, Runnable change) {
    StampedLock lock = locks[movie % STRIPES];
    long stamp = lock.writeLock();
    try {
      change.run();
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Is given the movies that stand beside one, with how much. */
  interface Neighbour {
    void at(int movie, float weight);
  }

  /** 2^((E − newest) / 365 days): what makes of {@link #mass} a sum as of the newest take. */
  float shrunk() {
    long begun = since;
    return newest == Long.MIN_VALUE || begun == Long.MIN_VALUE ? 1 : growth(begun - newest);
  }

  /** How often a movie stood before or after another. */
  float mass(int movie) {
    return movie < mass.length ? mass[movie] : 0;
  }

  /** Hands over what was taken after a movie. */
  void after(int movie, Neighbour each) {
    Followers of = movie < followers.length ? followers[movie] : null;
    if (of == null) {
      return;
    }
    StampedLock lock = locks[movie % STRIPES];
    long stamp = lock.readLock();
    try {
      of.forEach(each);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Hands over what a movie was taken after. */
  void before(int movie, Neighbour each) {
    int[] pairs = movie < predecessors.length ? predecessors[movie] : NONE;
    int n = pairs.length / 2;
    for (int p = 0; p < n; p++) {
      each.at(pairs[p], Float.intBitsToFloat(pairs[n + p]));
    }
  }

  /** How often {@code movie} was taken after {@code other}, in the scale of followers. */
  public float weight(int other, int movie) {
    return movie < predecessors.length ? weightIn(predecessors[movie], other) : 0;
  }

  private void grow(int least) {
    if (least <= ever.length) {
      return;
    }
    int length = Math.max(1024, Math.max(least, ever.length + ever.length / 2));
    int[][] more = Arrays.copyOf(predecessors, length);
    Arrays.fill(more, predecessors.length, length, NONE);
    predecessors = more;
    followers = Arrays.copyOf(followers, length);
    mass = Arrays.copyOf(mass, length);
    for (Counts of : counts) {
      of.scaled = Arrays.copyOf(of.scaled, length);
    }
    ever = Arrays.copyOf(ever, length);
  }
}
