package dev.freshet.online;

/**
 * The rating scale: the closed interval that ratings and predictions lie in.
 *
 * @param min lowest rating
 * @param max highest rating, greater than {@code min}
 */
public record Scale(float min, float max) {

  /** Half stars of MovieLens: 0.5 to 5. */
  public static final Scale MOVIELENS = new Scale(0.5f, 5f);

  /** Whoever rates a movie so far up the scale liked it: 4 of 1 to 5. */
  public static final float LIKED_SHARE = .75f;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound is not finite or {@code min >= max}
   */
  public Scale {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min >= max) {
      throw new IllegalArgumentException("a scale needs finite min < max, got " + min + ".." + max);
    }
  }

  /** The middle of the scale: μ of generation 0. */
  public float middle() {
    return (min + max) / 2;
  }

  /** Whether a rating says that the movie was liked: it is in the upper quarter of the scale. */
  public boolean isLiked(float rating) {
    return rating >= likedFrom();
  }

  /** The lowest rating that says that a movie was liked. */
  public float likedFrom() {
    return at(LIKED_SHARE);
  }

  /** The rating at this share of the way from the lowest to the highest. */
  public float at(float share) {
    return min + share * (max - min);
  }

  /** How far a rating is on the way from the lowest to the highest. */
  public float share(float rating) {
    return (rating - min) / (max - min);
  }

  /** Whether {@code rating} is finite and on the scale. */
  public boolean contains(float rating) {
    return rating >= min && rating <= max;
  }

  /** The value of the scale nearest to {@code prediction}. */
  public float clip(float prediction) {
    return Math.max(min, Math.min(max, prediction));
  }
}
