package dev.freshet.data;

import dev.freshet.online.Scale;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scale that ratings are on, the customary one that holds all of them, and whether the
 * lowest or the highest is so far off that it may be no rating.
 */
final class ScaleFromData {
  /** Share of zeros that makes one ask what they mean. */
  private static final double OFTEN = .2;

  /** The highest of customary scales beyond which a rare rating is asked about. */
  private static final Set<Float> TOPS = Set.of(5f, 10f, 100f);

  /** At most this share is rare; below so many ratings one is. */
  private static final int RARE = 100;

  private float min = Float.POSITIVE_INFINITY;
  private float secondMin = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private float secondMax = Float.NEGATIVE_INFINITY;
  private long ofMin;
  private long ofMax;
  private long all;
  private boolean whole = true;

  /** Whether all ratings are the same, and there is one. */
  boolean isOneValue() {
    return min == max;
  }

  /** Whether there is no rating. */
  boolean isEmpty() {
    return all == 0;
  }

  /** The lowest rating. */
  float min() {
    return min;
  }

  /** Takes a rating into account. */
  void add(float rating) {
    all++;
    if (rating < min) {
      secondMin = min;
      min = rating;
      ofMin = 0;
    } else if (rating > min && rating < secondMin) {
      secondMin = rating;
    }
    if (rating > max) {
      secondMax = max;
      max = rating;
      ofMax = 0;
    } else if (rating < max && rating > secondMax) {
      secondMax = rating;
    }
    ofMin += rating == min ? 1 : 0;
    ofMax += rating == max ? 1 : 0;
    whole &= rating == Math.rint(rating);
  }

  /**
   * What to do about a value that lies far off the others, such as 99 or -1 for "not rated"; null
   * where none does. Far off is more than the others span, a negative whole number where no other
   * is negative, or a rare one above others that reach the top of a customary scale; there must be
   * four different ratings at least.
   */
  @Nullable String hint() {
    if (secondMin >= secondMax) {
      return null;
    }
    if (max - secondMax > secondMax - min || isRareAboveTop()) {
      return hint(ofMax, max, min, secondMax);
    }
    if (secondMin - min > max - secondMin || isAloneBelowZero() || isOftenZero()) {
      return hint(ofMin, min, secondMin, max);
    }
    return null;
  }

  private boolean isAloneBelowZero() {
    return min < 0 && secondMin >= 0 && min == Math.rint(min);
  }

  /** An 11, say, where all others lie on 1 to 10. Few that reach 5 may well be of 1 to 10. */
  private boolean isRareAboveTop() {
    return TOPS.contains(secondMax)
        && ofMax <= Math.max(1, all / RARE)
        && (secondMax > 5 || all >= RARE);
  }

  /** Whole ratings from 1 on with many zeros: books, say, that were read and not rated. */
  private boolean isOftenZero() {
    return min == 0 && whole && secondMin >= 1 && ofMin >= OFTEN * all;
  }

  private String hint(long count, float value, float from, float to) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d ratings are %s, the others lie on %s to %s; if %s means \"not rated\", leave"
            + " these out by --missing %s",
        count,
        all,
        plain(value),
        plain(from),
        plain(to),
        plain(value),
        plain(value));
  }

  /** A number as people write it. */
  static String plain(float number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Float.toString(number);
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
