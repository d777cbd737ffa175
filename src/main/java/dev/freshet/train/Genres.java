package dev.freshet.train;

import dev.freshet.autodiff.Csr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What movies are of.
 *
 * @param names of the genres, sorted
 * @param ofMovies movies × genres, 1 where the movie is of the genre
 */
public record Genres(List<String> names, Csr ofMovies) {

  /**
   * Genres of movies.
   *
   * @param ofMovies names of the genres of each movie
   */
  public static Genres of(List<List<String>> ofMovies) {
    List<String> names =
        List.copyOf(new TreeSet<>(ofMovies.stream().flatMap(List::stream).toList()));
    Map<String, Integer> columnOf = new HashMap<>();
    names.forEach(name -> columnOf.put(name, columnOf.size()));
    int[] starts = new int[ofMovies.size() + 1];
    List<Integer> columns = new ArrayList<>();
    for (int movie = 0; movie < ofMovies.size(); movie++) {
      ofMovies.get(movie).stream().distinct().map(columnOf::get).sorted().forEach(columns::add);
      starts[movie + 1] = columns.size();
    }
    float[] ones = new float[columns.size()];
    Arrays.fill(ones, 1);
    int[] flat = columns.stream().mapToInt(i -> i).toArray();
    return new Genres(names, new Csr(ofMovies.size(), names.size(), starts, flat, ones));
  }
}
