package dev.freshet.online;

import dev.freshet.online.TakeMix.Signal;

/**
 * Signals of taking that only the head of a list has: what its movies are predicted to be rated,
 * and how much their ranking vectors are like the user's taste. Both from 0 to 1. Working memory of
 * one thread.
 *
 * <pre>
 *   vectors(i) = (x·y_i − least) / (most − least)      least, most over the head
 * </pre>
 *
 * <p>A movie of the head without a vector has 0, as the least one has.
 */
public final class HeadSignals {

  private float[] ratings = new float[TakeMix.HEAD];
  private float[] vectors = new float[TakeMix.HEAD];
  private float range;

  /** Predicts ratings. */
  public interface Ratings {
    /** What the user is predicted to rate a movie, 0 to 1; 0 for what nobody took. */
    float of(int movie);
  }

  /** Those of no head. */
  public HeadSignals() {}

  /**
   * Looks at a head.
   *
   * @param head movies, in any order
   * @param of the user
   * @param predicted asked for each movie of the head
   */
  public void look(TopN head, TakeScores of, Ratings predicted) {
    int size = head.size();
    if (ratings.length < size) {
      ratings = new float[size];
      vectors = new float[size];
    }
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int place = 0; place < size; place++) {
      int movie = head.index(place);
      ratings[place] = predicted.of(movie);
      vectors[place] = of.taste().of(movie);
      if (Float.isFinite(vectors[place])) {
        least = Math.min(least, vectors[place]);
        most = Math.max(most, vectors[place]);
      }
    }
    range = most > least && Float.isFinite(most - least) ? most - least : 0;
    for (int place = 0; place < size; place++) {
      boolean isKnown = range > 0 && Float.isFinite(vectors[place]);
      vectors[place] = isKnown ? (vectors[place] - least) / range : 0;
    }
  }

  /**
   * The score of a movie by all signals.
   *
   * @param place in the head
   * @param score by the signals that all movies have
   */
  public float score(TakeMix mix, int place, float score) {
    return score
        + mix.weight(Signal.RATING) * ratings[place]
        + mix.weight(Signal.VECTORS) * vectors[place];
  }

  /** Writes these signals of one movie of the head, as {@link TakeMix#learn} wants them. */
  @SuppressWarnings("EnumOrdinal") // The order of the signals is that of the numbers.
  void signals(int place, float[] out, int offset) {
    out[offset + Signal.RATING.ordinal()] = ratings[place];
    out[offset + Signal.VECTORS.ordinal()] = vectors[place];
  }

  /** How much x · y must grow for {@code vectors} to grow by 1; 0 where it cannot. */
  float range() {
    return range;
  }
}
