package dev.freshet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints the tables of {@code docs/tuning.md}. */
final class SgdTuning {
  private SgdTuning() {}

  /** Runs over the sets below the folder given (default {@code ../shared/data}). */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args.length > 0 ? args[0] : "../shared/data");
    List<RatingStream> streams = streams(data);
    OnlineSgd.Settings settings = OnlineSgd.Settings.defaults();
    for (RatingStream stream : streams) {
      for (int staleness : new int[] {0, 1000, 2000, 4000}) {
        StaleRun run = StaleRun.over(stream, settings, staleness);
        System.out.printf(
            Locale.ROOT,
            "%-28s S=%-5d online %.4f / %.4f   biases %.4f / %.4f   mean %.4f / %.4f%n",
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

  static List<RatingStream> streams(Path data) throws IOException {
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
}
