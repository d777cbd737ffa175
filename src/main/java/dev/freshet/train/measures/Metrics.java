package dev.freshet.train.measures;

import java.util.Arrays;

/** How far predictions are off, and how well lists are ordered. */
public final class Metrics {

  private Metrics() {}

  /** √(Σ (prediction − truth)² / n); NaN where n is 0. */
  public static double rmse(float[] predictions, float[] truth) {
    return Math.sqrt(mse(predictions, truth));
  }

  /** Σ (prediction − truth)² / n; NaN where n is 0. */
  public static double mse(float[] predictions, float[] truth) {
    expectSameLength(predictions, truth);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = (double) predictions[i] - truth[i];
      sum += error * error;
    }
    return sum / truth.length;
  }

  /** Σ |prediction − truth| / n; NaN where n is 0. */
  public static double mae(float[] predictions, float[] truth) {
    expectSameLength(predictions, truth);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.abs((double) predictions[i] - truth[i]);
    }
    return sum / truth.length;
  }

  /**
   * Recall at k (Liang et al. 2018): hits among the first k, divided by the smaller of k and the
   * number of relevant movies.
   *
   * @param ranked movies, best first
   * @param relevant by movie
   * @param relevantCount how many of them are relevant, at least 1
   */
  public static double recall(int[] ranked, int k, boolean[] relevant, int relevantCount) {
    int hits = 0;
    for (int place = 0; place < Math.min(k, ranked.length); place++) {
      hits += relevant[ranked[place]] ? 1 : 0;
    }
    return (double) hits / Math.min(k, relevantCount);
  }

  /**
   * Normalised discounted cumulative gain at k with relevance 0 or 1. It is Σ 1/log₂(place + 1)
   * over hits at places 1 to k, divided by that sum for the best order there can be.
   *
   * @param ranked movies, best first
   * @param relevant by movie
   * @param relevantCount how many of them are relevant, at least 1
   */
  public static double ndcg(int[] ranked, int k, boolean[] relevant, int relevantCount) {
    double gain = 0;
    double best = 0;
    for (int place = 0; place < k; place++) {
      double discounted = Math.log(2) / Math.log(place + 2);
      gain += place < ranked.length && relevant[ranked[place]] ? discounted : 0;
      best += place < relevantCount ? discounted : 0;
    }
    return gain / best;
  }

  /**
   * The k highest scores, best first; the lower index first among equals. Scores of −∞ and NaN are
   * left out.
   */
  public static int[] top(float[] scores, int k) {
    int[] heap = new int[k]; // Sorted, best first: k is small beside the number of scores.
    int size = 0;
    for (int movie = 0; movie < scores.length; movie++) {
      float score = scores[movie];
      if (!(score > Float.NEGATIVE_INFINITY) || (size == k && !(score > scores[heap[k - 1]]))) {
        continue;
      }
      int at = size < k ? size++ : k - 1;
      while (at > 0 && scores[heap[at - 1]] < score) {
        heap[at] = heap[at - 1];
        at--;
      }
      heap[at] = movie;
    }
    return Arrays.copyOf(heap, size);
  }

  private static void expectSameLength(float[] predictions, float[] truth) {
    if (predictions.length != truth.length) {
      throw new IllegalArgumentException(
          predictions.length + " predictions for " + truth.length + " ratings");
    }
  }
}
