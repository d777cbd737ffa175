package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.train.Grouped;
import dev.freshet.train.RatingTable;
import dev.freshet.train.TopNModel;
import java.util.Arrays;

/** 1 − recall@20: what an epoch of a model that only ranks is judged by. */
final class MissedLikes {

  private static final int LIST = 20;

  private final Csr known;
  private final Csr wanted;
  private final float threshold;

  /**
   * Groups the ratings, once for all epochs.
   *
   * @param shown what the model learns from: not recommended again
   * @param held what it should find
   * @param atLeast the lowest rating that counts as liked, as a share of the scale's range
   */
  MissedLikes(RatingTable shown, RatingTable held, float atLeast) {
    this.known = Grouped.byUser(shown, shown.rating()).matrix();
    this.wanted = Grouped.byUser(held, held.rating()).matrix();
    this.threshold = held.scale().at(atLeast);
  }

  /**
   * The mean, over users who liked something that was held out, of the share they would have
   * missed. Missed is what is not among the first 20 movies, of those that the user has no shown
   * rating for; at most 20 likes count. NaN where there is no such user.
   */
  double of(TopNModel model) {
    if (wanted.size() == 0) {
      return Double.NaN;
    }
    float[] scores = new float[wanted.cols()];
    double missed = 0;
    int users = 0;
    for (int user = 0; user < wanted.rows(); user++) {
      int count = likes(user);
      if (count > 0) {
        model.scores(user, scores);
        int possible = Math.min(LIST, count);
        missed += 1 - (double) Math.min(hits(user, scores), possible) / possible;
        users++;
      }
    }
    return users == 0 ? Double.NaN : missed / users;
  }

  private int likes(int user) {
    int count = 0;
    for (int e = wanted.rowStart(user); e < wanted.rowStart(user + 1); e++) {
      count += wanted.values()[e] >= threshold ? 1 : 0;
    }
    return count;
  }

  /** How many of what the user likes are among the first. Modifies scores. */
  private int hits(int user, float[] scores) {
    for (int e = known.rowStart(user); e < known.rowStart(user + 1); e++) {
      scores[known.columns()[e]] = Float.NEGATIVE_INFINITY;
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    float last = sorted[Math.max(0, sorted.length - LIST)];
    int hits = 0;
    for (int e = wanted.rowStart(user); e < wanted.rowStart(user + 1); e++) {
      boolean liked = wanted.values()[e] >= threshold;
      hits += liked && scores[wanted.columns()[e]] >= last ? 1 : 0;
    }
    return hits;
  }
}
