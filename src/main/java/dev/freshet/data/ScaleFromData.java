package dev.freshet.data;

import dev.freshet.online.Scale;

/** Finds the scale that ratings are on: the customary one that holds all of them. */
final class ScaleFromData {
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private boolean whole = true;

  /** Whether all ratings are the same, and there is one. */
  boolean isOneValue() {
    return min == max;
  }

  /** The lowest rating. */
  float min() {
    return min;
  }

  /** Takes a rating into account. */
  void add(float rating) {
    min = Math.min(min, rating);
    max = Math.max(max, rating);
    whole &= rating == Math.rint(rating);
  }

  /**
   * The first of these scales that fits: whole stars 1 to 5 (MovieLens 100K, 1M), half stars
   * (MovieLens later), 0 to 1, 0 to 5, 1 to 10, 0 to 10, 0 to 100. MovieTweetings is known by
   * {@code ::} and values above 5, though zeros are rare in it. Where none fits the scale is what
   * the data spans: there must be two different ratings. Without any it is that of MovieLens.
   */
  Scale scale(Separator separator) {
    if (min > max) {
      return Scale.MOVIELENS;
    }
    if (min < 0 || max > 100) {
      return new Scale(min, max);
    }
    if (max > 10) {
      return new Scale(0, 100);
    }
    if (max > 5) {
      return new Scale(min < 1 || separator == Separator.COLONS ? 0 : 1, 10);
    }
    if (min < Scale.MOVIELENS.min()) {
      return new Scale(0, max <= 1 ? 1 : 5);
    }
    return whole ? new Scale(1, 5) : Scale.MOVIELENS;
  }
}
