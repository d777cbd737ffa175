package dev.freshet.online;

import static dev.freshet.online.Weighted.movie;

import dev.freshet.online.MovieTakes.HalfLife;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.LongStream;
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
 * <p>Weights grow with time in this form, which is good for a hundred years.
 */
final class Neighbours {

  /** Weights that differ by less are the same, rounded otherwise. */
  private static final float SAME = 1e-4f;

  /** A hundred half-lives of a year: beyond them nothing weighs more or less. */
  private static final long MOST_MILLIS = (long) (100 * HalfLife.YEAR.millis());

  /** Movies without predecessors. */
  private static final long[] NONE = {};

  private volatile float[] mass = new float[0];
  private volatile @Nullable Followers[] followers = new Followers[0];
  private volatile long[][] predecessors = new long[0][];

  /** E: the first take that was put. */
  private volatile long since = Long.MIN_VALUE;

  /** Predecessors of all movies; touched by the writer alone. */
  private long entries;

  /** Movies that have predecessors; touched by the writer alone. */
  private long preceded;

  /** Heap in bytes, about, but for columns by index. */
  long bytes() {
    return 90 * preceded + 16 * entries;
  }

  /** Makes room for so many movies. */
  void grow(int length) {
    long[][] more = Arrays.copyOf(predecessors, length);
    Arrays.fill(more, predecessors.length, length, NONE);
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
    long[] known = predecessors[index];
    if (since == Long.MIN_VALUE && before.length > 0) {
      since = takes.at();
    }
    long[] found = before.length == 0 ? NONE : new long[before.length];
    float grown = before.length == 0 ? 1 : growth(takes.at() - since);
    int count = 0;
    int last = -1;
    for (int p = 0; p < before.length; p++) {
      int movie = before[p];
      if (find(movie, found, count, 0) < 0) { // else somebody wrote a movie twice
        int place = find(movie, known, known.length, last + 1);
        last = place < 0 ? last : place; // the next one mostly stands behind it, as before
        float was = place < 0 ? 0 : Weighted.weight(known[place]);
        found[count++] =
            Weighted.of(movie, precedes(movie, index, takes.weights()[p] * grown, was));
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

  /** Returns the weight, which stays as it was where it is nearly that. */
  private float precedes(int movie, int index, float weight, float was) {
    if (Math.abs(weight - was) <= SAME * weight) {
      return was;
    }
    Followers known = followers[movie];
    Followers of = known == null ? new Followers() : known;
    of.put(index, weight);
    VarHandle.releaseFence(); // who reads meanwhile sees all of it
    followers[movie] = of;
    add(index, movie, weight - was);
    return weight;
  }

  private void precedesNoMore(long before, int index) {
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
            long[] left = without(index, predecessors[movie]);
            count(predecessors[movie].length, left.length);
            predecessors[movie] = left;
          });
      followers[index] = null;
    }
    mass[index] = 0;
  }

  private static long[] without(int movie, long[] before) {
    return LongStream.of(before).filter(weighted -> movie(weighted) != movie).toArray();
  }

  /** Where a movie is among the first of some, asked first where it may well be; else -1. */
  private static int find(int movie, long[] among, int count, int likely) {
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
  long[] after(int movie) {
    Followers of = movie < followers.length ? followers[movie] : null;
    return of == null ? NONE : of.slots();
  }

  /** What a movie was taken after: {@link Weighted} numbers. */
  long[] before(int movie) {
    return movie < predecessors.length ? predecessors[movie] : NONE;
  }

  /** How often {@code movie} was taken after {@code other}, in the scale of followers. */
  float weight(int other, int movie) {
    long[] before = before(movie);
    int place = find(other, before, before.length, 0);
    return place < 0 ? 0 : Weighted.weight(before[place]);
  }
}
