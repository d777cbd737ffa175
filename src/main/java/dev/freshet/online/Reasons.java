package dev.freshet.online;

import dev.freshet.online.TakeMix.Signal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much each of the movies that a user liked lately spoke for each movie of a list: by what
 * stood near it, and by their vectors. All are weighed at once, for to look for each pair takes
 * longer than to make the list. Working memory of one thread: {@link #weigh} a list, then ask.
 *
 * <pre>
 *   weight(i, j) = w_together · near(i, j) / max + w_after, w_beside of j among the last movies
 *                + w_vectors · a_j · y_j·y_i / √(Σ|a|) / range of the head
 * </pre>
 *
 * <p>A movie that was disliked speaks for nothing.
 */
final class Reasons {

  /** By index of a movie its place among the liked ones, or in the list, plus 1; 0 for neither. */
  private int[] placeOf = new int[0];

  private int[] liked = new int[0];
  private int count;

  /** Weights by place in the list and among the liked: a row for each movie of the list. */
  private float[] weights = new float[0];

  /** t(liked → listed), and t(listed → liked), laid out as the weights. */
  private float[] forward = new float[0];

  private float[] backward = new float[0];

  /** Vectors of the liked, component by component. */
  private float[] vectors = new float[0];

  private float[] products = new float[0];

  /**
   * Weighs.
   *
   * @param order of the list
   * @param head that the movies were in
   * @param listed movies of the list
   */
  void weigh(TakeOrder order, HeadSignals head, int[] listed) {
    TakeScores scores = order.scores();
    Likes likes = scores.likes();
    liked = likes.movies();
    count = liked.length;
    int pairs = listed.length * count;
    if (weights.length < pairs) {
      weights = new float[pairs];
      forward = new float[pairs];
      backward = new float[pairs];
    }
    Arrays.fill(weights, 0, pairs, 0);
    count(scores.movies(), listed, pairs);
    for (int place = 0; place < count; place++) {
      if (likes.weights()[place] > 0) {
        addNear(order, listed, place);
      }
    }
    float scale = order.mix().weight(Signal.VECTORS) * scores.taste().scale();
    if (head.range() > 0 && scale > 0) {
      addAlike(scores.taste(), likes, listed, scale / head.range());
    }
  }

  /** Looks once at what preceded each movie. */
  private void count(TakenMovies movies, int[] listed, int pairs) {
    Arrays.fill(forward, 0, pairs, 0);
    Arrays.fill(backward, 0, pairs, 0);
    mark(liked);
    for (int item = 0; item < listed.length; item++) {
      int row = item * count;
      for (int before : movies.before(listed[item])) {
        int place = placeOf(Weighted.movie(before));
        if (place >= 0) {
          forward[row + place] = Weighted.weight(before);
        }
      }
    }
    unmark(liked);
    mark(listed);
    for (int place = 0; place < count; place++) {
      for (int before : movies.before(liked[place])) {
        int item = placeOf(Weighted.movie(before));
        if (item >= 0) {
          backward[item * count + place] = Weighted.weight(before);
        }
      }
    }
    unmark(listed);
  }

  private void mark(int[] movies) {
    int most = 0;
    for (int movie : movies) {
      most = Math.max(most, movie);
    }
    if (placeOf.length <= most) {
      placeOf = new int[most + most / 2 + 1];
    }
    for (int place = 0; place < movies.length; place++) {
      placeOf[movies[place]] = place + 1;
    }
  }

  private void unmark(int[] movies) {
    for (int movie : movies) {
      placeOf[movie] = 0;
    }
  }

  private int placeOf(int movie) {
    return movie < placeOf.length ? placeOf[movie] - 1 : -1;
  }

  private void addNear(TakeOrder order, int[] listed, int place) {
    TakeScores scores = order.scores();
    TakeMix mix = order.mix();
    float together = scores.togetherOf(place) * scores.perUnit(mix, Signal.TOGETHER);
    float recent = scores.recentOf(liked[place]);
    float after = recent * scores.perUnit(mix, Signal.AFTER);
    float beside = recent * scores.perUnit(mix, Signal.BESIDE);
    for (int item = 0; item < listed.length; item++) {
      int pair = item * count + place;
      float both = forward[pair] + backward[pair];
      if (both != 0) {
        weights[pair] +=
            both * together / scores.root(listed[item]) + after * forward[pair] + beside * both;
      }
    }
  }

  private void addAlike(Taste taste, Likes likes, int[] listed, float unit) {
    int rank = taste.vectors().rank();
    layOut(taste.vectors(), likes, rank);
    for (int item = 0; item < listed.length; item++) {
      float @Nullable [] y = taste.vectors().get(listed[item]);
      if (y != null && y.length == rank) {
        multiply(y);
        for (int place = 0; place < count; place++) {
          float alike = unit * products[place];
          weights[item * count + place] += Float.isNaN(alike) ? 0 : alike;
        }
      }
    }
  }

  /** Vectors times how much their movies were liked; 0 of a movie without, or that was disliked. */
  private void layOut(RankingVectors of, Likes likes, int rank) {
    if (vectors.length < rank * count) {
      vectors = new float[rank * count];
    }
    if (products.length < count) {
      products = new float[count];
    }
    for (int place = 0; place < count; place++) {
      float @Nullable [] y = of.get(liked[place]);
      float weight = Math.max(0, likes.weights()[place]);
      boolean isThere = y != null && y.length == rank && weight > 0;
      for (int f = 0; f < rank; f++) {
        vectors[f * count + place] = isThere && y != null ? weight * y[f] : 0;
      }
    }
  }

  /** Products of a vector with all that are laid out. */
  private void multiply(float[] y) {
    Arrays.fill(products, 0, count, 0);
    int f = 0;
    for (; f + 4 <= y.length; f += 4) {
      addFour(products, vectors, f * count, count, y[f], y[f + 1], y[f + 2], y[f + 3]);
    }
    for (; f < y.length; f++) {
      for (int place = 0; place < count; place++) {
        products[place] += y[f] * vectors[f * count + place];
      }
    }
  }

  /** Four components at a time: a quarter of the loads and stores of the products. */
  private static void addFour(
      float[] out, float[] v, int row, int count, float a, float b, float c, float d) {
    for (int place = 0; place < count; place++) {
      out[place] +=
          a * v[row + place]
              + b * v[row + count + place]
              + c * v[row + 2 * count + place]
              + d * v[row + 3 * count + place];
    }
  }

  /**
   * How much a liked movie spoke for a listed one.
   *
   * @param item place in the list
   * @param place among the liked movies
   */
  float weight(int item, int place) {
    return weights[item * count + place];
  }

  /**
   * The movies that spoke for a listed one, the strongest first.
   *
   * @param item place in the list
   * @param most reasons
   * @param strongest overwritten
   */
  List<Integer> of(int item, int most, TopN strongest) {
    strongest.clear(most);
    for (int place = 0; place < count; place++) {
      float weight = weight(item, place);
      if (weight > 0) {
        strongest.offer(liked[place], weight);
      }
    }
    strongest.sort();
    Integer[] reasons = new Integer[strongest.size()];
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = strongest.index(i);
    }
    return List.of(reasons);
  }
}
