package dev.freshet.online;

import static dev.freshet.online.Weighted.movie;

import dev.freshet.online.MovieTakes.HalfLife;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was taken after what, by index. One thread writes at a time, others read meanwhile; a reader
 * may meet one neighbour of before a change and another of after it, and one that moves twice or
 * not at all.
 *
 * <pre>
 *   followers[j][i]   t(j) of movie i, times 2^((at − E) / 365 days): the same scale for all movies
 *   predecessors[i]   movies j of which followers[j] has i, and followers[j][i]
 *   mass[j]           Σ of what is in followers[j] and of what followers have of j
 * </pre>
 *
 * <p>Weights grow with time in this form. Before they are too large for {@link Weighted}, E moves
 * on and all are divided by what that makes. Of more than {@value Weighted#MOST_MOVIES} movies, the
 * others have no neighbours.
 */
final class Neighbours {

  /** A hundred half-lives of a year: beyond them nothing weighs more or less. */
  private static final long MOST_MILLIS = (long) (100 * HalfLife.YEAR.millis());

  /** Growth, as a power of two, after which E moves on. */
  private static final double MOST_GROWTH = 16;

  /** Movies without predecessors. */
  private static final int[] NOBODY = {};

  private volatile float[] mass = new float[0];
  private volatile @Nullable Followers[] followers = new Followers[0];
  private volatile int[][] predecessors = new int[0][];

  /** E: the time of the first take that was put, or later. */
  private volatile long since = Long.MIN_VALUE;

  /** Predecessors of all movies; touched by the writer alone. */
  private long entries;

  /** Movies that have predecessors; touched by the writer alone. */
  private long preceded;

  /** Heap in bytes, about, but for columns by index. */
  long bytes() {
    return 80 * preceded + 9 * entries;
  }

  /** Makes room for so many movies. */
  void grow(int length) {
    int[][] more = Arrays.copyOf(predecessors, length);
    Arrays.fill(more, predecessors.length, length, NOBODY);
    predecessors = more;
    followers = Arrays.copyOf(followers, length);
    mass = Arrays.copyOf(mass, length);
  }

  /**
   * Replaces the predecessors of a movie. Most of them weigh what they did: only what has changed
   * is written.
   *
   * @param index of the movie
   * @param takes of it
   * @param before indexes of its predecessors, in their order
   */
  void put(int index, MovieTakes takes, int[] before) {
    int[] known = predecessors[index];
    int most = index < Weighted.MOST_MOVIES ? before.length : 0;
    int[] found = most == 0 ? NOBODY : new int[most];
    float grown = most == 0 ? 1 : growth(takes.at() - begin(takes.at()));
    int count = 0;
    int last = -1;
    for (int p = 0; p < most; p++) {
      int movie = before[p];
      boolean isNew = movie < Weighted.MOST_MOVIES && find(movie, found, count, 0) < 0;
      if (isNew) { // else somebody wrote a movie twice
        int place = find(movie, known, known.length, last + 1);
        last = place < 0 ? last : place; // the next one mostly stands behind it, as before
        int was = place < 0 ? Weighted.NONE : known[place];
        found[count++] = precedes(movie, index, takes.weights()[p] * grown, was);
      }
    }
    for (int p = 0; p < known.length; p++) {
      if (find(movie(known[p]), found, count, p) < 0) {
        precedesNoMore(known[p], index);
      }
    }
    count(known.length, count);
    predecessors[index] = count < found.length ? Arrays.copyOf(found, count) : found;
  }

  /** Returns E, which moves on before weights of this time would be too large. */
  private long begin(long at) {
    long begun = since == Long.MIN_VALUE ? at : since;
    double grown = (at - begun) / HalfLife.YEAR.millis();
    if (grown > MOST_GROWTH) {
      int octaves = (int) Math.min(100, grown);
      shrink(octaves);
      begun += (long) (octaves * HalfLife.YEAR.millis());
    }
    since = begun;
    return begun;
  }

  private void shrink(int octaves) {
    float[] sums = new float[mass.length];
    for (int index = 0; index < predecessors.length; index++) {
      int[] before = predecessors[index];
      for (int p = 0; p < before.length; p++) {
        before[p] = Weighted.shrunk(before[p], octaves);
        sums[movie(before[p])] += Weighted.weight(before[p]);
        sums[index] += Weighted.weight(before[p]);
      }
      Followers of = followers[index];
      if (of != null) {
        of.shrink(octaves);
      }
    }
    mass = sums;
  }

  /** Returns what is kept, which is what was where that is nearly the weight. */
  private int precedes(int movie, int index, float weight, int was) {
    int kept = Weighted.of(movie, weight);
    if (kept == was) {
      return was;
    }
    Followers known = followers[movie];
    Followers of = known == null ? new Followers() : known;
    of.put(index, weight);
    VarHandle.releaseFence(); // who reads meanwhile sees all of it
    followers[movie] = of;
    float less = was == Weighted.NONE ? 0 : Weighted.weight(was);
    add(index, movie, Weighted.weight(kept) - less);
    return kept;
  }

  private void precedesNoMore(int before, int index) {
    int movie = movie(before);
    Followers of = followers[movie];
    if (of != null) {
      of.remove(index);
      add(index, movie, -Weighted.weight(before));
    }
  }

  private void count(int before, int now) {
    entries += now - before;
    preceded += (now > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  }

  private void add(int movie, int other, float weight) {
    mass[movie] = Math.max(0, mass[movie] + weight);
    mass[other] = Math.max(0, mass[other] + weight);
  }

  private static float growth(long passed) {
    return (float) HalfLife.YEAR.growth(Math.max(-MOST_MILLIS, Math.min(MOST_MILLIS, passed)));
  }

  /** Forgets a movie without predecessors, where it went before others. */
  void remove(int index) {
    Followers after = followers[index];
    if (after != null) {
      Weighted.forEach(
          after.slots(),
          (movie, weight) -> {
            mass[movie] = Math.max(0, mass[movie] - weight);
            int[] left = without(index, predecessors[movie]);
            count(predecessors[movie].length, left.length);
            predecessors[movie] = left;
          });
      followers[index] = null;
    }
    mass[index] = 0;
  }

  private static int[] without(int movie, int[] before) {
    return IntStream.of(before).filter(weighted -> movie(weighted) != movie).toArray();
  }

  /** Where a movie is among the first of some, asked first where it may well be; else -1. */
  private static int find(int movie, int[] among, int count, int likely) {
    if (likely < count && movie(among[likely]) == movie) {
      return likely;
    }
    for (int place = 0; place < count; place++) {
      if (movie(among[place]) == movie) {
        return place;
      }
    }
    return -1;
  }

  /** 2^((E − newest) / 365 days): what makes of {@link #mass} a sum as of the newest take. */
  float shrunk(long newest) {
    long begun = since;
    return newest == Long.MIN_VALUE || begun == Long.MIN_VALUE ? 1 : growth(begun - newest);
  }

  /** How often a movie stood before or after another. */
  float mass(int movie) {
    return movie < mass.length ? mass[movie] : 0;
  }

  /** What was taken after a movie: {@link Weighted} numbers with gaps. */
  int[] after(int movie) {
    Followers of = movie < followers.length ? followers[movie] : null;
    return of == null ? NOBODY : of.slots();
  }

  /** What a movie was taken after: {@link Weighted} numbers. */
  int[] before(int movie) {
    return movie < predecessors.length ? predecessors[movie] : NOBODY;
  }

  /** How often {@code movie} was taken after {@code other}, in the scale of followers. */
  float weight(int other, int movie) {
    int[] before = before(movie);
    int place = find(other, before, before.length, 0);
    return place < 0 ? 0 : Weighted.weight(before[place]);
  }
}
