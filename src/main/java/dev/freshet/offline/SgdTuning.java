package dev.freshet.offline;

import dev.freshet.data.RatingSet;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.OnlineSgd.Settings;
import dev.freshet.online.StepSize;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints the tables of {@code docs/benchmarks/learning-defaults.md}: the defaults of learning
 * online, what staleness costs them, and their neighbours.
 */
public final class SgdTuning {
  private static final Settings DEFAULTS = Settings.defaults();

  private final List<Stream> streams;
  private final List<Integer> staleness;
  private final PrintWriter out;

  /**
   * Ratings in the order in which they arrive.
   *
   * @param name for people
   * @param set what they are
   * @param order places of the set's ratings, each once
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Stream(String name, RatingSet set, int[] order) {

    /** In the order of event times. */
    public static Stream of(String name, RatingSet set) {
      return new Stream(name, set, IntStream.range(0, set.ratings().size()).toArray());
    }

    /** The ratings of this stream in random order. */
    public Stream shuffled(long seed) {
      int[] mixed = new int[order.length];
      Random random = new Random(seed);
      for (int n = 0; n < mixed.length; n++) {
        int other = random.nextInt(n + 1);
        mixed[n] = mixed[other];
        mixed[other] = order[n];
      }
      return new Stream(name + " shuffled", set, mixed);
    }
  }

  /**
   * A comparison over streams, each at every staleness.
   *
   * @param streams what is learned
   * @param staleness ratings that the user side's movies are behind, one row of each
   * @param out where tables are printed, in Markdown
   */
  public SgdTuning(List<Stream> streams, List<Integer> staleness, PrintWriter out) {
    this.streams = streams;
    this.staleness = staleness;
    this.out = out;
  }

  /** Learns every stream with the defaults and with what is near them, and prints the errors. */
  public void run() {
    printDefaults();
    printNeighbours();
    out.flush();
  }

  private void printDefaults() {
    out.println("| set | ratings behind | online | biases | running mean |");
    out.println("|---|---|---|---|---|");
    for (Stream stream : streams) {
      for (int behind : staleness) {
        StaleRun run = over(stream, DEFAULTS, behind);
        out.printf(
            Locale.ROOT,
            "| %s | %d | %.4f / %.4f | %.4f / %.4f | %.4f / %.4f |%n",
            stream.name(),
            behind,
            run.online(),
            run.onlineSecondHalf(),
            run.baseline(),
            run.baselineSecondHalf(),
            run.mean(),
            run.meanSecondHalf());
      }
    }
  }

  private void printNeighbours() {
    out.print("\n| settings, online |");
    streams.forEach(stream -> out.print(" " + stream.name() + " |"));
    out.println("\n|---|" + "---|".repeat(streams.size()));
    neighbours()
        .forEach(
            (name, settings) -> {
              out.print("| " + name + " |");
              for (Stream stream : streams) {
                StaleRun run = over(stream, settings, 0);
                out.printf(Locale.ROOT, " %.4f / %.4f |", run.online(), run.onlineSecondHalf());
              }
              out.println();
            });
  }

  private static StaleRun over(Stream stream, Settings settings, int behind) {
    return StaleRun.over(stream.set(), stream.order(), settings, behind);
  }

  private static Map<String, Settings> neighbours() {
    StepSize user = DEFAULTS.rate(OnlineSgd.Rate.USER_VECTOR);
    StepSize movie = DEFAULTS.rate(OnlineSgd.Rate.MOVIE_VECTOR);
    StepSize userBias = DEFAULTS.rate(OnlineSgd.Rate.USER_BIAS);
    StepSize movieBias = DEFAULTS.rate(OnlineSgd.Rate.MOVIE_BIAS);
    float std = DEFAULTS.initialStd();
    float l2 = DEFAULTS.vectorL2();
    Map<String, Settings> all = new LinkedHashMap<>();
    all.put("**defaults**", DEFAULTS);
    for (int k : new int[] {8, 16, 64}) {
      all.put("rank " + k, DEFAULTS.withRank(k));
    }
    for (float times : new float[] {0, .5f, 2, 5}) {
      String by = " × " + times;
      all.put("initialStd" + by, DEFAULTS.withVectors(std * times, user, movie, l2));
      all.put("vectorL2" + by, DEFAULTS.withVectors(std, user, movie, l2 * times));
    }
    for (float times : new float[] {.5f, 2}) {
      String by = " × " + times;
      StepSize otherUser = times(user, times, 1, times);
      StepSize otherMovie = times(movie, times, 1, times);
      all.put("userVector" + by, DEFAULTS.withVectors(std, otherUser, movie, l2));
      all.put("movieVector" + by, DEFAULTS.withVectors(std, user, otherMovie, l2));
      all.put("userBias" + by, DEFAULTS.withBiases(times(userBias, times, 1, times), movieBias));
      all.put("movieBias" + by, DEFAULTS.withBiases(userBias, times(movieBias, times, 1, times)));
      all.put("userBias.floor" + by, DEFAULTS.withBiases(times(userBias, 1, 1, times), movieBias));
      all.put("movieBias.floor" + by, DEFAULTS.withBiases(userBias, times(movieBias, 1, 1, times)));
    }
    all.put(
        "vectors at constant rates 1 and .3",
        DEFAULTS.withVectors(std, StepSize.constant(1), StepSize.constant(.3f), l2));
    all.put(
        "biases at constant rates .08 and .05",
        DEFAULTS.withBiases(StepSize.constant(.08f), StepSize.constant(.05f)));
    all.put(
        "biases best for ml-latest-small",
        DEFAULTS.withBiases(new StepSize(.155f, .024f, .075f), new StepSize(.19f, .22f, .039f)));
    all.put(
        "biases best for movietweetings and planted",
        DEFAULTS.withBiases(new StepSize(.2f, .1f, .045f), new StepSize(.23f, .17f, .008f)));
    return all;
  }

  private static StepSize times(StepSize rate, float first, float decay, float floor) {
    return new StepSize(rate.first() * first, rate.decay() * decay, rate.floor() * floor);
  }
}
