package dev.freshet.offline;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Elementwise;
import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Times the operations that dominate training, on data of MovieLens 1M's shape, in CPU time of one
 * thread.
 */
public final class KernelsBench {

  private static final int RANK = 32;
  private static final int HIDDEN = 500;

  private final Kernels kernels;
  private final Sizes shape;
  private final PrintWriter out;

  /**
   * How much is computed.
   *
   * @param users number of users
   * @param movies number of movies
   * @param ratings of an epoch
   * @param square rows and columns of the dense product
   * @param inverse rows and columns of the matrix that is inverted
   * @param epochs run, of which the last is printed
   */
  public record Sizes(int users, int movies, int ratings, int square, int inverse, int epochs) {

    /** The sizes of MovieLens 1M's training part. */
    public static final Sizes DEFAULT = new Sizes(6_040, 3_706, 900_000, 512, 3_706, 8);
  }

  /** Takes the kernels to measure, the shapes of their matrices, and where to print. */
  public KernelsBench(Kernels kernels, Sizes shape, PrintWriter out) {
    this.kernels = kernels;
    this.shape = shape;
    this.out = out;
  }

  /** Measures and prints: factors, an autoencoder, dense products. */
  public void run() {
    out.println("kernels: " + kernels.name());
    factors(4_096);
    factors(16_384);
    autoRec(128);
    dense(false);
    dense(true);
    inverse();
    out.flush();
  }

  /** One epoch of biased factors, rank 32, forward and backward, without an optimiser. */
  private void factors(int batch) {
    Parameter users = random("users", shape.users(), RANK);
    Parameter movies = random("movies", shape.movies(), RANK);
    Parameter userBias = random("user_bias", shape.users(), 1);
    Parameter movieBias = random("movie_bias", shape.movies(), 1);
    SplittableRandom random = new SplittableRandom(1);
    int[] user = new int[batch];
    int[] movie = new int[batch];
    float[] rating = new float[batch];
    Tape tape = new Tape(kernels, 0, 1);
    for (int epoch = 0; epoch < shape.epochs(); epoch++) {
      long spent = 0;
      int done = 0;
      for (; done < shape.ratings(); done += batch) {
        for (int i = 0; i < batch; i++) {
          user[i] = random.nextInt(shape.users());
          movie[i] = skewed(random);
          rating[i] = random.nextInt(1, 6);
        }
        long start = cpu();
        tape.clear();
        Node p = tape.gather(users, user, batch);
        Node q = tape.gather(movies, movie, batch);
        Node biases =
            tape.add(tape.gather(userBias, user, batch), tape.gather(movieBias, movie, batch));
        Node predicted = tape.add(tape.add(tape.rowDot(p, q), biases), tape.scalar(3.5f));
        Node loss = tape.squaredError(predicted, tape.column(rating, batch));
        tape.backward(tape.add(loss, tape.scale(tape.add(tape.l2(p), tape.l2(q)), .02f)));
        spent += cpu() - start;
        for (Parameter each : new Parameter[] {users, movies, userBias, movieBias}) {
          each.clearGradients();
        }
      }
      if (epoch == shape.epochs() - 1) {
        print("factors, batch " + batch, spent, done);
      }
    }
  }

  private int skewed(SplittableRandom random) {
    double u = random.nextDouble();
    return (int) (shape.movies() * u * u);
  }

  /** One epoch of an autoencoder over movies, 500 hidden, and its parts. */
  private void autoRec(int batch) {
    Csr all = movies();
    Parameter encoder = random("in", shape.users(), HIDDEN);
    Parameter bias = random("bias", 1, HIDDEN);
    Parameter decoder = random("out", shape.users(), HIDDEN);
    int[] order = new int[shape.movies()];
    Arrays.setAll(order, i -> i);
    Csr part = new Csr();
    Tape tape = new Tape(kernels, 0, 1);
    long[] spent = new long[5];
    for (int epoch = 0; epoch < shape.epochs(); epoch++) {
      Arrays.fill(spent, 0);
      for (int from = 0; from < shape.movies(); from += batch) {
        long start = cpu();
        tape.clear();
        part.selectRows(all, order, from, Math.min(shape.movies(), from + batch));
        Node encoded = tape.product(part, encoder);
        spent[0] += cpu() - start;
        long next = cpu();
        Node hidden = tape.apply(Elementwise.SIGMOID, tape.add(encoded, tape.parameter(bias)));
        spent[1] += cpu() - next;
        next = cpu();
        Node predicted = tape.sampledProduct(part, hidden, decoder);
        spent[2] += cpu() - next;
        next = cpu();
        tape.backward(tape.squaredError(predicted, tape.column(part.values(), part.size())));
        spent[3] += cpu() - next;
        spent[4] += cpu() - start;
        encoder.clearGradients();
        decoder.clearGradients();
        bias.clearGradients();
      }
    }
    print("autorec, sparse product", spent[0], shape.ratings());
    print("autorec, bias and sigmoid", spent[1], shape.ratings());
    print("autorec, sampled product", spent[2], shape.ratings());
    print("autorec, backward", spent[3], shape.ratings());
    print("autorec, all", spent[4], shape.ratings());
  }

  private Csr movies() {
    SplittableRandom random = new SplittableRandom(2);
    int[] starts = new int[shape.movies() + 1];
    for (int i = 0; i < shape.ratings(); i++) {
      starts[1 + skewed(random)]++;
    }
    for (int i = 0; i < shape.movies(); i++) {
      starts[i + 1] += starts[i];
    }
    int[] columns = new int[shape.ratings()];
    float[] values = new float[shape.ratings()];
    for (int e = 0; e < shape.ratings(); e++) {
      columns[e] = random.nextInt(shape.users());
      values[e] = random.nextInt(1, 6) - 3.5f;
    }
    for (int i = 0; i < shape.movies(); i++) {
      Arrays.sort(columns, starts[i], starts[i + 1]);
    }
    return new Csr(shape.movies(), shape.users(), starts, columns, values);
  }

  /** A square product, the right side transposed or not. */
  private void dense(boolean transposed) {
    int n = shape.square();
    float[] a = random("a", n, n).value().data;
    float[] c = new float[n * n];
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = cpu();
      kernels.multiply(false, transposed, n, n, n, 1, a, a, 0, c);
      best = Math.min(best, cpu() - start);
    }
    out.printf(
        Locale.ROOT,
        "%d x %d product, %s: %.1f GFLOP/s%n",
        n,
        n,
        transposed ? "transposed" : "plain",
        2.0 * n * n * n / best);
  }

  /** The inverse of a symmetric matrix whose diagonal outweighs the rest of each row. */
  private void inverse() {
    int n = shape.inverse();
    float[] a = new float[n * n];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        float value = (float) random.nextDouble();
        a[i * n + j] = value;
        a[j * n + i] = value;
      }
      a[i * n + i] = n;
    }
    long start = cpu();
    kernels.invert(n, a);
    out.printf(Locale.ROOT, "inverse of %d rows: %.2f s%n", n, (cpu() - start) / 1e9);
  }

  private static Parameter random(String name, int rows, int cols) {
    FMatrixRMaj value = new FMatrixRMaj(rows, cols);
    Random random = new Random(3);
    for (int i = 0; i < rows * cols; i++) {
      value.data[i] = (float) random.nextGaussian() * .05f;
    }
    return new Parameter(name, value);
  }

  private void print(String what, long nanos, int ratings) {
    out.printf(
        Locale.ROOT, "%s: %.3f s, %.1f M ratings/s%n", what, nanos / 1e9, 1e3 * ratings / nanos);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
