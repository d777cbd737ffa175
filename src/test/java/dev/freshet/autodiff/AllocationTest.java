package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the steady state a step takes its memory from the steps before it. */
class AllocationTest {

  private static final int WARM_UP = 50;
  private static final int STEPS = 200;

  /** Less than one object of any use; the JVM's own counting may add a little. */
  private static final long MOST_BYTES_PER_STEP = 16;

  private static final int ROWS = 40;
  private static final int COLUMNS = 90;
  private static final int BATCH = 256;

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "ejml"})
  void stepOfBiasedFactorsAllocatesNothing(String name) {
    Parameter users = parameter("users", ROWS, 32);
    Parameter movies = parameter("movies", COLUMNS, 32);
    Parameter bias = parameter("bias", ROWS, 1);
    int[] user = new int[BATCH];
    int[] movie = new int[BATCH];
    Arrays.setAll(user, i -> i * 7 % ROWS);
    Arrays.setAll(movie, i -> i * 11 % COLUMNS);
    float[] rating = new float[BATCH];
    Tape tape = new Tape(Kernels.choose(name), 0, 1);
    assertAllocatesNothing(
        () -> {
          tape.clear();
          Node p = tape.gather(users, user, BATCH);
          Node q = tape.gather(movies, movie, BATCH);
          Node scores = tape.add(tape.rowDot(p, q), tape.gather(bias, user, BATCH));
          Node predicted = tape.apply(Elementwise.SIGMOID, tape.add(scores, tape.scalar(3.5f)));
          Node loss = tape.squaredError(predicted, tape.column(rating, BATCH));
          tape.backward(tape.add(loss, tape.scale(tape.l2(p), .1f)));
          users.gradient(0).clear();
          movies.gradient(0).clear();
          bias.gradient(0).clear();
        });
  }

  /** Arrays that grow get room for more: not every new largest batch needs new ones. */
  @Test
  void batchesThatGrowSlowlySoonAllocateNothing() {
    Parameter users = parameter("users", ROWS, 8);
    int[] user = new int[2 * BATCH];
    Tape tape = new Tape(new EjmlKernels(), 0, 1);
    int[] steps = {0};
    assertAllocatesNothing(
        () -> {
          int n = BATCH + steps[0]++ / 4;
          tape.clear();
          Node own = tape.gather(users, user, n);
          tape.backward(tape.add(tape.l2(own), tape.l2(users, user, n)));
          users.gradient(0).clear();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "ejml"})
  void stepOfAnAutoencoderAllocatesNothing(String name) {
    Parameter in = parameter("in", COLUMNS, 100);
    Parameter layer = parameter("layer", 100, 100);
    Parameter bias = parameter("bias", 1, 100);
    Parameter out = parameter("out", COLUMNS, 100);
    Parameter[] parameters = {in, layer, bias, out};
    Csr all = everyThird();
    int[] order = new int[ROWS];
    Arrays.setAll(order, i -> i);
    Csr part = new Csr();
    Tape tape = new Tape(Kernels.choose(name), 0, 1);
    assertAllocatesNothing(
        () -> {
          tape.clear();
          part.selectRows(all, order, 8, 8 + 16);
          Node coded = tape.add(tape.product(part, in), tape.parameter(bias));
          Node hidden = tape.dropout(tape.apply(Elementwise.SELU, coded), .2f);
          Node deeper = tape.product(hidden, tape.parameter(layer));
          Node predicted = tape.sampledProduct(part, deeper, out);
          Node target = tape.column(part.values(), part.size());
          tape.backward(tape.squaredError(predicted, target));
          for (Parameter each : parameters) {
            each.gradient(0).clear();
          }
        });
  }

  private static void assertAllocatesNothing(Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < STEPS; i++) {
      step.run();
    }
    long bytes = threads.getThreadAllocatedBytes(self) - before;
    assertTrue(bytes < STEPS * MOST_BYTES_PER_STEP, bytes + " bytes in " + STEPS + " steps");
  }

  private static Csr everyThird() {
    int size = ROWS * COLUMNS / 3;
    int[] starts = new int[ROWS + 1];
    int[] columns = new int[size];
    float[] values = new float[size];
    for (int e = 0; e < size; e++) {
      columns[e] = e * 3 % COLUMNS;
      values[e] = e % 5 - 2;
    }
    Arrays.setAll(starts, r -> r * COLUMNS / 3);
    return new Csr(ROWS, COLUMNS, starts, columns, values);
  }

  private static Parameter parameter(String name, int rows, int cols) {
    return new Parameter(name, GradientCheck.random(1, -.1f, .1f, rows, cols));
  }
}
