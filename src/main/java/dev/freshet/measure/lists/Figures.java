package dev.freshet.measure.lists;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How good an order is, over some questions. Each has one right movie, so recall at k is the share
 * of questions whose movie stands at places 1 to k, and the gain of the best order is 1.
 *
 * <pre>
 *   ndcgAt10 = mean of 1/log2(place + 1), 0 beyond place 10
 *   mrr      = mean of 1/place, 0 beyond place 100
 *   gini     = Σ_i (2i − n − 1)·x_i / (n·Σ x)      x_i ascending: how often movie i of n was shown
 * </pre>
 *
 * @param questions that count
 * @param recallAt10 share of hits
 * @param recallAt20 share of places 1 to 20
 * @param coverage movies shown at places 1 to 10, as a share of all movies with an event
 * @param gini 0 where all movies are shown equally often, near 1 where a few are
 */
public record Figures(
    int questions,
    double recallAt10,
    double recallAt20,
    double ndcgAt10,
    double mrr,
    double coverage,
    double gini) {

  /** The figures of those questions that {@code counts} takes; NaN where there is none. */
  static Figures of(Questions questions, Answers answers, IntPredicate counts) {
    int n = 0;
    int within10 = 0;
    int within20 = 0;
    double gain = 0;
    double reciprocal = 0;
    int[] shown = new int[questions.ratings().movieIds().size()];
    for (int q = 0; q < questions.size(); q++) {
      if (!counts.test(q)) {
        continue;
      }
      n++;
      int place = answers.place(q);
      if (place > 0) {
        within10 += place <= 10 ? 1 : 0;
        within20 += place <= 20 ? 1 : 0;
        gain += place <= 10 ? Math.log(2) / Math.log(place + 1.0) : 0;
        reciprocal += 1.0 / place;
      }
      for (int movie : answers.top(q)) {
        shown[movie]++;
      }
    }
    return new Figures(
        n,
        (double) within10 / n,
        (double) within20 / n,
        gain / n,
        reciprocal / n,
        (double) Arrays.stream(shown).filter(times -> times > 0).count() / shown.length,
        gini(shown));
  }

  private static double gini(int[] shown) {
    int n = shown.length;
    int[] ascending = shown.clone();
    Arrays.sort(ascending);
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < n; i++) {
      sum += ascending[i];
      weighted += (2.0 * (i + 1) - n - 1) * ascending[i];
    }
    return weighted / (n * sum);
  }
}
