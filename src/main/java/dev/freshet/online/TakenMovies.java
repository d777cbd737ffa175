package dev.freshet.online;

import dev.freshet.online.MovieTakes.HalfLife;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The takes of all movies in memory, by index, laid out for scoring: counts in flat arrays, and
 * {@link Neighbours}. One thread writes at a time, others read meanwhile; a reader may meet a count
 * of before a change and another of after it.
 *
 * <pre>
 *   counts[h][i]   count_h of movie i, times 2^((at − E_h) / h): the same scale for all movies
 * </pre>
 *
 * <p>Sums grow with time in this form. Before a float overflows, all counts of a half-life are
 * divided by what their scale has grown.
 */
@SuppressWarnings("EnumOrdinal") // An index into arrays that live as long as this object.
public final class TakenMovies {

  /** Growth, as a power of two, after which a scale begins anew. */
  private static final double MOST_GROWTH = 60;

  /** The print of takes that nobody put in this form. */
  private static final long UNKNOWN = -1;

  private final Counts[] counts = new Counts[HalfLife.values().length];
  private volatile float[] ever = new float[0];

  /** By index, of what was put last. */
  private long[] prints = new long[0];

  private volatile long newest = Long.MIN_VALUE;

  private final Neighbours neighbours = new Neighbours();
  private final Largest largestEver = new Largest();
  private volatile int taken;

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
  }

  /** Whether nobody took any movie. */
  public boolean isEmpty() {
    return taken == 0;
  }

  /**
   * Heap that takes take, in bytes, about: 36 for each index, 80 for each movie with predecessors,
   * 9 for each of these. {@code freshet bench lists --memory} measures it.
   */
  public long bytes() {
    return 36L * ever.length + neighbours.bytes();
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
  public void put(int index, MovieTakes takes, int[] before) {
    put(index, takes, before, takes.takes() == 0 ? 0 : UNKNOWN);
  }

  /**
   * Replaces what is known of a movie.
   *
   * @param index of the movie
   * @param takes of it
   * @param before indexes of its predecessors, in their order
   * @param print a positive number that other takes do not have; 0 where there are none
   */
  public synchronized void put(int index, MovieTakes takes, int[] before, long print) {
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
    prints[index] = print;
    largestEver.changed(ever, index);
    for (HalfLife halfLife : HalfLife.values()) {
      Counts of = counts[halfLife.ordinal()];
      float scaled =
          takes.takes() == 0 ? 0 : of.scaled(takes.decayed()[halfLife.ordinal()], takes.at());
      of.scaled[index] = scaled;
      of.largest.changed(of.scaled, index);
    }
    neighbours.put(index, takes, before);
  }

  /** Whether what is known of a movie is what was put with this print. Asked by the writer. */
  public synchronized boolean has(int index, long print) {
    return index < prints.length ? prints[index] == print : print == 0;
  }

  /** Forgets a movie, also where it went before others: its index may be another's next. */
  public synchronized void remove(int index) {
    if (index >= ever.length) {
      return;
    }
    put(index, MovieTakes.NONE, new int[0]);
    Weighted.forEach(neighbours.after(index), (movie, weight) -> prints[movie] = UNKNOWN);
    neighbours.remove(index);
  }

  /** What makes of {@link #mass} a sum as of the newest take. */
  float shrunk() {
    return neighbours.shrunk(newest);
  }

  /** How often a movie stood before or after another. */
  float mass(int movie) {
    return neighbours.mass(movie);
  }

  /** What was taken after a movie: {@link Weighted} numbers with gaps; not to be changed. */
  int[] after(int movie) {
    return neighbours.after(movie);
  }

  /** What a movie was taken after: {@link Weighted} numbers; not to be changed. */
  int[] before(int movie) {
    return neighbours.before(movie);
  }

  /** How often {@code movie} was taken after {@code other}, in the scale of followers. */
  public float weight(int other, int movie) {
    return neighbours.weight(other, movie);
  }

  private void grow(int least) {
    if (least <= ever.length) {
      return;
    }
    int length = Math.max(1024, Math.max(least, ever.length + ever.length / 2));
    neighbours.grow(length);
    prints = Arrays.copyOf(prints, length);
    for (Counts of : counts) {
      of.scaled = Arrays.copyOf(of.scaled, length);
    }
    ever = Arrays.copyOf(ever, length);
  }
}
