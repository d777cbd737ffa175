package dev.freshet.online;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * How much each signal of taking counts in the order of lists: a conditional logit that learns
 * online from what users take (McFadden 1974, "Conditional logit analysis of qualitative choice
 * behavior"). Mutable, not thread-safe.
 *
 * <pre>
 *   s(i) = Σ_f w_f · x_f(i)          P(i | one of the head is taken) = exp(s(i)) / Σ_head exp(s)
 *   g_f  = x_f(taken) − Σ_head P(i) · x_f(i)           G_f += g_f²       w_f += η · g_f / √G_f
 * </pre>
 *
 * <p>The step is that of AdaGrad (Duchi et al. 2011). A take from outside of the head teaches
 * nothing: what could never have been in a list must not decide about its order.
 */
public final class TakeMix {

  /** Signals of a movie for a user, each divided by its largest over all movies. */
  public enum Signal {
    /** Takes in all. */
    EVER(.2f),
    /** Takes, with a half-life of a year. */
    YEAR(.5f),
    /** Takes, with a half-life of a week. */
    WEEK(1),
    /** Takes, with a half-life of a day. */
    DAY(1),
    /** How often it was taken after what the user had lately. */
    AFTER(1),
    /** How often it was taken after or before what the user had lately. */
    BESIDE(1),
    /** How often it was taken after or before any of the last movies that the user liked. */
    TOGETHER(1),
    /** What the user is predicted to rate it, from 0 to 1 on the scale; of the head alone. */
    RATING(.5f),
    /** How much its ranking vector is like those of what the user liked; of the head alone. */
    VECTORS(1);

    private final float start;

    Signal(float start) {
      this.start = start;
    }
  }

  /** Number of signals. */
  public static final int SIGNALS = Signal.values().length;

  /** Movies of the head: the best by the present weights. */
  public static final int HEAD = 100;

  private static final float RATE = .05f;
  private static final float FIRST_SQUARES = 1e-2f;

  /** Squares after which a step changes nothing that could be seen. */
  private static final float NEVER = 1e36f;

  private final float[] weights;
  private final float[] squares;

  /** The weights that a stream begins with. */
  @SuppressWarnings("EnumOrdinal") // The order of the signals is that of the stored numbers.
  public TakeMix() {
    this(new float[SIGNALS], new float[SIGNALS]);
    for (Signal signal : Signal.values()) {
      weights[signal.ordinal()] = signal.start;
    }
    Arrays.fill(squares, FIRST_SQUARES);
  }

  private TakeMix(float[] weights, float[] squares) {
    this.weights = weights;
    this.squares = squares;
  }

  /**
   * A mix as it was stored.
   *
   * @param weights w, by signal
   * @param squares G, by signal
   */
  public static TakeMix of(float[] weights, float[] squares) {
    if (weights.length != SIGNALS || squares.length != SIGNALS) {
      throw new IllegalArgumentException(
          weights.length + " and " + squares.length + " numbers for " + SIGNALS + " signals");
    }
    return new TakeMix(weights.clone(), squares.clone());
  }

  /** A mix as a stream begins with it, in which these signals count nothing and stay so. */
  @SuppressWarnings("EnumOrdinal") // The order of the signals is that of the stored numbers.
  public TakeMix without(Set<Signal> signals) {
    TakeMix mix = new TakeMix(weights(), squares());
    for (Signal signal : signals) {
      mix.weights[signal.ordinal()] = 0;
      mix.squares[signal.ordinal()] = NEVER;
    }
    return mix;
  }

  /** A mix of the same weights that learns nothing. */
  public TakeMix fixed() {
    TakeMix mix = new TakeMix(weights(), squares());
    Arrays.fill(mix.squares, NEVER);
    return mix;
  }

  /** A mix that orders by takes in all, for everybody alike, and learns nothing. */
  public static TakeMix popularity() {
    return new TakeMix().without(EnumSet.complementOf(EnumSet.of(Signal.EVER))).fixed();
  }

  /** w, by signal; a copy. */
  public float[] weights() {
    return weights.clone();
  }

  /** G, by signal; a copy. */
  public float[] squares() {
    return squares.clone();
  }

  /** The weight of one signal. */
  @SuppressWarnings("EnumOrdinal") // The order of the signals is that of the stored numbers.
  float weight(Signal signal) {
    return weights[signal.ordinal()];
  }

  /**
   * Learns from one take.
   *
   * @param head signals of each movie of the head: movies × signals
   * @param size movies in the head
   * @param taken which of them was taken
   */
  public void learn(float[] head, int size, int taken) {
    double[] likely = new double[size];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      likely[i] = score(head, i);
      largest = Math.max(largest, likely[i]);
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      likely[i] = Math.exp(likely[i] - largest);
      sum += likely[i];
    }
    for (int f = 0; f < SIGNALS; f++) {
      double gradient = head[taken * SIGNALS + f];
      for (int i = 0; i < size; i++) {
        gradient -= likely[i] / sum * head[i * SIGNALS + f];
      }
      if (!Double.isFinite(gradient)) {
        throw new IllegalArgumentException("signals of the head that are not finite");
      }
      squares[f] += (float) (gradient * gradient);
      weights[f] += (float) (RATE * gradient / Math.sqrt(squares[f]));
    }
  }

  private double score(float[] head, int movie) {
    double score = 0;
    for (int f = 0; f < SIGNALS; f++) {
      score += weights[f] * head[movie * SIGNALS + f];
    }
    return score;
  }
}
