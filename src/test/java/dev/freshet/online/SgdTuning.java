package dev.freshet.online;

import dev.freshet.online.OnlineSgd.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the tables of {@code docs/benchmarks/learning-defaults.md}: the defaults, their staleness,
 * their neighbours.
 */
final class SgdTuning {
  private static final Settings DEFAULTS = Settings.defaults();

  private SgdTuning() {}

  /** Runs over the sets below the folder given (default {@code ../shared/data}). */
  public static void main(String[] args) throws IOException {
    List<RatingStream> streams = streams(Path.of(args.length > 0 ? args[0] : "../shared/data"));
    printDefaults(streams);
    printNeighbours(streams);
  }

  private static List<RatingStream> streams(Path data) throws IOException {
    RatingStream small =
        RatingStream.read(
            "ml-latest-small", data.resolve("ml-latest-small/ratings.csv"), ",", Scale.MOVIELENS);
    RatingStream tweets =
        RatingStream.read(
            "movietweetings-100k",
            data.resolve("movietweetings-100k/ratings.dat"),
            "::",
            new Scale(0, 10));
    return List.of(small, tweets, RatingStream.planted(42), small.shuffled(42));
  }

  private static void printDefaults(List<RatingStream> streams) {
    System.out.println("| set | ratings behind | online | biases | running mean |");
    System.out.println("|---|---|---|---|---|");
    for (RatingStream stream : streams) {
      for (int staleness : new int[] {0, 1000, 2000, 4000}) {
        StaleRun run = StaleRun.over(stream, DEFAULTS, staleness);
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %.4f / %.4f | %.4f / %.4f | %.4f / %.4f |%n",
            stream.name(),
            staleness,
            run.online(),
            run.onlineSecondHalf(),
            run.baseline(),
            run.baselineSecondHalf(),
            run.mean(),
            run.meanSecondHalf());
      }
    }
  }

  private static void printNeighbours(List<RatingStream> streams) {
    System.out.print("\n| settings, online |");
    streams.forEach(stream -> System.out.print(" " + stream.name() + " |"));
    System.out.println("\n|---|" + "---|".repeat(streams.size()));
    neighbours()
        .forEach(
            (name, settings) -> {
              System.out.print("| " + name + " |");
              for (RatingStream stream : streams) {
                StaleRun run = StaleRun.over(stream, settings, 0);
                System.out.printf(
                    Locale.ROOT, " %.4f / %.4f |", run.online(), run.onlineSecondHalf());
              }
              System.out.println();
            });
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
