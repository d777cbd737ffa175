package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.FoldIn;
import dev.freshet.train.GradientModel;
import dev.freshet.train.Grouped;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A model that predicts entries of a row of ratings (of a movie or of a user) from the observed
 * entries of that row. Learns from whole rows: loss = Σ over observed (r̂ − r)² + penalty. Works on
 * what is left of ratings after a base.
 */
abstract class RowModel implements GradientModel, RatingModel, FoldIn<RatingModel> {

  /** Rows predicted together. */
  private static final int CHUNK = 256;

  private final RatingTable train;
  private final boolean rowsAreMovies;
  private final BiasTerms base;

  /** Observed entries, all rows. */
  private final Csr observed;

  /** The rows that have entries: the examples. */
  private final Csr examples = new Csr();

  /** Which rows those are. */
  private final int[] filled;

  private final Csr[] batches;

  /** What the model is shown of each batch. */
  private final Csr[] shown;

  private final Corruption corruption;
  private final int[][] rowsOf;
  private final Tape predicting;

  /**
   * A model of rows.
   *
   * @param rowsAreMovies whether rows are movies and columns users, or the other way round
   * @param base what is subtracted from ratings
   * @param corruption share of the entries that the model is not shown in training
   */
  RowModel(
      RatingTable train, boolean rowsAreMovies, BiasTerms base, float corruption, Fitting fitting) {
    this.train = train;
    this.rowsAreMovies = rowsAreMovies;
    this.base = base;
    float[] left = base.residuals(train);
    this.observed =
        (rowsAreMovies ? Grouped.byMovie(train, left) : Grouped.byUser(train, left)).matrix();
    this.filled =
        IntStream.range(0, observed.rows())
            .filter(row -> observed.rowStart(row + 1) > observed.rowStart(row))
            .toArray();
    examples.selectRows(observed, filled, 0, filled.length);
    this.corruption = new Corruption(corruption, fitting);
    int shards = fitting.threads();
    this.batches = new Csr[shards];
    this.shown = new Csr[shards];
    this.rowsOf = new int[shards][0];
    for (int shard = 0; shard < shards; shard++) {
      batches[shard] = new Csr();
      shown[shard] = corruption > 0 ? new Csr() : batches[shard];
    }
    this.predicting = new Tape(fitting.kernels(), 0, 0);
    predicting.setTraining(false);
  }

  /**
   * The formula.
   *
   * @param in observed entries of some rows
   * @param rows which rows these are; longer perhaps
   * @param at where to predict, in the same rows
   * @return predictions of what is left after the base, one per entry of {@code at}
   */
  abstract Node reconstruct(Tape tape, Csr in, int[] rows, Csr at);

  /**
   * The loss of a batch; by default that of {@link #reconstruct} at the observed entries.
   *
   * @param shown what the model is shown of it: entries at the same places, some of them 0
   * @param in observed entries
   * @param rows which rows these are
   * @param share of the batch in all observed entries: what it bears of a penalty of whole matrices
   */
  Node loss(Tape tape, Csr shown, Csr in, int[] rows, float share) {
    return tape.squaredError(
        reconstruct(tape, shown, rows, in), tape.column(in.values(), in.size()));
  }

  @Override
  public final int examples() {
    return examples.rows();
  }

  @Override
  public final Node loss(Tape tape, int shard, int[] order, int from, int to) {
    Csr in = batches[shard];
    in.selectRows(examples, order, from, to);
    if (shown[shard] != in) {
      shown[shard].selectRows(examples, order, from, to);
      corruption.hide(shown[shard], shard);
    }
    if (rowsOf[shard].length < to - from) {
      rowsOf[shard] = new int[to - from];
    }
    for (int i = from; i < to; i++) {
      rowsOf[shard][i - from] = filled[order[i]];
    }
    return loss(tape, shown[shard], in, rowsOf[shard], (float) in.size() / examples.size());
  }

  @Override
  public final int weight(int[] order, int from, int to) {
    int entries = 0;
    for (int i = from; i < to; i++) {
      entries += examples.rowStart(order[i] + 1) - examples.rowStart(order[i]);
    }
    return entries;
  }

  @Override
  public final float[] predict(int[] users, int[] movies) {
    return predict(observed, base, users, movies);
  }

  /** Only where rows are users: a new movie is a new row, a new user would be a new column. */
  @Override
  public final RatingModel shown(RatingTable given) {
    if (rowsAreMovies) {
      throw new IllegalStateException("columns are users: what they weigh was never learned");
    }
    BiasTerms theirs = base.withUsersOf(given);
    Csr rows = Grouped.byUser(given, theirs.residuals(given)).matrix();
    return (users, movies) -> predict(rows, theirs, users, movies);
  }

  /** Predicts from the entries of {@code known}, which are ratings less {@code below}. */
  private float[] predict(Csr known, BiasTerms below, int[] users, int[] movies) {
    float[] out = new float[users.length];
    int[] row = rowsAreMovies ? movies : users;
    int[] col = rowsAreMovies ? users : movies;
    Grouped wanted = Grouped.of(known.rows(), known.cols(), row, col, out, false);
    int[] rows =
        IntStream.range(0, known.rows())
            .filter(r -> wanted.matrix().rowStart(r + 1) > wanted.matrix().rowStart(r))
            .toArray();
    Csr in = new Csr();
    Csr at = new Csr();
    int entry = 0;
    synchronized (predicting) {
      for (int from = 0; from < rows.length; from += CHUNK) {
        int to = Math.min(rows.length, from + CHUNK);
        in.selectRows(known, rows, from, to);
        at.selectRows(wanted.matrix(), rows, from, to);
        predicting.clear();
        float[] left =
            reconstruct(predicting, in, Arrays.copyOfRange(rows, from, to), at).value().data;
        for (int e = 0; e < at.size(); e++) {
          int pair = wanted.origin()[entry++];
          out[pair] = train.scale().clip(below.predict(users[pair], movies[pair]) + left[e]);
        }
      }
    }
    return out;
  }
}
