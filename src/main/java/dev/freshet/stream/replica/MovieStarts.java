package dev.freshet.stream.replica;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.GenreFactors;
import dev.freshet.online.OnlineSgd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where movies start in which nothing is learned: where their genres are, if the generation knows
 * these; else with what the movie side would start them with. Thread-safe.
 */
final class MovieStarts {

  private final OnlineSgd sgd;
  private final MovieIds ids;
  private final Catalogue catalogue;
  private final Map<Integer, GenreFactors> genres = new ConcurrentHashMap<>();

  MovieStarts(OnlineSgd sgd, MovieIds ids, Catalogue catalogue) {
    this.sgd = sgd;
    this.ids = ids;
    this.catalogue = catalogue;
  }

  /** Takes in where a genre is, in whatever generation. */
  void put(String genre, Factors factors) {
    genres.computeIfAbsent(factors.generation(), g -> new GenreFactors()).put(genre, factors);
  }

  /** Whether the generation knows genres. */
  boolean knowGenres(int generation) {
    return genres.containsKey(generation);
  }

  /** Genres of older generations go. */
  void keepFrom(int generation) {
    genres.keySet().removeIf(older -> older < generation);
  }

  /**
   * Where a movie starts beside those of a matrix.
   *
   * @param genresOf the movie; null where it is not in the catalogue
   */
  Factors start(String movieId, @Nullable List<String> genresOf, FactorMatrix of) {
    GenreFactors known = genres.get(of.generation());
    Factors ofGenres =
        genresOf == null || known == null
            ? null
            : known.start(genresOf, of.generation(), of.rank());
    return ofGenres == null ? sgd.starts().newMovie(movieId, of.generation(), of.rank()) : ofGenres;
  }

  /** What was read of a movie, or where it starts if it is in the catalogue and not learned. */
  Factors begun(String movieId, Factors read, @Nullable List<String> genresOf, FactorMatrix of) {
    boolean isStart = read.steps() == 0 && genresOf != null && knowGenres(of.generation());
    return isStart ? start(movieId, genresOf, of).withBaseline(read.baseline()) : read;
  }

  /** Gives all movies of the catalogue in which nothing is learned what they start with. */
  void fill(FactorMatrix matrix) {
    for (int index = 0; index < ids.end(); index++) {
      fill(index, matrix);
    }
  }

  /** Gives a movie of the catalogue in which nothing is learned the factors that it starts with. */
  void fill(int index, FactorMatrix matrix) {
    List<String> genresOf = catalogue.genres(index);
    if (genresOf == null) {
      return;
    }
    String movieId = ids.idOf(index);
    Factors now = matrix.get(index);
    if (now == null) {
      matrix.put(index, start(movieId, genresOf, matrix));
    } else if (now.steps() == 0) {
      matrix.put(index, begun(movieId, now, genresOf, matrix));
    }
  }
}
