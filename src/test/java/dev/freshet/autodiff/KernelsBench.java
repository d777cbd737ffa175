package dev.freshet.autodiff;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Times the operations that dominate training, on data of MovieLens 1M's shape, in CPU time of one
 * thread. Run by hand: {@code java -cp target/classes:target/test-classes:target/lib/*
 * dev.freshet.autodiff.KernelsBench [kernels]}.
 */
public final class KernelsBench {

  private static final int USERS = 6_040;
  private static final int MOVIES = 3_706;
  private static final int RATINGS = 900_000;

  private KernelsBench() {}

  /** Prints the figures; the first argument forces kernels. */
  public static void main(String[] args) {
    Kernels kernels = Kernels.choose(args.length == 0 ? null : args[0]);
    System.out.println("kernels: " + kernels.name());
    factors(kernels, 4_096);
    factors(kernels, 16_384);
    autoRec(kernels, 128);
    dense(kernels, false);
    dense(kernels, true);
  }

  /** One epoch of biased factors, k = 32, forward and backward, without an optimiser. */
  private static void factors(Kernels kernels, int batch) {
    Parameter users = random("users", USERS, 32);
    Parameter movies = random("movies", MOVIES, 32);
    Parameter userBias = random("user_bias", USERS, 1);
    Parameter movieBias = random("movie_bias", MOVIES, 1);
    SplittableRandom random = new SplittableRandom(1);
    int[] user = new int[batch];
    int[] movie = new int[batch];
    float[] rating = new float[batch];
    Tape tape = new Tape(kernels, 0, 1);
    for (int epoch = 0; epoch < 8; epoch++) {
      long spent = 0;
      int done = 0;
      for (; done < RATINGS; done += batch) {
        for (int i = 0; i < batch; i++) {
          user[i] = random.nextInt(USERS);
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
          each.gradient(0).clear();
        }
      }
      if (epoch == 7) {
        print("factors, batch " + batch, spent, done);
      }
    }
  }

  private static int skewed(SplittableRandom random) {
    double u = random.nextDouble();
    return (int) (MOVIES * u * u);
  }

  /** One epoch of an autoencoder over movies, 500 hidden, and its parts. */
  private static void autoRec(Kernels kernels, int batch) {
    Csr all = movies();
    Parameter in = random("in", USERS, 500);
    Parameter bias = random("bias", 1, 500);
    Parameter out = random("out", USERS, 500);
    int[] order = new int[MOVIES];
    Arrays.setAll(order, i -> i);
    Csr part = new Csr();
    Tape tape = new Tape(kernels, 0, 1);
    long[] spent = new long[5];
    for (int epoch = 0; epoch < 5; epoch++) {
      Arrays.fill(spent, 0);
      for (int from = 0; from < MOVIES; from += batch) {
        long start = cpu();
        tape.clear();
        part.selectRows(all, order, from, Math.min(MOVIES, from + batch));
        Node encoded = tape.product(part, in);
        spent[0] += cpu() - start;
        long next = cpu();
        Node hidden = tape.apply(Elementwise.SIGMOID, tape.add(encoded, tape.parameter(bias)));
        spent[1] += cpu() - next;
        next = cpu();
        Node predicted = tape.sampledProduct(part, hidden, out);
        spent[2] += cpu() - next;
        next = cpu();
        tape.backward(tape.squaredError(predicted, tape.column(part.values(), part.size())));
        spent[3] += cpu() - next;
        spent[4] += cpu() - start;
        in.gradient(0).clear();
        out.gradient(0).clear();
        bias.gradient(0).clear();
      }
    }
    print("autorec, sparse product", spent[0], RATINGS);
    print("autorec, bias and sigmoid", spent[1], RATINGS);
    print("autorec, sampled product", spent[2], RATINGS);
    print("autorec, backward", spent[3], RATINGS);
    print("autorec, all", spent[4], RATINGS);
  }

  private static Csr movies() {
    SplittableRandom random = new SplittableRandom(2);
    int[] starts = new int[MOVIES + 1];
    for (int i = 0; i < RATINGS; i++) {
      starts[1 + skewed(random)]++;
    }
    for (int i = 0; i < MOVIES; i++) {
      starts[i + 1] += starts[i];
    }
    int[] columns = new int[RATINGS];
    float[] values = new float[RATINGS];
    for (int e = 0; e < RATINGS; e++) {
      columns[e] = random.nextInt(USERS);
      values[e] = random.nextInt(1, 6) - 3.5f;
    }
    for (int i = 0; i < MOVIES; i++) {
      Arrays.sort(columns, starts[i], starts[i + 1]);
    }
    return new Csr(MOVIES, USERS, starts, columns, values);
  }

  /** A square product, the right side transposed or not. */
  private static void dense(Kernels kernels, boolean transposed) {
    int n = 512;
    float[] a = random("a", n, n).value().data;
    float[] c = new float[n * n];
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = cpu();
      kernels.multiply(false, transposed, n, n, n, 1, a, a, 0, c);
      best = Math.min(best, cpu() - start);
    }
    System.out.printf(
        Locale.ROOT,
        "%d x %d product, %s: %.1f GFLOP/s%n",
        n,
        n,
        transposed ? "transposed" : "plain",
        2.0 * n * n * n / best);
  }

  private static Parameter random(String name, int rows, int cols) {
    FMatrixRMaj value = new FMatrixRMaj(rows, cols);
    Random random = new Random(3);
    for (int i = 0; i < rows * cols; i++) {
      value.data[i] = (float) random.nextGaussian() * .05f;
    }
    return new Parameter(name, value);
  }

  private static void print(String what, long nanos, int ratings) {
    System.out.printf(
        Locale.ROOT, "%s: %.3f s, %.1f M ratings/s%n", what, nanos / 1e9, 1e3 * ratings / nanos);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
