package dev.freshet.offline;

import com.sun.management.ThreadMXBean;
import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.StepClock;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.TrainingException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures epochs of models with their default settings: first how long they take and what they
 * allocate, then, on one thread, where the time of a step goes. A model in closed form is fitted
 * once, to as many users as it can take.
 *
 * @param ratings to learn from
 * @param kernels for dense products
 * @param threads that share a batch
 * @param epochs measured, after {@value #WARM_UP} to warm up; fewer where they are long
 * @param progress is told each epoch
 * @param stop true ends the measurement
 */
public record TrainBench(
    RatingTable ratings,
    Kernels kernels,
    int threads,
    int epochs,
    Training.EpochListener progress,
    BooleanSupplier stop) {

  private static final int WARM_UP = 2;
  private static final long SEED = 1;

  /** With so few no model is too big. */
  private static final int FEWEST_USERS = 100;

  /** An epoch this long needs no second one to warm up. */
  private static final double SLOW_SECONDS = 3;

  /** No further epoch of a model begins after so long. */
  private static final double PATIENCE_SECONDS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Measures a model; null where it was stopped.
   *
   * @throws TrainingException if it can learn from none of the ratings
   */
  public <S extends Record> TrainBenchReport.@Nullable Row run(Recipe<S> recipe) {
    return run(recipe, ratings);
  }

  /** On fewer users where these are too many. */
  private <S extends Record> TrainBenchReport.@Nullable Row run(
      Recipe<S> recipe, RatingTable part) {
    Meter meter = new Meter(recipe.name(), threads, epochs, null);
    long allocated = allocatedBytes(trainingThreads());
    long start = System.nanoTime();
    try {
      recipe.fit(part, none(), recipe.defaults(part), meter.fitting());
    } catch (TrainingException e) {
      if (part.users() < 2 * FEWEST_USERS) {
        throw e;
      }
      return run(recipe, ofFirstUsers(part, part.users() / 2));
    }
    if (stop.getAsBoolean()) {
      return null;
    }
    if (meter.seconds.isEmpty()) {
      double whole = (System.nanoTime() - start) * 1e-9;
      long bytes = allocatedBytes(trainingThreads()) - allocated;
      return new TrainBenchReport.Row(
          recipe.name(), part.size(), part.size() / whole, whole, bytes, 1, Map.of());
    }
    return row(recipe, meter);
  }

  private static RatingTable ofFirstUsers(RatingTable table, int users) {
    RatingTable theirs =
        table.select(
            IntStream.range(0, table.size()).filter(i -> table.user()[i] < users).toArray());
    return new RatingTable(
        users,
        theirs.movies(),
        theirs.scale(),
        theirs.user(),
        theirs.movie(),
        theirs.rating(),
        theirs.time(),
        theirs.genres());
  }

  private <S extends Record> TrainBenchReport.Row row(Recipe<S> recipe, Meter meter) {
    StepClock clock = new StepClock();
    Meter apart = new Meter(recipe.name() + ", by operation", 1, 1, clock);
    recipe.fit(ratings, none(), recipe.defaults(ratings), apart.fitting());
    double seconds = meter.seconds.get(meter.seconds.size() / 2);
    return new TrainBenchReport.Row(
        recipe.name(),
        ratings.size(),
        ratings.size() / seconds,
        seconds,
        meter.steps == 0 ? 0 : meter.bytes / meter.steps,
        meter.steps / meter.seconds.size(),
        shares(clock, apart));
  }

  private RatingTable none() {
    return ratings.select(new int[0]);
  }

  /** Shares of the time of an epoch, the largest first. */
  private static Map<String, Double> shares(StepClock clock, Meter meter) {
    double all = meter.seconds.stream().mapToDouble(s -> s).sum();
    Map<String, Double> seconds = clock.seconds();
    double known = seconds.values().stream().mapToDouble(s -> s).sum();
    seconds.put("optimiser, merging, shuffling", Math.max(0, all - known));
    Map<String, Double> shares = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / Math.max(all, known)));
    return shares;
  }

  /** Watches a fit: a step begins when it is asked whether to stop. */
  private final class Meter {
    private final String stage;
    private final int parts;
    private final int wanted;
    private final @Nullable StepClock clock;
    private final List<Double> seconds = new ArrayList<>();
    private int warmUp = WARM_UP;
    private int epoch;
    private double total;
    private long steps;
    private long bytes;
    private long allocated;
    private boolean begins;
    private long[] threadIds = {};

    Meter(String stage, int parts, int wanted, @Nullable StepClock clock) {
      this.stage = stage;
      this.parts = parts;
      this.wanted = wanted;
      this.clock = clock;
    }

    Fitting fitting() {
      return new Fitting(SEED, parts, kernels, this::epoch, this::step, clock);
    }

    private boolean step() {
      if (epoch >= warmUp && !isOver()) {
        if (begins) {
          threadIds = trainingThreads();
          allocated = allocatedBytes(threadIds);
          begins = false;
        }
        steps++;
      }
      return isOver() || stop.getAsBoolean();
    }

    private boolean isOver() {
      return seconds.size() >= wanted || (!seconds.isEmpty() && total > PATIENCE_SECONDS);
    }

    private void epoch(Fitting.Epoch done) {
      epoch = done.number();
      begins = true;
      total += done.seconds();
      if (epoch > warmUp && !isOver()) {
        bytes += Math.max(0, allocatedBytes(threadIds) - allocated);
        seconds.add(done.seconds());
        seconds.sort(null);
      }
      if (epoch == 1 && done.seconds() > SLOW_SECONDS) {
        warmUp = 1; // Whatever is compiled has been by now.
      }
      if (clock != null && epoch == warmUp) {
        clock.reset();
      }
      int last = Math.min(done.of(), warmUp + wanted);
      progress.at(
          stage,
          new Fitting.Epoch(epoch, last, done.loss(), done.validationError(), done.seconds()));
    }
  }

  /** The calling thread and those that share its batches. */
  private static long[] trainingThreads() {
    List<Long> ids = new ArrayList<>(List.of(Thread.currentThread().getId()));
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("train-")) {
        ids.add(thread.getThreadId());
      }
    }
    return ids.stream().mapToLong(id -> id).toArray();
  }

  private static long allocatedBytes(long[] ids) {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(ids)) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
