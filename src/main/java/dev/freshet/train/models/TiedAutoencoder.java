package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.GradientModel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Tells some of what a user liked from the rest of it, by one vector of each movie:
 *
 * <pre>
 *   s(u, i) = y_i · x_u + b_i        x_u = Σ_{j shown} w_j · y_j / √(Σ_{j shown} w_j)
 *   loss    = −Σ_{i hidden} w_i · log softmax(s(u, ·))_i / √(Σ_{i hidden} w_i)
 *                                                                          w = how much it was liked
 * </pre>
 *
 * <p>A linear denoising autoencoder (Steck 2020, "Autoencoders that don't overfit towards the
 * Identity") with tied weights and the multinomial likelihood of Liang et al. 2018 ("Variational
 * Autoencoders for Collaborative Filtering", eq. 2). What is hidden changes with each step.
 */
final class TiedAutoencoder implements GradientModel {

  /** Share of what a user liked that is hidden, on average. */
  private static final float HIDDEN = .5f;

  private static final float START = .1f;

  private final LikedSets liked;
  private final int[] users;
  private final Parameter vectors;
  private final Parameter bias;
  private final SplittableRandom[] random;
  private final Csr[] shown;
  private final FMatrixRMaj[] hidden;

  /**
   * The model, with start values.
   *
   * @param rank length of the vectors
   * @param users who liked at least two movies: the examples
   */
  TiedAutoencoder(int rank, LikedSets liked, int[] users, Fitting fitting) {
    this.liked = liked;
    this.users = users;
    int shards = fitting.threads();
    StartValues start = new StartValues(fitting.seed());
    int movies = liked.movies().length;
    vectors = new Parameter("vectors", start.normal(movies, rank, START), shards);
    bias = new Parameter("bias", logShares(liked), shards);
    random = new SplittableRandom[shards];
    shown = new Csr[shards];
    hidden = new FMatrixRMaj[shards];
    for (int shard = 0; shard < shards; shard++) {
      random[shard] = new SplittableRandom(fitting.seed() * 31 + shard);
      shown[shard] = new Csr();
      hidden[shard] = new FMatrixRMaj(0, 0);
    }
  }

  private static FMatrixRMaj logShares(LikedSets liked) {
    FMatrixRMaj bias = StartValues.zeros(1, liked.movies().length);
    double[] weights = liked.weights();
    double all = Math.max(1, Arrays.stream(weights).sum());
    for (int movie = 0; movie < bias.numCols; movie++) {
      bias.data[movie] = (float) Math.log(weights[movie] / all);
    }
    return bias;
  }

  /** y: movies × rank, by column of the liked sets. */
  FMatrixRMaj vectors() {
    return vectors.value();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(vectors, bias);
  }

  @Override
  public int examples() {
    return users.length;
  }

  /** About Σ √(number hidden), which is what a user's losses count. */
  @Override
  public int weight(int[] order, int from, int to) {
    double weight = 0;
    for (int i = from; i < to; i++) {
      weight += Math.sqrt(HIDDEN * size(users[order[i]]));
    }
    return (int) Math.ceil(weight);
  }

  private int size(int user) {
    return liked.byUser().rowStart(user + 1) - liked.byUser().rowStart(user);
  }

  @Override
  public Node loss(Tape tape, int shard, int[] order, int from, int to) {
    Csr in = shown[shard];
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> users[order[from + i]]);
    in.selectRows(liked.byUser(), rows, 0, rows.length);
    FMatrixRMaj target = hidden[shard];
    target.reshape(in.rows(), in.cols());
    target.zero();
    for (int row = 0; row < in.rows(); row++) {
      hide(in, row, target, random[shard]);
    }
    Node taste = tape.product(in, vectors);
    Node scores = tape.product(taste, false, tape.parameter(vectors), true);
    return tape.softmaxLoss(tape.add(scores, tape.parameter(bias)), tape.constant(target));
  }

  /** Parts a row into what is shown and the target. Modifies the row's values and the target. */
  private static void hide(Csr in, int row, FMatrixRMaj target, SplittableRandom random) {
    int from = in.rowStart(row);
    int to = in.rowStart(row + 1);
    float[] values = in.values();
    float shown = 0;
    float all = 0;
    for (int e = from; e < to; e++) {
      boolean isHidden = random.nextDouble() < HIDDEN;
      all += values[e];
      shown += isHidden ? 0 : values[e];
      values[e] = isHidden ? -values[e] : values[e];
    }
    float show = (float) (1 / Math.sqrt(shown > 0 ? shown : 1));
    float weight = (float) (1 / Math.sqrt(all > shown ? all - shown : 1));
    for (int e = from; e < to; e++) {
      if (values[e] < 0) {
        target.data[row * in.cols() + in.columns()[e]] = -values[e] * weight;
        values[e] = 0;
      }
      values[e] *= show;
    }
  }
}
