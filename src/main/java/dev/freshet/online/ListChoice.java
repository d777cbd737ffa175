package dev.freshet.online;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the movies of a list from the best, one after the other, so that they are not all alike:
 * by maximal marginal relevance (Carbonell and Goldstein 1998) over ranking vectors, and with no
 * more of a genre than there may be. A movie counts for each of its genres. Working memory of one
 * thread.
 *
 * <pre>
 *   next = argmax_i (1 − λ) · s'(i) − λ · max_{j chosen} cos(y_i, y_j)      s' = s, from 0 to 1
 * </pre>
 */
public final class ListChoice {

  /** Movies that are looked at for each that is chosen: where these do not do, others fill up. */
  private static final int LOOKED_AT = 10;

  private final Map<String, Integer> ofGenre = new HashMap<>();
  private boolean[] isChosen = new boolean[0];
  private float[] likeness = new float[0];

  /** Nothing is chosen. */
  public ListChoice() {}

  /**
   * What is asked of a list.
   *
   * @param length of the list
   * @param maxPerGenre movies of a genre; 0 for no limit
   * @param diversity λ; 0 for the best in their order
   */
  public record Wish(int length, int maxPerGenre, float diversity) {

    /** How many of the best movies are needed to choose from. */
    int needed() {
      return maxPerGenre == 0 && diversity == 0
          ? length
          : Math.max(LOOKED_AT * length, TakeMix.HEAD);
    }
  }

  /**
   * The places of the chosen among the best, in the order of the list. Where too few may be chosen,
   * the best of the others follow.
   *
   * @param best in order
   * @param genres of a movie; null where they are not known
   * @param vectors a movie without one is like no other
   */
  public int[] choose(
      TopN best, Wish wish, IntFunction<@Nullable List<String>> genres, RankingVectors vectors) {
    begin(best.size());
    int[] places = new int[Math.min(best.size(), wish.length)];
    int count = 0;
    for (int place = next(best, wish, genres);
        place >= 0 && count < places.length;
        place = next(best, wish, genres)) {
      take(place, best, wish, genres, vectors);
      places[count++] = place;
    }
    for (int place = 0; count < places.length; place++) {
      if (!isChosen[place]) {
        places[count++] = place;
      }
    }
    if (wish.diversity == 0) {
      Arrays.sort(places);
    }
    return places;
  }

  private void begin(int size) {
    ofGenre.clear();
    if (isChosen.length < size) {
      isChosen = new boolean[size];
      likeness = new float[size];
    }
    Arrays.fill(isChosen, false);
    Arrays.fill(likeness, 0);
  }

  /** The place of the next one; -1 where none may be chosen. */
  private int next(TopN best, Wish wish, IntFunction<@Nullable List<String>> genres) {
    int next = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int place = 0; place < best.size(); place++) {
      if (!isChosen[place] && (next < 0 || wish.diversity > 0)) {
        float worth = worth(best, place, wish.diversity);
        if (worth > most && mayHave(genres.apply(best.index(place)), wish.maxPerGenre)) {
          most = worth;
          next = place;
        }
      }
    }
    return next;
  }

  private float worth(TopN best, int place, float diversity) {
    if (diversity == 0) {
      return 0; // the first that may be chosen is next
    }
    float least = best.score(best.size() - 1);
    float range = best.score(0) - least;
    float relevance = range > 0 ? (best.score(place) - least) / range : 0;
    return (1 - diversity) * relevance - diversity * likeness[place];
  }

  private void take(
      int place,
      TopN best,
      Wish wish,
      IntFunction<@Nullable List<String>> genres,
      RankingVectors vectors) {
    isChosen[place] = true;
    int chosen = best.index(place);
    List<String> own = wish.maxPerGenre == 0 ? null : genres.apply(chosen);
    if (own != null) {
      own.forEach(genre -> ofGenre.merge(genre, 1, Integer::sum));
    }
    if (wish.diversity > 0) {
      for (int other = 0; other < best.size(); other++) {
        likeness[other] = Math.max(likeness[other], vectors.cosine(chosen, best.index(other)));
      }
    }
  }

  private boolean mayHave(@Nullable List<String> genres, int most) {
    if (most == 0 || genres == null) {
      return true;
    }
    for (String genre : genres) {
      if (ofGenre.getOrDefault(genre, 0) >= most) {
        return false;
      }
    }
    return true;
  }
}
