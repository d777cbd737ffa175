package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.RatingTable;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of user and movie that a tape works on together, in memory that is used again; and the
 * penalty that a model's formula puts on the factors it gathered for them.
 */
final class PairBatch {

  private int[] users = new int[0];
  private int[] movies = new int[0];
  private float[] ratings = new float[0];
  private float[] weights = new float[0];
  private final Csr ofMovies = new Csr();
  private int size;
  private @Nullable Node penalty;

  /** Becomes the ratings {@code order[from]} to {@code order[to - 1]}. */
  void take(RatingTable table, int[] order, int from, int to) {
    begin(to - from);
    for (int i = 0; i < size; i++) {
      int at = order[from + i];
      users[i] = table.user()[at];
      movies[i] = table.movie()[at];
      ratings[i] = table.rating()[at];
    }
  }

  /** Becomes pairs without ratings: those from {@code from} to {@code to - 1}. */
  void take(int[] ofUsers, int[] ofMovies, int from, int to) {
    begin(to - from);
    System.arraycopy(ofUsers, from, users, 0, size);
    System.arraycopy(ofMovies, from, movies, 0, size);
  }

  private void begin(int newSize) {
    size = newSize;
    penalty = null;
    if (users.length < size) {
      users = new int[size];
      movies = new int[size];
      ratings = new float[size];
    }
  }

  int size() {
    return size;
  }

  /** The user of each pair; longer than {@link #size} perhaps. */
  int[] users() {
    return users;
  }

  /** The movie of each pair; longer than {@link #size} perhaps. */
  int[] movies() {
    return movies;
  }

  /** What is known of the movie of each pair: its row of {@code features}, movies × features. */
  Csr rowsOf(Csr features) {
    ofMovies.selectRows(features, movies, 0, size);
    return ofMovies;
  }

  /** The ratings as a column. */
  Node ratings(Tape tape) {
    return tape.column(ratings, size);
  }

  /** Adds l2 · Σ factors² to the loss; nothing where l2 is 0. Returns the factors. */
  Node penalise(Tape tape, Node factors, float l2) {
    if (l2 > 0) {
      add(tape, tape.l2(factors), l2);
    }
    return factors;
  }

  /**
   * Adds l2 · Σ factors², summed over users (or movies) instead of over ratings: each counts l2 in
   * an epoch however many ratings it has, as a Gaussian prior does. Nothing where l2 is 0.
   *
   * @param factors one row per pair
   * @param index whose they are, one per pair
   * @param roots 1/√(number of ratings) of each user (or movie)
   */
  Node penaliseOnce(Tape tape, Node factors, int[] index, float[] roots, float l2) {
    if (l2 > 0) {
      if (weights.length < size) {
        weights = new float[size];
      }
      for (int i = 0; i < size; i++) {
        weights[i] = roots[index[i]];
      }
      add(tape, tape.l2(tape.multiply(factors, tape.column(weights, size))), l2);
    }
    return factors;
  }

  /** The dot product of each pair's factors, size × 1, penalised as in {@link #penalise}. */
  Node dots(Tape tape, Parameter ofUsers, Parameter ofMovies, float l2) {
    Node dots = tape.rowDot(ofUsers, users, ofMovies, movies, size);
    if (l2 > 0) {
      add(tape, tape.l2(ofUsers, users, size), l2);
      add(tape, tape.l2(ofMovies, movies, size), l2);
    }
    return dots;
  }

  private void add(Tape tape, Node half, float l2) {
    Node more = tape.scale(half, 2 * l2);
    penalty = penalty == null ? more : tape.add(penalty, more);
  }

  /** The loss with what was added to it. */
  Node withPenalty(Tape tape, Node loss) {
    return penalty == null ? loss : tape.add(loss, penalty);
  }
}
