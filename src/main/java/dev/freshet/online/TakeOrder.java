package dev.freshet.online;

/**
 * What takes tell of the order of one user's list.
 *
 * @param scores ready for the user
 * @param mix weighs the signals
 * @param chance evenly spread over lists: says which of them explore, and what
 */
public record TakeOrder(TakeScores scores, TakeMix mix, int chance) {

  /** What the predicted rating counts of movies that nobody took: it decides between them. */
  private static final float TIE = 1e-6f;

  /**
   * An even chance for each list, which the same list has again.
   *
   * @param user hash of the user
   * @param ratings number of the user's ratings
   */
  public static int chance(int user, int ratings) {
    return Chance.spread(user, ratings);
  }

  /** Generation of the ranking head whose vectors count; 0 for none. */
  public int rankingGeneration() {
    return scores.taste().generation();
  }

  /**
   * Orders the movies of a block.
   *
   * @param first index of the first movie
   * @param scores predicted ratings, NaN where no movie is; overwritten with the scores of the
   *     order
   * @param scratch overwritten
   */
  void order(int first, float[] scores, float[] scratch) {
    this.scores.score(mix, first, scratch);
    for (int lane = 0; lane < scores.length; lane++) {
      scores[lane] = scratch[lane] + TIE * scores[lane];
    }
  }

  /**
   * The mix learns from a take, before it is counted, if it is in the head.
   *
   * @param head the best movies of this order
   * @param of what the head alone has
   * @param taken index of the movie
   * @return the place that the movie had by all signals, from 1; 0 if it was not in the head
   */
  public int learn(TopN head, HeadSignals of, int taken) {
    int place = -1;
    float[] signals = new float[head.size() * TakeMix.SIGNALS];
    for (int i = 0; i < head.size(); i++) {
      scores.signals(head.index(i), signals, i * TakeMix.SIGNALS);
      of.signals(i, signals, i * TakeMix.SIGNALS);
      place = head.index(i) == taken ? i : place;
    }
    if (place < 0) {
      return 0;
    }
    int stood = placeOf(head, of, place);
    mix.learn(signals, head.size(), place);
    return stood;
  }

  /** The place that a movie of the head has by all signals, from 1; ties are for the others. */
  private int placeOf(TopN head, HeadSignals of, int place) {
    float own = of.score(mix, place, head.score(place));
    int before = 0;
    for (int other = 0; other < head.size(); other++) {
      boolean isBefore = of.score(mix, other, head.score(other)) >= own;
      before += other != place && isBefore ? 1 : 0;
    }
    return before + 1;
  }
}
