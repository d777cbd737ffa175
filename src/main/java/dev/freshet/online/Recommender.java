package dev.freshet.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the best unrated movies for a user and says why. Immutable and thread-safe; each thread
 * brings its own {@link Scratch}.
 *
 * <pre>
 *   order by   μ + b_u + b_i + p_u·q_i − damping · w/√(n_i+1)     n_i = ratings the movie has learned
 *   reason j for i weighs   (r_uj − μ − b_u − b_j) · (q_j·q_i)    w = width of the scale
 * </pre>
 *
 * <p>The damping ranks a movie by a lower bound: a bias learned from three ratings is not trusted
 * like one from three hundred, and would otherwise fill every list with obscure films. The
 * predicted rating that is shown has none. A reason weighs what the rating of j pulled the user's
 * vector towards i (the gradient step of j, seen from i); only ratings above what biases expect
 * give one.
 */
public final class Recommender {

  /** What the predicted rating counts beside takes: it decides between movies that nobody took. */
  private static final float TIE = 1e-6f;

  /** A score that only {@link #TIE} gives. */
  private static final float NEVER_TAKEN = 1e-4f;

  /** Untaken movies, the best predicted, that are drawn from. */
  private static final int EXPLORED = 10;

  private final Settings settings;
  private final Scale scale;
  private final float damping;

  /**
   * What can be set.
   *
   * @param listLength movies in a list, at most
   * @param damping of movies with few ratings, in widths of the scale; 0 orders by prediction alone
   * @param reasons reasons per movie, at most; 0 for none
   * @param considered as reasons
   * @param explore share of the places, on average, that go to movies that nobody took yet
   */
  public record Settings(
      int listLength, float damping, int reasons, Considered considered, float explore) {

    /** Settings with the usual share of places for movies that nobody took yet. */
    public Settings(int listLength, float damping, int reasons, Considered considered) {
      this(listLength, damping, reasons, considered, .02f);
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if they do not hold
     */
    public Settings {
      if (listLength < 1 || reasons < 0 || considered.ratings() < 0) {
        throw new IllegalArgumentException(
            "listLength must be positive, reasons and ratings considered not negative");
      }
      if (!(damping >= 0 && damping <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("damping must be finite, not negative: " + damping);
      }
      if (!(explore >= 0 && explore <= .5f)) {
        throw new IllegalArgumentException("explore must be from 0 to .5: " + explore);
      }
    }

    /** A copy for lists of {@code length} movies without reasons. */
    public Settings places(int length) {
      return new Settings(length, damping, 0, considered, explore);
    }

    /** The defaults; the damping is argued for in {@code docs/benchmarks/learning-defaults.md}. */
    public static Settings defaults() {
      return new Settings(10, .1f, 3, new Considered(100));
    }
  }

  /**
   * What may become a reason.
   *
   * @param ratings the user's strongest (largest surprise over the biases): bounds the time for
   *     users who rated thousands
   */
  public record Considered(int ratings) {}

  /**
   * One movie of a list.
   *
   * @param movie its index in the {@link FactorMatrix}
   * @param score by which the list is ordered
   * @param predicted rating, clipped to the scale, undamped
   * @param reasons indexes of the rated movies that spoke most for it, the strongest first
   */
  public record Scored(int movie, float score, float predicted, List<Integer> reasons) {}

  /**
   * What takes tell of the order of one user's list.
   *
   * @param scores ready for the user
   * @param mix weighs the signals
   * @param liked by place among the user's last movies, whether he liked it: only those are reasons
   * @param chance evenly spread over lists; which of them explore, and what
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Takes(TakeScores scores, TakeMix mix, boolean[] liked, int chance) {}

  /** A rated movie, and by how much its rating exceeded what biases expect. */
  private record Voice(int index, float surprise, Factors movie) {}

  /** Working memory of one thread. */
  public static final class Scratch {
    private final float[] scores = new float[FactorMatrix.LANES];
    private final float[] takes = new float[FactorMatrix.LANES];
    private final TopN best = new TopN(0);
    private final TopN strongest = new TopN(0);
    private final TopN spokeMost = new TopN(0);
    private final TopN untaken = new TopN(0);
  }

  /** A recommender for ratings on {@code scale}. */
  public Recommender(Settings settings, Scale scale) {
    this.settings = settings;
    this.scale = scale;
    this.damping = settings.damping() * (scale.max() - scale.min());
  }

  /**
   * The list of one user, best first; empty if nothing is eligible.
   *
   * @param user of the matrix's generation
   * @param mu μ of that generation
   * @param movies all movies
   * @param rated what the user rated: never in the list
   * @param eligible whether a movie index may be in a list; asked only of promising ones
   * @param scratch of the calling thread
   * @throws IllegalArgumentException if generations differ (invariant I2)
   */
  public List<Scored> recommend(
      Factors user,
      float mu,
      FactorMatrix movies,
      RatedMovies rated,
      IntPredicate eligible,
      Scratch scratch) {
    TopN best = best(settings.listLength(), user, mu, movies, rated, null, eligible, scratch);
    List<Voice> voices = voices(user, mu, movies, rated, scratch.strongest);
    List<Scored> items = new ArrayList<>(best.size());
    for (int place = 0; place < best.size(); place++) {
      int index = best.index(place);
      Factors movie = movies.get(index);
      if (movie != null) { // not removed meanwhile
        float predicted = scale.clip(mu + user.bias() + movie.bias() + dot(user, movie));
        List<Integer> reasons = reasons(movie, voices, scratch.spokeMost);
        items.add(new Scored(index, best.score(place), predicted, reasons));
      }
    }
    return items;
  }

  /**
   * The list of one user in the order of what is taken next, best first; empty if nothing is
   * eligible. Movies that takes tell nothing of follow by predicted rating.
   *
   * @param user of the matrix's generation
   * @param mu μ of that generation
   * @param movies all movies
   * @param rated what the user rated: never in the list
   * @param takes of the user
   * @param eligible whether a movie index may be in a list; asked only of promising ones
   * @param scratch of the calling thread
   * @throws IllegalArgumentException if generations differ (invariant I2)
   */
  public List<Scored> recommend(
      Factors user,
      float mu,
      FactorMatrix movies,
      RatedMovies rated,
      Takes takes,
      IntPredicate eligible,
      Scratch scratch) {
    scratch.untaken.clear(EXPLORED);
    TopN best = best(settings.listLength(), user, mu, movies, rated, takes, eligible, scratch);
    int[] order = best.indexes();
    explore(order, best, takes.chance(), scratch.untaken);
    List<Scored> items = new ArrayList<>(order.length);
    for (int place = 0; place < order.length; place++) {
      Factors movie = movies.get(order[place]);
      if (movie != null) { // not removed meanwhile
        float predicted = scale.clip(mu + user.bias() + movie.bias() + dot(user, movie));
        List<Integer> reasons = reasons(order[place], takes, scratch.spokeMost);
        items.add(new Scored(order[place], best.score(place), predicted, reasons));
      }
    }
    return items;
  }

  /**
   * Gives the last places to movies that nobody took, drawn from those predicted best, where the
   * list has none of them.
   */
  private void explore(int[] order, TopN best, int chance, TopN untaken) {
    float drawn = (chance >>> 8) / (float) (1 << 24);
    int places = (int) (settings.explore() * Math.min(order.length, 10) + drawn);
    boolean hasUntaken = best.size() > 0 && best.score(best.size() - 1) < NEVER_TAKEN;
    if (hasUntaken || untaken.size() == 0) {
      return;
    }
    untaken.sort();
    int first = Math.floorMod(chance * 0x9E3779B9, untaken.size());
    int end = Math.min(order.length, 10);
    for (int i = 0; i < Math.min(places, untaken.size()); i++) {
      order[end - 1 - i] = untaken.index((first + i) % untaken.size());
    }
  }

  /** The user's last movies that he liked and that spoke for a movie, the strongest first. */
  private List<Integer> reasons(int movie, Takes takes, TopN spokeMost) {
    spokeMost.clear(settings.reasons());
    List<Integer> recent = takes.scores().recent();
    for (int place = 0; place < recent.size(); place++) {
      float weight = takes.scores().spoke(takes.mix(), place, movie);
      if (weight > 0 && takes.liked()[place]) {
        spokeMost.offer(recent.get(place), weight);
      }
    }
    spokeMost.sort();
    return Arrays.stream(spokeMost.indexes()).boxed().toList();
  }

  /**
   * Learns from what a user takes, before it is counted, if it is in the head of his list.
   *
   * @param user of the matrix's generation
   * @param mu μ of that generation
   * @param movies all movies
   * @param rated what the user rated before
   * @param takes of the user; its mix learns
   * @param eligible whether a movie index may be in a list
   * @param taken the movie's index
   * @param scratch of the calling thread
   * @return whether it was in the head
   */
  public boolean learn(
      Factors user,
      float mu,
      FactorMatrix movies,
      RatedMovies rated,
      Takes takes,
      IntPredicate eligible,
      int taken,
      Scratch scratch) {
    scratch.untaken.clear(0);
    TopN head = best(TakeMix.HEAD, user, mu, movies, rated, takes, eligible, scratch);
    int place = -1;
    float[] signals = new float[head.size() * TakeMix.SIGNALS];
    for (int i = 0; i < head.size(); i++) {
      takes.scores().signals(head.index(i), signals, i * TakeMix.SIGNALS);
      place = head.index(i) == taken ? i : place;
    }
    if (place >= 0) {
      takes.mix().learn(signals, head.size(), place);
    }
    return place >= 0;
  }

  private TopN best(
      int length,
      Factors user,
      float mu,
      FactorMatrix movies,
      RatedMovies rated,
      @Nullable Takes takes,
      IntPredicate eligible,
      Scratch scratch) {
    TopN best = scratch.best;
    best.clear(length);
    float[] scores = scratch.scores;
    int blocks = movies.blocks();
    for (int b = 0; b < blocks; b++) {
      movies.score(b, user, mu, damping, scores);
      if (takes != null) {
        offerUntaken(scratch, takes, b * FactorMatrix.LANES, rated, eligible);
        takes.scores().score(takes.mix(), b * FactorMatrix.LANES, scratch.takes);
        for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
          scores[lane] = scratch.takes[lane] + TIE * scores[lane]; // NaN stays: no movie there
        }
      }
      offerAll(best, scores, b * FactorMatrix.LANES, rated, eligible);
    }
    best.sort();
    return best;
  }

  /** Offers the movies of a block that nobody took, by predicted rating. */
  private static void offerUntaken(
      Scratch scratch, Takes takes, int first, RatedMovies rated, IntPredicate eligible) {
    float[] predicted = scratch.scores;
    TopN untaken = scratch.untaken;
    float bound = untaken.bound();
    for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
      int movie = first + lane;
      if (predicted[lane] >= bound
          && takes.scores().isUntaken(movie)
          && !rated.contains(movie)
          && eligible.test(movie)) {
        untaken.offer(movie, predicted[lane]);
        bound = untaken.bound();
      }
    }
  }

  private static void offerAll(
      TopN best, float[] scores, int first, RatedMovies rated, IntPredicate eligible) {
    float bound = best.bound();
    for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
      // False for NaN: no movie there.
      if (scores[lane] >= bound && !rated.contains(first + lane) && eligible.test(first + lane)) {
        best.offer(first + lane, scores[lane]);
        bound = best.bound();
      }
    }
  }

  /** The user's strongest ratings, with what is needed to weigh them. */
  private List<Voice> voices(
      Factors user, float mu, FactorMatrix movies, RatedMovies rated, TopN strongest) {
    strongest.clear(settings.reasons() == 0 ? 0 : settings.considered().ratings());
    for (int place = 0; place < rated.size(); place++) {
      float surprise = rated.rating(place) - mu - user.bias() - movies.bias(rated.movie(place));
      if (surprise > 0) {
        strongest.offer(rated.movie(place), surprise);
      }
    }
    List<Voice> voices = new ArrayList<>(strongest.size());
    for (int i = 0; i < strongest.size(); i++) {
      Factors movie = movies.get(strongest.index(i));
      if (movie != null) { // not removed meanwhile
        voices.add(new Voice(strongest.index(i), strongest.score(i), movie));
      }
    }
    return voices;
  }

  private List<Integer> reasons(Factors movie, List<Voice> voices, TopN spokeMost) {
    spokeMost.clear(settings.reasons());
    for (Voice voice : voices) {
      float weight = voice.surprise() * dot(voice.movie(), movie);
      if (weight > 0) {
        spokeMost.offer(voice.index(), weight);
      }
    }
    spokeMost.sort();
    List<Integer> reasons = new ArrayList<>(spokeMost.size());
    for (int i = 0; i < spokeMost.size(); i++) {
      reasons.add(spokeMost.index(i));
    }
    return reasons;
  }

  private static float dot(Factors a, Factors b) {
    float[] p = a.vector();
    float[] q = b.vector();
    float sum = 0;
    for (int f = 0; f < p.length; f++) {
      sum += p[f] * q[f];
    }
    return sum;
  }
}
