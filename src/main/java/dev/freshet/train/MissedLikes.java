package dev.freshet.train;

import java.util.Arrays;

/** 1 − recall@20: what an epoch of a model that only ranks is judged by. */
final class MissedLikes {

  private static final int LIST = 20;

  private MissedLikes() {}

  /**
   * Mean over users with liked ratings in {@code held} of the share of them, at most 20, that is
   * not among the first 20 movies that the user has no rating for in {@code shown}; NaN where there
   * is no such user.
   *
   * @param atLeast the lowest rating that counts as liked, as a share of the scale's range
   */
  static double of(TopNModel model, RatingTable shown, RatingTable held, float atLeast) {
    float threshold = held.scale().min() + atLeast * (held.scale().max() - held.scale().min());
    Grouped known = Grouped.byUser(shown, shown.rating());
    Grouped wanted = Grouped.byUser(held, held.rating());
    float[] scores = new float[held.movies()];
    double missed = 0;
    int users = 0;
    for (int user = 0; user < held.users(); user++) {
      int from = wanted.matrix().rowStart(user);
      int to = wanted.matrix().rowStart(user + 1);
      int count = 0;
      for (int e = from; e < to; e++) {
        count += wanted.matrix().values()[e] >= threshold ? 1 : 0;
      }
      if (count == 0) {
        continue;
      }
      model.scores(user, scores);
      for (int e = known.matrix().rowStart(user); e < known.matrix().rowStart(user + 1); e++) {
        scores[known.matrix().columns()[e]] = Float.NEGATIVE_INFINITY;
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      float last = sorted[Math.max(0, sorted.length - LIST)];
      int hits = 0;
      for (int e = from; e < to; e++) {
        boolean liked = wanted.matrix().values()[e] >= threshold;
        hits += liked && scores[wanted.matrix().columns()[e]] >= last ? 1 : 0;
      }
      int possible = Math.min(LIST, count);
      missed += 1 - (double) Math.min(hits, possible) / possible;
      users++;
    }
    return users == 0 ? Double.NaN : missed / users;
  }
}
