package dev.freshet.train;

import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/** Σ (p_u·q_i + b_u + c_i − r)² + λ · L2 of what is gathered: what the trainer is measured with. */
public final class BiasedFactors implements GradientModel {

  private static final class Buffers {
    private int[] users = new int[0];
    private int[] movies = new int[0];
    private float[] ratings = new float[0];
  }

  private final RatingTable ratings;
  private final float mean;
  private final float l2;
  private final Parameter userFactors;
  private final Parameter movieFactors;
  private final Parameter userBias;
  private final Parameter movieBias;
  private final Buffers[] buffers;

  public BiasedFactors(RatingTable ratings, int rank, float l2, Fitting fitting) {
    this.ratings = ratings;
    this.mean = ratings.mean();
    this.l2 = l2;
    int shards = fitting.threads();
    SplittableRandom random = new SplittableRandom(fitting.seed());
    this.userFactors = new Parameter("users", normal(ratings.users(), rank, random), shards);
    this.movieFactors = new Parameter("movies", normal(ratings.movies(), rank, random), shards);
    this.userBias = new Parameter("user_bias", new FMatrixRMaj(ratings.users(), 1), shards);
    this.movieBias = new Parameter("movie_bias", new FMatrixRMaj(ratings.movies(), 1), shards);
    this.buffers = new Buffers[shards];
    for (int shard = 0; shard < shards; shard++) {
      buffers[shard] = new Buffers();
    }
  }

  private static FMatrixRMaj normal(int rows, int cols, SplittableRandom random) {
    FMatrixRMaj out = new FMatrixRMaj(rows, cols);
    for (int i = 0; i < rows * cols; i++) {
      out.data[i] = (float) (0.1 * random.nextGaussian());
    }
    return out;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(userFactors, movieFactors, userBias, movieBias);
  }

  @Override
  public int examples() {
    return ratings.size();
  }

  @Override
  public int weight(int[] order, int from, int to) {
    return to - from;
  }

  @Override
  public Node loss(Tape tape, int shard, int[] order, int from, int to) {
    int n = to - from;
    Buffers batch = buffers[shard];
    fill(batch, order, from, n);
    Node p = tape.gather(userFactors, batch.users, n);
    Node q = tape.gather(movieFactors, batch.movies, n);
    Node b = tape.gather(userBias, batch.users, n);
    Node c = tape.gather(movieBias, batch.movies, n);
    Node predicted = tape.add(tape.add(tape.rowDot(p, q), b), c);
    Node error = tape.squaredError(predicted, tape.column(batch.ratings, n));
    return tape.add(error, tape.scale(tape.add(tape.l2(p), tape.l2(q)), l2));
  }

  private void fill(Buffers batch, int[] order, int from, int n) {
    if (batch.users.length < n) {
      batch.users = new int[n];
      batch.movies = new int[n];
      batch.ratings = new float[n];
    }
    for (int i = 0; i < n; i++) {
      int example = order[from + i];
      batch.users[i] = ratings.user()[example];
      batch.movies[i] = ratings.movie()[example];
      batch.ratings[i] = ratings.rating()[example] - mean;
    }
  }
}
