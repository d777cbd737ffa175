package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.train.LikedTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What each user liked, of the movies that were liked most.
 *
 * @param movies indexes in the table of these movies; a movie's column is its place here
 * @param likes number of users who liked each of them
 * @param byUser users × columns, how much the user liked the movie, in the order of the table
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
record LikedSets(int[] movies, int[] likes, Csr byUser) {

  /**
   * The sets of a table.
   *
   * @param most movies, at most
   * @param least likes of a movie, at least
   */
  static LikedSets of(LikedTable table, int most, int least) {
    int[] counts = new int[table.movies()];
    for (int i = 0; i < table.size(); i++) {
      counts[table.movie()[i]] += isLike(table, i) ? 1 : 0;
    }
    int[] movies =
        IntStream.range(0, counts.length)
            .filter(movie -> counts[movie] >= least)
            .boxed()
            .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    int[] likes = IntStream.of(movies).map(movie -> counts[movie]).toArray();
    return new LikedSets(movies, likes, sets(table, movies));
  }

  private static Csr sets(LikedTable table, int[] movies) {
    int[] column = new int[table.movies()];
    Arrays.fill(column, -1);
    for (int c = 0; c < movies.length; c++) {
      column[movies[c]] = c;
    }
    int[] starts = new int[table.users() + 1];
    for (int i = 0; i < table.size(); i++) {
      starts[table.user()[i] + 1] += isLike(table, i) && column[table.movie()[i]] >= 0 ? 1 : 0;
    }
    for (int user = 0; user < table.users(); user++) {
      starts[user + 1] += starts[user];
    }
    int[] next = Arrays.copyOf(starts, table.users());
    int[] columns = new int[starts[table.users()]];
    float[] weights = new float[columns.length];
    for (int i = 0; i < table.size(); i++) {
      int c = column[table.movie()[i]];
      if (c >= 0 && isLike(table, i)) {
        int place = next[table.user()[i]]++;
        columns[place] = c;
        weights[place] = table.weight()[i];
      }
    }
    return new Csr(table.users(), movies.length, starts, columns, weights);
  }

  private static boolean isLike(LikedTable table, int i) {
    return table.weight()[i] > 0;
  }

  /** By column, how much the movie was liked by all together. */
  double[] weights() {
    double[] weights = new double[movies.length];
    for (int e = 0; e < byUser.size(); e++) {
      weights[byUser.columns()[e]] += byUser.values()[e];
    }
    return weights;
  }
}
