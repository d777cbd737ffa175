package dev.freshet.online;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the last of a list's first ten places to movies that nobody took. They are drawn from those
 * whose genres the user liked most lately, among those that are predicted best for him: where
 * nobody rates, the genres are all that is known of them. Without it they would never be in a list
 * that takes fill. Working memory of one thread.
 *
 * <pre>
 *   likeness(i) = Σ_{g of i} Σ_{j liked, of g} a_j / number of genres of i
 * </pre>
 */
final class Exploration {

  /** Places that count: those that people look at first. */
  private static final int FIRST_PLACES = 10;

  /** Movies that are drawn from. */
  private static final int DRAWN_FROM = 10;

  /** Movies that are predicted best, of which some are drawn from. */
  private static final int LOOKED_AT = 100;

  private final TopN untaken = new TopN(0);
  private int places;

  /**
   * Begins a list.
   *
   * @param share of the first places, on average over lists
   * @param length of the list
   * @param chance of the list: {@link TakeOrder#chance()}
   */
  void begin(float share, int length, int chance) {
    places = (int) (share * Math.min(length, FIRST_PLACES) + Chance.share(chance));
    untaken.clear(places == 0 ? 0 : LOOKED_AT);
  }

  /** Begins a list that has no such place. */
  void beginWithout() {
    places = 0;
    untaken.clear(0);
  }

  /** Whether the list has such a place. */
  boolean isExploring() {
    return places > 0;
  }

  /**
   * Looks at all movies that nobody took.
   *
   * @param user of the generation of {@code candidates}
   * @param mu μ of that generation
   * @param damping of predicted ratings, as the list has it
   * @param block overwritten, length 256
   */
  void look(
      Factors user,
      float mu,
      float damping,
      TakeScores scores,
      Recommender.Candidates candidates,
      float[] block) {
    int blocks = candidates.movies().blocks();
    for (int b = 0; b < blocks; b++) {
      int first = b * FactorMatrix.LANES;
      if (scores.isAnyUntaken(first, FactorMatrix.LANES)) {
        candidates.movies().score(b, user, mu, damping, block);
        offer(first, block, scores, candidates);
      }
    }
  }

  /**
   * Looks at the movies of a block.
   *
   * @param first index of the first movie
   * @param predicted ratings, NaN where no movie is
   */
  void offer(int first, float[] predicted, TakeScores scores, Recommender.Candidates candidates) {
    if (places == 0) {
      return;
    }
    float bound = untaken.bound();
    for (int lane = 0; lane < predicted.length; lane++) {
      int movie = first + lane;
      if (predicted[lane] >= bound && scores.isUntaken(movie) && candidates.mayHold(movie)) {
        untaken.offer(movie, predicted[lane]);
        bound = untaken.bound();
      }
    }
  }

  /**
   * Gives the places, unless the first ones have such a movie without it.
   *
   * @param order movies, best first; changed
   * @param genres of a movie; null where they are not known
   * @param chance of the list
   */
  void apply(
      int[] order, TakeScores scores, IntFunction<@Nullable List<String>> genres, int chance) {
    int end = Math.min(order.length, FIRST_PLACES);
    if (untaken.size() == 0 || hasUntaken(order, end, scores)) {
      return;
    }
    untaken.sort();
    int[] drawn = likest(scores.likes(), genres);
    int first = Math.floorMod(chance * 0x9E3779B9, drawn.length);
    for (int i = 0; i < Math.min(places, drawn.length); i++) {
      give(order, end - 1 - i, drawn[(first + i) % drawn.length]);
    }
  }

  /** The movies that are drawn from. */
  private int[] likest(Likes liked, IntFunction<@Nullable List<String>> genres) {
    Map<String, Float> weights = new HashMap<>();
    for (int place = 0; place < liked.size(); place++) {
      float weight = liked.weights()[place];
      for (String genre : genresOf(liked.movies()[place], genres)) {
        weights.merge(genre, weight, Float::sum);
      }
    }
    float[] likeness = new float[untaken.size()];
    for (int place = 0; place < likeness.length; place++) {
      List<String> own = genresOf(untaken.index(place), genres);
      for (String genre : own) {
        likeness[place] += weights.getOrDefault(genre, 0f) / own.size();
      }
    }
    return IntStream.range(0, likeness.length)
        .boxed()
        .sorted(Comparator.comparing(place -> -likeness[place])) // stable: predicted best first
        .limit(DRAWN_FROM)
        .mapToInt(untaken::index)
        .toArray();
  }

  private static List<String> genresOf(int movie, IntFunction<@Nullable List<String>> genres) {
    @Nullable List<String> known = genres.apply(movie);
    return known == null ? List.of() : known;
  }

  /** A movie that stands further down changes places. */
  private static void give(int[] order, int place, int movie) {
    for (int down = place + 1; down < order.length; down++) {
      if (order[down] == movie) {
        order[down] = order[place];
      }
    }
    order[place] = movie;
  }

  private static boolean hasUntaken(int[] order, int end, TakeScores scores) {
    for (int place = 0; place < end; place++) {
      if (scores.isUntaken(order[place])) {
        return true;
      }
    }
    return false;
  }
}
