package dev.freshet.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the best unrated movies for a user and says why. Immutable and thread-safe; each thread
 * brings its own {@link Scratch}. Takes order the list ({@link TakeOrder}), and among the best
 * hundred the predicted rating and the user's taste, too; while nobody took anything, predicted
 * ratings do alone:
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
   * @param maxPerGenre movies of one genre, at most; 0 for no limit
   * @param diversity how much it counts against a movie that it is like one above it, 0 to .9
   */
  public record Settings(
      int listLength,
      float damping,
      int reasons,
      Considered considered,
      float explore,
      int maxPerGenre,
      float diversity) {

    /** Settings with the usual share of places for movies that nobody took yet. */
    public Settings(int listLength, float damping, int reasons, Considered considered) {
      this(listLength, damping, reasons, considered, .02f, 0, 0);
    }

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if they do not hold
     */
    public Settings {
      if (listLength < 1 || reasons < 0 || considered.ratings() < 0 || maxPerGenre < 0) {
        throw new IllegalArgumentException(
            "listLength must be positive, reasons, ratings considered and maxPerGenre not negative");
      }
      if (!(damping >= 0 && damping <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("damping must be finite, not negative: " + damping);
      }
      if (!(explore >= 0 && explore <= .5f)) {
        throw new IllegalArgumentException("explore must be from 0 to .5: " + explore);
      }
      if (!(diversity >= 0 && diversity <= .9f)) {
        throw new IllegalArgumentException("diversity must be from 0 to .9: " + diversity);
      }
    }

    /** A copy for lists in their order alone: nothing is explored, all may be alike. */
    public Settings plain() {
      return new Settings(listLength, damping, reasons, considered, 0, 0, 0);
    }

    /** A copy for lists of {@code length} movies without reasons. */
    public Settings places(int length) {
      return new Settings(length, damping, 0, considered, explore, maxPerGenre, diversity);
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
   * @param predicted rating, clipped to the scale, undamped; NaN where nothing was learned of the
   *     user or of the movie by which it could be told
   * @param reasons indexes of the rated movies that spoke most for it, the strongest first
   */
  public record Scored(int movie, float score, float predicted, List<Integer> reasons) {}

  /**
   * The movies that may be in a list.
   *
   * @param movies all movies, of the user's generation
   * @param rated what the user rated: never in the list
   * @param eligible whether a movie index may be in a list; asked only of promising ones
   * @param genres of a movie index; null where they are not known
   */
  public record Candidates(
      FactorMatrix movies,
      RatedMovies rated,
      IntPredicate eligible,
      IntFunction<@Nullable List<String>> genres) {

    /** Movies whose genres are not known. */
    public Candidates(FactorMatrix movies, RatedMovies rated, IntPredicate eligible) {
      this(movies, rated, eligible, movie -> null);
    }

    boolean isThere(int movie) {
      return !Float.isNaN(movies.bias(movie));
    }

    boolean mayHold(int movie) {
      return !rated.contains(movie) && eligible.test(movie);
    }
  }

  /** A rated movie, and by how much its rating exceeded what biases expect. */
  private record Voice(int index, float surprise, Factors movie) {}

  /** Working memory of one thread. */
  public static final class Scratch {
    private final float[] scores = new float[FactorMatrix.LANES];
    private final float[] takes = new float[FactorMatrix.LANES];
    private final TopN head = new TopN(0);
    private final TopN best = new TopN(0);
    private final HeadSignals signals = new HeadSignals();
    private final TopN strongest = new TopN(0);
    private final TopN spokeMost = new TopN(0);
    private final Reasons reasons = new Reasons();
    private final Exploration exploration = new Exploration();
    private final ListChoice choice = new ListChoice();
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
   * @param user of the generation of {@code candidates}
   * @param mu μ of that generation
   * @param takes order the list, with the predicted rating between movies that nobody took; null
   *     for a list by damped prediction
   * @param scratch of the calling thread
   * @throws IllegalArgumentException if generations differ (invariant I2)
   */
  public List<Scored> recommend(
      Factors user, float mu, Candidates candidates, @Nullable TakeOrder takes, Scratch scratch) {
    if (takes != null) {
      scratch.exploration.begin(settings.explore(), settings.listLength(), takes.chance());
    }
    ListChoice.Wish wish =
        new ListChoice.Wish(settings.listLength(), settings.maxPerGenre(), settings.diversity());
    TopN best = best(wish.needed(), user, mu, candidates, takes, scratch);
    RankingVectors vectors = takes == null ? RankingVectors.NONE : takes.scores().taste().vectors();
    int[] places = scratch.choice.choose(best, wish, candidates.genres(), vectors);
    int[] order = Arrays.stream(places).map(best::index).toArray();
    List<Voice> voices = List.of();
    if (takes == null) {
      voices = voices(user, mu, candidates, scratch.strongest);
    } else {
      scratch.exploration.apply(order, takes.scores(), candidates.genres(), takes.chance());
      if (settings.reasons() > 0) {
        scratch.reasons.weigh(takes, scratch.signals, order);
      }
    }
    List<Scored> items = new ArrayList<>(order.length);
    for (int place = 0; place < order.length; place++) {
      int index = order[place];
      Factors movie = candidates.movies().get(index);
      if (movie != null) { // not removed meanwhile
        float predicted = predicted(user, mu, movie);
        List<Integer> reasons = List.of();
        if (takes == null) {
          reasons = reasons(movie, voices, scratch.spokeMost);
        } else if (settings.reasons() > 0) {
          reasons = scratch.reasons.of(place, settings.reasons(), scratch.spokeMost);
        }
        items.add(new Scored(index, best.score(places[place]), predicted, reasons));
      }
    }
    return items;
  }

  /**
   * Learns from what a user takes, before it is counted, if it is in the head of his list.
   *
   * @param user of the generation of {@code candidates}
   * @param mu μ of that generation
   * @param candidates of before the take
   * @param takes of the user; its mix learns
   * @param taken the movie's index
   * @param scratch of the calling thread
   * @return the place at which it would stand in the list, from 1; 0 if it was not in the head
   */
  public int learn(
      Factors user, float mu, Candidates candidates, TakeOrder takes, int taken, Scratch scratch) {
    scratch.exploration.beginWithout();
    TopN head = head(TakeMix.HEAD, TakeMix.HEAD, user, mu, candidates, takes, scratch);
    look(head, user, mu, candidates, takes, scratch.signals);
    return takes.learn(head, scratch.signals, taken);
  }

  private TopN best(
      int length,
      Factors user,
      float mu,
      Candidates candidates,
      @Nullable TakeOrder takes,
      Scratch scratch) {
    if (takes == null) {
      TopN best = head(length, length, user, mu, candidates, null, scratch);
      best.sort();
      return best;
    }
    int most = Math.max(length, TakeMix.HEAD);
    TopN head = head(most, length, user, mu, candidates, takes, scratch);
    look(head, user, mu, candidates, takes, scratch.signals);
    TopN best = scratch.best;
    best.clear(length);
    for (int place = 0; place < head.size(); place++) {
      best.offer(head.index(place), scratch.signals.score(takes.mix(), place, head.score(place)));
    }
    best.sort();
    return best;
  }

  private void look(
      TopN head, Factors user, float mu, Candidates candidates, TakeOrder takes, HeadSignals into) {
    FactorMatrix movies = candidates.movies();
    movies.requireFits(user);
    into.look(
        head,
        takes.scores(),
        index -> {
          boolean isTaken = !takes.scores().isUntaken(index);
          boolean isKnown = isTaken && (user.steps() > 0 || movies.steps(index) > 0);
          float predicted = isKnown ? movies.predict(index, user, mu) : Float.NaN;
          return Float.isNaN(predicted) ? 0 : scale.share(scale.clip(predicted));
        });
  }

  private float predicted(Factors user, float mu, Factors movie) {
    if (user.steps() == 0 && movie.steps() == 0) {
      return Float.NaN;
    }
    return scale.clip(mu + user.bias() + movie.bias() + dot(user, movie));
  }

  /**
   * The best by all that can be told without predicting a rating of each, in no order.
   *
   * @param length most movies
   * @param enough movies that takes speak for: then no other is looked for
   */
  private TopN head(
      int length,
      int enough,
      Factors user,
      float mu,
      Candidates candidates,
      @Nullable TakeOrder takes,
      Scratch scratch) {
    TopN head = scratch.head;
    if (takes != null) {
      bestTaken(head, length, user, candidates, takes, scratch.takes);
      if (head.size() >= enough) {
        if (scratch.exploration.isExploring()) {
          scratch.exploration.look(user, mu, damping, takes.scores(), candidates, scratch.scores);
        }
        return head;
      }
    }
    head.clear(length);
    float[] scores = scratch.scores;
    int blocks = candidates.movies().blocks();
    for (int b = 0; b < blocks; b++) {
      int first = b * FactorMatrix.LANES;
      candidates.movies().score(b, user, mu, damping, scores);
      if (takes != null) {
        scratch.exploration.offer(first, scores, takes.scores(), candidates);
        takes.order(first, scores, scratch.takes);
      }
      offerAll(head, scores, first, candidates);
    }
    return head;
  }

  /** The best that takes speak for, most often enough of them: then nothing need be predicted. */
  private static void bestTaken(
      TopN best, int length, Factors user, Candidates candidates, TakeOrder takes, float[] scores) {
    candidates.movies().requireFits(user);
    best.clear(length);
    int blocks = candidates.movies().blocks();
    for (int b = 0; b < blocks; b++) {
      int first = b * FactorMatrix.LANES;
      takes.scores().score(takes.mix(), first, scores);
      float bound = Math.max(best.bound(), Float.MIN_VALUE);
      for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
        int movie = first + lane;
        if (scores[lane] >= bound && candidates.mayHold(movie) && candidates.isThere(movie)) {
          best.offer(movie, scores[lane]);
          bound = Math.max(best.bound(), Float.MIN_VALUE);
        }
      }
    }
  }

  private static void offerAll(TopN best, float[] scores, int first, Candidates candidates) {
    float bound = best.bound();
    for (int lane = 0; lane < FactorMatrix.LANES; lane++) {
      // False for NaN: no movie there.
      if (scores[lane] >= bound && candidates.mayHold(first + lane)) {
        best.offer(first + lane, scores[lane]);
        bound = best.bound();
      }
    }
  }

  /** The user's strongest ratings, with what is needed to weigh them. */
  private List<Voice> voices(Factors user, float mu, Candidates candidates, TopN strongest) {
    FactorMatrix movies = candidates.movies();
    RatedMovies rated = candidates.rated();
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
