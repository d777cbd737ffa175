package dev.freshet.online;

import dev.freshet.online.MovieTakes.HalfLife;
import dev.freshet.online.TakeMix.Signal;
import java.util.Arrays;

/**
 * How likely each movie is to be taken next by one user, as far as takes tell it: all signals but
 * the predicted rating. Working memory of one thread: {@link #prepare} for a user, then ask.
 *
 * <pre>
 *   after(i)  = Σ_d .8^d · t(j_d → i) / √(mass(j_d) + 1)                j_d = the user's last movies
 *   beside(i) = Σ_d .8^d · (t(j_d → i) + t(i → j_d)) / √(mass(j_d) + 1)
 *   together(i) = Σ_j a_j · (t(j → i) + t(i → j)) / (mass(j) + 1)^¾ / (mass(i) + 1)^¼
 *                                                                      j = liked lately, by a_j &gt; 0
 *   s(i)      = Σ_f w_f · x_f(i) / max_i x_f(i)
 * </pre>
 */
public final class TakeScores {

  /** What is left of counts of long ago where the newest was taken back: nothing to divide by. */
  private static final float NOTHING = 1e-30f;

  private static final float[] NO_COLUMN = {};

  private static final Signal[] SIGNALS = Signal.values();

  private final float[][] columns = new float[TakeMix.SIGNALS][];
  private final float[] largest = new float[TakeMix.SIGNALS];

  /** Columns that have something, and what each is multiplied by. */
  private final float[][] summed = new float[TakeMix.SIGNALS + 3][];

  private final float[] factors = new float[TakeMix.SIGNALS + 3];

  private final Taste taste = new Taste();
  private final NeighbourSums after = new NeighbourSums();
  private final NeighbourSums beside = new NeighbourSums();
  private final NeighbourSums together = new NeighbourSums();
  private int end;
  private TakenMovies movies = new TakenMovies();
  private int[] recent = {};
  private Likes liked = Likes.NONE;

  /** Nobody's. */
  public TakeScores() {}

  /**
   * Gets ready for one user.
   *
   * @param of all movies
   * @param vectors of movies, for the head
   * @param recentMovies the user's last movies, the newest first
   * @param likedMovies the last movies that the user liked
   * @param rated movies that cannot be taken any more: they do not count as the largest of {@code
   *     after}, {@code beside} and {@code together}
   */
  public void prepare(
      TakenMovies of,
      RankingVectors vectors,
      int[] recentMovies,
      Likes likedMovies,
      RatedMovies rated) {
    movies = of;
    recent = recentMovies;
    liked = likedMovies;
    taste.prepare(vectors, likedMovies);
    float[] ever = of.ever(); // read once: it grows meanwhile
    columns[index(Signal.EVER)] = ever;
    columns[index(Signal.RATING)] = NO_COLUMN; // known of the head alone, as the next
    columns[index(Signal.VECTORS)] = NO_COLUMN;
    end = ever.length;
    for (HalfLife halfLife : HalfLife.values()) {
      float[] counts;
      do { // the largest of a column that begins anew meanwhile is not that of the old one
        counts = of.counts(halfLife);
        largest[index(signal(halfLife))] = of.most(halfLife);
      } while (counts != of.counts(halfLife));
      columns[index(signal(halfLife))] = counts;
      end = Math.min(end, counts.length);
    }
    after.begin(end);
    beside.begin(end);
    together.begin(end);
    neighbours();
    largest[index(Signal.EVER)] = of.mostEver();
    put(Signal.AFTER, after, rated);
    put(Signal.BESIDE, beside, rated);
    put(Signal.TOGETHER, together, rated);
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

  private void put(Signal signal, NeighbourSums sums, RatedMovies rated) {
    columns[index(signal)] = sums.all();
    largest[index(signal)] = sums.largest(rated);
  }

  private void neighbours() {
    float shrunk = movies.shrunk();
    float step = 1;
    for (int movie : recent) {
      float weight = weight(movie, shrunk) * step;
      int[] followers = movies.after(movie);
      after.add(followers, weight);
      beside.add(followers, weight);
      beside.add(movies.before(movie), weight);
      step *= MovieTakes.STEP_BACK;
    }
    for (int place = 0; place < liked.size(); place++) {
      int movie = liked.movies()[place];
      float weight = togetherOf(place);
      together.add(movies.after(movie), weight);
      together.add(movies.before(movie), weight);
    }
    together.multiply(other -> 1 / root(other, shrunk));
  }

  private float weight(int movie, float shrunk) {
    return (float) (shrunk / Math.sqrt(movies.mass(movie) * shrunk + 1));
  }

  /** (mass + 1)^¼. */
  private float root(int movie, float shrunk) {
    return (float) Math.sqrt(Math.sqrt(movies.mass(movie) * shrunk + 1));
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
    int there = 0;
    for (Signal signal : SIGNALS) {
      int f = index(signal);
      if (largest[f] > 0) {
        summed[there] = columns[f];
        factors[there++] = mix.weight(signal) / largest[f];
      }
    }
    while (there % 4 != 0) { // a column that counts nothing costs less than one by itself
      summed[there] = summed[0];
      factors[there++] = 0;
    }
    for (int c = 0; c < there; c += 4) {
      addFour(c, first, count, out);
    }
  }

  /** Four columns at a time: a quarter of the loads and stores of {@code out}. */
  private void addFour(int c, int first, int count, float[] out) {
    float[] a = summed[c];
    float[] b = summed[c + 1];
    float[] d = summed[c + 2];
    float[] e = summed[c + 3];
    float ofA = factors[c];
    float ofB = factors[c + 1];
    float ofD = factors[c + 2];
    float ofE = factors[c + 3];
    for (int i = 0; i < count; i++) {
      int movie = first + i;
      out[i] = out[i] + ofA * a[movie] + ofB * b[movie] + ofD * d[movie] + ofE * e[movie];
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

  /** All movies. */
  TakenMovies movies() {
    return movies;
  }

  /** The last movies that the user liked, or disliked. */
  Likes likes() {
    return liked;
  }

  /** What a signal of 1 count more adds to the score; 0 where no movie has the signal. */
  float perUnit(TakeMix mix, Signal signal) {
    int f = index(signal);
    return largest[f] > 0 ? mix.weight(signal) / largest[f] : 0;
  }

  /** What a liked movie multiplies its counts by in {@code together}: a_j / (mass(j) + 1)^¾. */
  float togetherOf(int place) {
    float shrunk = movies.shrunk();
    float root = root(liked.movies()[place], shrunk);
    return Math.max(0, liked.weights()[place]) * shrunk / (root * root * root);
  }

  /** (mass + 1)^¼ of a movie. */
  float root(int movie) {
    return root(movie, movies.shrunk());
  }

  /** What a movie multiplies its counts by in {@code after} and {@code beside}; 0 if not recent. */
  float recentOf(int movie) {
    float sum = 0;
    float step = 1;
    for (int other : recent) {
      sum += other == movie ? weight(movie, movies.shrunk()) * step : 0;
      step *= MovieTakes.STEP_BACK;
    }
    return sum;
  }

  /** Whether nobody took a movie. */
  boolean isUntaken(int movie) {
    return movie >= end || columns[index(Signal.EVER)][movie] == 0;
  }

  /** Whether nobody took one of so many movies. */
  boolean isAnyUntaken(int first, int count) {
    for (int movie = first; movie < first + count; movie++) {
      if (isUntaken(movie)) {
        return true;
      }
    }
    return false;
  }

  /** What the user likes. */
  Taste taste() {
    return taste;
  }
}
