package dev.freshet.retrain;

import dev.freshet.autodiff.Csr;
import dev.freshet.online.HeadSignals;
import dev.freshet.online.LastLiked;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.Scale;
import dev.freshet.online.SequentialTakes;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeOrder;
import dev.freshet.online.TopN;
import dev.freshet.train.Grouped;
import dev.freshet.train.models.RankingFit;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * Compares lists of a candidate with those of the live model, on the newest takes (invariant I4).
 * Takes are counted anew, one after the other; just before each that is judged, the candidate's
 * list is made. The live model's place of the same movie was stored when it was learned. The
 * candidate's signals are weighed as the live lists weigh them now: nine numbers that have seen the
 * takes that judge; its vectors and factors have not.
 *
 * <pre>
 *   NDCG@10 of a take = 1 / log2(place + 1), 0 beyond place 10
 *   d_i = candidate_i − live_i        gain = mean(d)
 *   error of the gain = √(Σ_u (Σ_{i of u} (d_i − gain))² · U / (U − 1)) / n        u = users
 * </pre>
 */
final class ListGate {

  private static final int MOST = 5_000;
  private static final int PLACES = 10;

  /** Ratings between two looks whether to stop, or to leave the cores to others. */
  private static final int REST = 1_000;

  private final MatrixTakes takes;
  private final Scale scale;
  private final Candidate candidate;
  private final RankingVectors vectors;
  private final SequentialTakes sequence;
  private final Csr byUser;
  private final int[] origin;
  private final BitSet judged;
  private final TakeMix mix;
  private final RatedMovies rated = new RatedMovies();
  private final LastLiked liked = new LastLiked();
  private final TopN head = new TopN(0);
  private final HeadSignals signals = new HeadSignals();
  private final Map<Integer, double[]> sums = new HashMap<>();
  private final BooleanSupplier stop;
  private int next;

  /** The newest row that was looked at. */
  private int looked = -1;

  /**
   * A verdict on lists.
   *
   * @param judged takes compared
   * @param ndcg mean of the candidate
   * @param ndcgLive mean of the live model
   * @param gain mean difference, positive if the candidate is better
   * @param gainError its standard error, by users
   */
  record Verdict(long judged, double ndcg, double ndcgLive, double gain, double gainError) {

    /** Whether the candidate's lists are better by more than {@code z} standard errors. */
    boolean gains(float z) {
      return gain > Gate.chance(z, gainError);
    }

    /**
     * Whether lists are worse by more than {@code z} standard errors; never if that is negative.
     */
    boolean loses(float z) {
      return z >= 0 && gain < -Gate.chance(z, gainError);
    }

    /** The verdict in a few words. */
    String reason(float z) {
      return String.format(
          Locale.ROOT,
          "lists %s on the newest %,d takes: NDCG@10 %.4f against %.4f live, gain %.5f ± %.5f",
          gains(z) ? "better" : loses(z) ? "worse" : "neither better nor worse",
          judged,
          ndcg,
          ndcgLive,
          gain,
          gainError);
    }
  }

  /**
   * A comparison.
   *
   * @param from where judging begins: number of the oldest rows, which the vectors know
   * @param mix weighs what tells of taking as the live lists do; learns
   * @param candidate predicts ratings as it stands when {@link #before} is called
   * @param fit vectors of the candidate
   * @param judges whether the takes of a user count, by index
   * @param stop true ends it early: then the verdict is of no use
   */
  ListGate(
      RatingMatrix matrix,
      int from,
      Scale scale,
      TakeMix mix,
      Candidate candidate,
      RankingFit fit,
      IntPredicate judges,
      BooleanSupplier stop) {
    this.stop = stop;
    this.mix = mix;
    this.takes = matrix.takes();
    this.scale = scale;
    this.candidate = candidate;
    this.vectors = vectors(fit);
    this.sequence = new SequentialTakes(matrix.userIds().size(), matrix.movieIds());
    float[] liking = new float[takes.size()];
    for (int row = 0; row < liking.length; row++) {
      liking[row] = takes.liking(row, scale);
    }
    Grouped grouped =
        Grouped.of(
            matrix.userIds().size(),
            matrix.movieIds().size(),
            takes.user(),
            takes.movie(),
            liking,
            false);
    this.byUser = grouped.matrix();
    this.origin = grouped.origin();
    this.judged = drawn(from, takes.size(), judges);
    pass(from);
  }

  private static RankingVectors vectors(RankingFit fit) {
    RankingVectors vectors = new RankingVectors(1);
    for (int m = 0; m < fit.movies().length; m++) {
      vectors.put(fit.movies()[m], fit.vector(m));
    }
    return vectors;
  }

  /** Takes of a part whose live place is known, as many as are looked at. */
  private BitSet drawn(int from, int to, IntPredicate judges) {
    BitSet all = new BitSet();
    for (int i = from; i < to; i++) {
      all.set(i, takes.isPlaced(i) && judges.test(takes.user()[i]));
    }
    double share = (double) MOST / Math.max(MOST, all.cardinality());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = all.nextSetBit(0); i >= 0; i = all.nextSetBit(i + 1)) {
      all.set(i, random.nextDouble() < share);
    }
    return all;
  }

  /**
   * Looks at the lists before each take up to a rating, this one included, and learns those before.
   */
  void before(int rating) {
    int row = takes.rowOf(rating);
    pass(row);
    look(row);
  }

  /** Looks at the lists before all takes that are left. */
  void end() {
    pass(takes.size());
  }

  private void pass(int until) {
    for (; next < until; next++) {
      if (next % REST == 0 && stop.getAsBoolean()) {
        return;
      }
      look(next);
      if (takes.isRated(next) || takes.liking(next, scale) > 0) { // else it was passed over
        sequence.learn(
            takes.user()[next], takes.movie()[next], takes.weight(next), takes.time(next));
      }
    }
  }

  private void look(int row) {
    if (row > looked && judged.get(row) && !stop.getAsBoolean()) {
      ask(row);
    }
    looked = Math.max(looked, row);
  }

  private void ask(int row) {
    int user = takes.user()[row];
    int movie = takes.movie()[row];
    read(user, row);
    int place = 0;
    if (sequence.isKnown(user, movie)) {
      TakeOrder order = sequence.order(user, mix, vectors, liked.likes(), rated);
      sequence.head(rated, takes::isListable, head);
      signals.look(head, order.scores(), other -> predicted(user, other));
      place = order.learn(head, signals, movie);
    }
    double[] of = sums.computeIfAbsent(user, u -> new double[3]);
    of[0]++;
    of[1] += gain(place);
    of[2] += gain(takes.places()[row]);
  }

  /** What the user had and liked before a row. */
  private void read(int user, int row) {
    rated.clear();
    liked.clear();
    for (int e = byUser.rowStart(user); e < byUser.rowStart(user + 1); e++) {
      if (origin[e] < row) {
        int movie = byUser.columns()[e];
        if (takes.isHidden(origin[e])) {
          rated.hide(movie);
        }
        if (byUser.values()[e] != 0) {
          liked.offer(movie, origin[e], byUser.values()[e]);
        }
      }
    }
  }

  private float predicted(int user, int movie) {
    boolean isKnown = !sequence.isUntaken(movie) && candidate.knows(user, movie);
    return isKnown ? scale.share(candidate.predict(user, movie)) : 0;
  }

  private static double gain(int place) {
    return place >= 1 && place <= PLACES ? Math.log(2) / Math.log(place + 1) : 0;
  }

  /** The verdict, once all was looked at. */
  Verdict verdict() {
    return verdict(sums.values());
  }

  /**
   * The verdict on sums by user.
   *
   * @param users takes, NDCG of the candidate and of the live model of each
   */
  static Verdict verdict(Collection<double[]> users) {
    double n = 0;
    double own = 0;
    double live = 0;
    for (double[] user : users) {
      n += user[0];
      own += user[1];
      live += user[2];
    }
    double gain = (own - live) / n;
    double gainError =
        Gate.errorOf(gain, users.stream().map(of -> new double[] {of[0], of[1] - of[2]}).toList());
    return new Verdict((long) n, own / n, live / n, gain, gainError);
  }
}
