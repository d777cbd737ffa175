package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a candidate becomes live (invariant I4). The candidate is replayed
 * test-then-train over the newest ratings. It must beat what the live model really predicted for
 * those ratings, by more than chance.
 *
 * <pre>
 *   d_i  = (r_i − live_i)² − (r_i − candidate_i)²       gain = mean(d)
 *   error of the gain = √(Σ_u (Σ_{i of u} (d_i − gain))² · U / (U − 1)) / n        U = users
 *   promoted if gain &gt; z · error
 * </pre>
 */
public final class Gate {

  /**
   * Share of the live model's squared error by which a migration's candidate may be worse beyond
   * chance: about half of it in RMSE. Somebody asked for it, for reasons such as memory.
   */
  static final double MIGRATION = .02;

  private Gate() {}

  /**
   * How strict it is.
   *
   * @param share of the newest ratings that are judged
   * @param least ratings that are judged at least
   * @param z standard errors by which a candidate must be better
   * @param takes whose live place is known, without which lists are not judged
   */
  public record Settings(float share, int least, float z, int takes) {

    /** Settings with the usual number of takes. */
    public Settings(float share, int least, float z) {
      this(share, least, z, 500);
    }

    /** The defaults. */
    public static Settings defaults() {
      return new Settings(.1f, 1_000, 1);
    }

    /** Ratings judged of {@code ratings}. */
    int judged(int ratings) {
      return Math.min(ratings, Math.max(least, Math.round(share * ratings)));
    }
  }

  /**
   * A verdict.
   *
   * @param judged ratings compared
   * @param rmse of the candidate
   * @param rmseLive of the live model
   * @param gain mean difference of squared errors, positive if the candidate is better
   * @param gainError its standard error
   * @param promoted whether the gain is more than chance
   */
  record Verdict(
      long judged, double rmse, double rmseLive, double gain, double gainError, boolean promoted) {

    /** The verdict in one sentence. */
    String reason() {
      return (promoted ? "better" : "not better by more than chance") + figures();
    }

    /**
     * The verdict of both heads: promoted if one is better by more than chance and neither worse.
     *
     * @param lists the verdict on lists; null where they were not judged
     * @param z standard errors that count as chance
     */
    Verdict with(ListGate.@Nullable Verdict lists, float z) {
      if (lists == null) {
        return this;
      }
      boolean isWorse = (z >= 0 && gain < -chance(z, gainError)) || lists.loses(z);
      boolean isBetter = promoted || lists.gains(z);
      return new Verdict(judged, rmse, rmseLive, gain, gainError, isBetter && !isWorse);
    }

    /**
     * The verdict on a candidate that another rank or scale in the settings asks for: promoted
     * unless it is worse by more than chance and {@link #MIGRATION} together.
     *
     * @param z standard errors that count as chance
     */
    Verdict ofMigration(float z) {
      double bearable = chance(z, gainError) + MIGRATION * rmseLive * rmseLive;
      return new Verdict(judged, rmse, rmseLive, gain, gainError, gain > -bearable);
    }

    /** The verdict on a candidate for changed settings in one sentence. */
    String reasonOfMigration(String why) {
      String word = promoted ? "not much worse" : "much worse";
      return why + ": " + (gain > 0 ? "better" : word) + figures();
    }

    /** The verdict for the record of the candidate. */
    Checkpoint.Judgement judgement() {
      return new Checkpoint.Judgement(judged, rmse, rmseLive, gain, gainError);
    }

    private String figures() {
      return String.format(
          Locale.ROOT,
          " on the newest %,d ratings: RMSE %.4f against %.4f live, gain %.5f ± %.5f",
          judged,
          rmse,
          rmseLive,
          gain,
          gainError);
    }
  }

  /** Judges on the ratings from {@code from} on; the candidate has learned them afterwards. */
  static Verdict judge(RatingMatrix matrix, int from, Candidate candidate, Settings settings) {
    return judge(matrix, from, candidate, settings, user -> true, rating -> {});
  }

  /**
   * Judges on the ratings from {@code from} on.
   *
   * @param judges whether the ratings of a user count, by index
   * @param before is told each before the candidate learns it
   */
  static Verdict judge(
      RatingMatrix matrix,
      int from,
      Candidate candidate,
      Settings settings,
      IntPredicate judges,
      IntConsumer before) {
    Map<Integer, double[]> users = new HashMap<>();
    double sum = 0;
    double error = 0;
    double errorLive = 0;
    long n = 0;
    for (int i = from; i < matrix.size(); i++) {
      before.accept(i);
      double live = square(matrix.rating()[i] - matrix.predicted()[i]);
      double own = square(matrix.rating()[i] - candidate.learn(i));
      if (!judges.test(matrix.user()[i])) {
        continue;
      }
      double d = live - own;
      sum += d;
      double[] of = users.computeIfAbsent(matrix.user()[i], user -> new double[2]);
      of[0]++;
      of[1] += d;
      error += own;
      errorLive += live;
      n++;
    }
    double gain = sum / n;
    double gainError = errorOf(gain, users.values());
    return new Verdict(
        n,
        Math.sqrt(error / n),
        Math.sqrt(errorLive / n),
        gain,
        gainError,
        gain > chance(settings.z(), gainError));
  }

  /**
   * The standard error of a mean over what users did: what one user did is no sample by itself.
   *
   * @param users number and sum of each
   * @return infinite for less than two users
   */
  static double errorOf(double mean, Collection<double[]> users) {
    double n = 0;
    double squares = 0;
    for (double[] user : users) {
      n += user[0];
      squares += square(user[1] - user[0] * mean);
    }
    double corrected = squares * users.size() / (users.size() - 1.0);
    return users.size() < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(corrected) / n;
  }

  /** A gain up to which all may be chance. No standard errors are nothing, however large. */
  static double chance(float z, double error) {
    return z == 0 ? 0 : z * error;
  }

  private static double square(double x) {
    return x * x;
  }
}
