package dev.freshet.online;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the lists of a few users with titles, for several dampings: are they sensible? */
final class ListPreview {
  private ListPreview() {}

  /** Learns ml-latest-small below the folder given (default {@code ../shared/data}). */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args.length > 0 ? args[0] : "../shared/data").resolve("ml-latest-small");
    RatingStream stream =
        RatingStream.read("ml-latest-small", data.resolve("ratings.csv"), ",", Scale.MOVIELENS);
    Map<String, String> titles = titles(data.resolve("movies.csv"));
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), stream.scale());
    int movies = stream.movieIds().size();
    Factors[] q = new Factors[movies];
    for (int i = 0; i < movies; i++) {
      q[i] = sgd.newMovie(stream.movieIds().get(i), 0);
    }
    Map<Integer, Factors> p = new HashMap<>();
    double sum = 0;
    double[][] promising =
        new double[12][2]; // by log2 of the movie's ratings: count, r − predicted
    for (int n = 0; n < stream.size(); n++) {
      int u = stream.users()[n];
      int i = stream.movies()[n];
      float rating = stream.ratings()[n];
      Factors user = p.get(u);
      if (user == null) {
        user = sgd.newUser(stream.userIds().get(u), 0, sgd.priorBias(sum, n));
      }
      if (sgd.predict(user, q[i]) - sgd.globalBias() - user.bias() > .5) {
        double[] bucket = promising[32 - Integer.numberOfLeadingZeros(q[i].steps())];
        bucket[0]++;
        bucket[1] += rating - sgd.predict(user, q[i]);
      }
      p.put(u, sgd.stepUser(user, q[i], rating));
      q[i] = sgd.stepMovie(user, q[i], rating);
      sum += rating;
    }
    System.out.println("how ratings of movies predicted .5 above the user's own level turned out");
    for (int b = 1; b < promising.length; b++) {
      System.out.printf(
          Locale.ROOT,
          "  %4d to %4d earlier ratings: %6.0f movies, rated %+.3f above the prediction%n",
          1 << (b - 1),
          (1 << b) - 1,
          promising[b][0],
          promising[b][1] / promising[b][0]);
    }
    FactorMatrix matrix = new FactorMatrix(sgd.settings().rank());
    for (int i = 0; i < movies; i++) {
      matrix.put(i, q[i]);
    }
    for (String id : List.of("1", "100", "318", "414", "599", "610")) {
      int u = stream.userIds().indexOf(id);
      Factors user = p.get(u);
      if (user != null) {
        show(stream, titles, sgd, matrix, q, u, user);
      }
    }
  }

  private static void show(
      RatingStream stream,
      Map<String, String> titles,
      OnlineSgd sgd,
      FactorMatrix matrix,
      Factors[] q,
      int u,
      Factors user) {
    RatedMovies rated = new RatedMovies();
    for (int n = 0; n < stream.size(); n++) {
      if (stream.users()[n] == u) {
        rated.add(stream.movies()[n], stream.ratings()[n]);
      }
    }
    System.out.printf("%nuser %s, %d ratings%n", stream.userIds().get(u), rated.size());
    for (float damping : new float[] {0, .1f, .2f}) {
      Recommender recommender =
          new Recommender(
              new Recommender.Settings(10, damping, 3, new Recommender.Considered(100)),
              stream.scale());
      System.out.printf(Locale.ROOT, "  damping %.2f%n", damping);
      for (Recommender.Item item :
          recommender.recommend(
              user, sgd.globalBias(), matrix, rated, i -> true, new Recommender.Scratch())) {
        System.out.printf(
            Locale.ROOT,
            "    %.2f  %-50.50s %4d ratings; %s%n",
            item.predicted(),
            titles.get(stream.movieIds().get(item.movie())),
            q[item.movie()].steps(),
            item.reasons().stream().map(i -> titles.get(stream.movieIds().get(i))).toList());
      }
    }
  }

  private static Map<String, String> titles(Path file) throws IOException {
    Map<String, String> titles = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      int id = line.indexOf(',');
      titles.put(line.substring(0, id), line.substring(id + 1, line.lastIndexOf(',')));
    }
    return titles;
  }
}
