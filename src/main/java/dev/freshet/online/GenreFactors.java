package dev.freshet.online;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where movies start in one generation, by their genres. Thread-safe.
 *
 * <pre>
 *   q_m = Σ_g q_g / n      b_m = Σ_g b_g / n      n genres of the movie; one not known counts as 0
 * </pre>
 *
 * <p>That is where hybrid-mf puts a movie without ratings (Kula 2015, "Metadata Embeddings for User
 * and Item Cold-start Recommendations", section 3.2).
 */
public final class GenreFactors {

  private final Map<String, Factors> byName = new ConcurrentHashMap<>();

  /** Takes in a genre of the generation. */
  public void put(String genre, Factors factors) {
    byName.put(genre, factors);
  }

  /**
   * Factors of a movie in which nothing was learned yet.
   *
   * @param genres of the movie
   * @param generation of these factors
   * @param rank that vectors must have
   * @return null where none of the genres is known
   */
  public @Nullable Factors start(List<String> genres, int generation, int rank) {
    List<String> distinct = genres.stream().distinct().toList();
    float[] vector = new float[rank];
    float bias = 0;
    boolean isKnown = false;
    for (String genre : distinct) {
      Factors factors = byName.get(genre);
      if (factors != null && factors.rank() == rank) {
        isKnown = true;
        bias += factors.bias() / distinct.size();
        for (int f = 0; f < rank; f++) {
          vector[f] += factors.vector()[f] / distinct.size();
        }
      }
    }
    return isKnown ? new Factors(generation, 0, bias, 0, vector) : null;
  }
}
