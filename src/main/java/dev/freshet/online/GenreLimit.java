package dev.freshet.online;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the movies of a list so that no genre has more of them than it may. A movie counts for
 * each of its genres. Working memory of one thread.
 */
final class GenreLimit {

  /** Movies that are looked at for each that is chosen: where these do not do, others fill up. */
  private static final int LOOKED_AT = 10;

  private final Map<String, Integer> chosen = new HashMap<>();

  /** How many of the best movies are needed to choose {@code length} from. */
  static int needed(int length, int most) {
    return most == 0 ? length : LOOKED_AT * length;
  }

  /**
   * The places of the chosen among the best, in order. Where too few may be chosen, the best of the
   * others are, too.
   *
   * @param best in order
   * @param length of the list
   * @param most movies of a genre; 0 for no limit
   * @param genres of a movie; null where they are not known
   */
  int[] choose(TopN best, int length, int most, IntFunction<@Nullable List<String>> genres) {
    int size = best.size();
    int[] places = new int[Math.min(size, length)];
    boolean[] isChosen = new boolean[size];
    chosen.clear();
    int count = 0;
    for (int place = 0; place < size && count < places.length; place++) {
      if (most == 0 || mayHave(genres.apply(best.index(place)), most)) {
        isChosen[place] = true;
        places[count++] = place;
      }
    }
    for (int place = 0; count < places.length; place++) {
      if (!isChosen[place]) {
        places[count++] = place;
      }
    }
    Arrays.sort(places);
    return places;
  }

  private boolean mayHave(@Nullable List<String> genres, int most) {
    if (genres == null) {
      return true;
    }
    for (String genre : genres) {
      if (chosen.getOrDefault(genre, 0) >= most) {
        return false;
      }
    }
    genres.forEach(genre -> chosen.merge(genre, 1, Integer::sum));
    return true;
  }
}
