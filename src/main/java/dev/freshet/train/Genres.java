package dev.freshet.train;

import dev.freshet.autodiff.Csr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What movies are of, as a matrix. */
public final class Genres {

  private Genres() {}

  /**
   * Movies × genres, 1 where the movie is of the genre; genres in the order of their names.
   *
   * @param ofMovies names of the genres of each movie
   */
  public static Csr matrix(List<List<String>> ofMovies) {
    Map<String, Integer> columnOf = new HashMap<>();
    for (String name : new TreeSet<>(ofMovies.stream().flatMap(List::stream).toList())) {
      columnOf.put(name, columnOf.size());
    }
    int[] starts = new int[ofMovies.size() + 1];
    List<Integer> columns = new ArrayList<>();
    for (int movie = 0; movie < ofMovies.size(); movie++) {
      ofMovies.get(movie).stream().distinct().map(columnOf::get).sorted().forEach(columns::add);
      starts[movie + 1] = columns.size();
    }
    float[] ones = new float[columns.size()];
    Arrays.fill(ones, 1);
    int[] flat = columns.stream().mapToInt(i -> i).toArray();
    return new Csr(ofMovies.size(), columnOf.size(), starts, flat, ones);
  }
}
