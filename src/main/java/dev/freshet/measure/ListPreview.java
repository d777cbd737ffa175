package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints lists of a few users with titles, for several dampings: are they sensible? */
public final class ListPreview {

  /** How far above the user's own level a movie is predicted that a list may well show. */
  private static final float PROMISING = .5f;

  private static final float[] DAMPINGS = {0, .1f, .2f};

  private final RatingSet set;
  private final PrintWriter out;
  private final OnlineSgd sgd;
  private final @Nullable Factors[] users;
  private final Factors[] movies;
  private final Map<String, String> titles = new HashMap<>();

  /** By log2 of the movie's earlier ratings: number of promising ratings, sum of their errors. */
  private final double[][] promising = new double[32][2];

  /**
   * A preview of the lists that a set of ratings leads to.
   *
   * @param set what is learned, in the order of event times: nothing but ratings
   * @param out where lists are printed
   */
  public ListPreview(RatingSet set, PrintWriter out) {
    this.set = set;
    this.out = out;
    this.sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), set.scale());
    Ratings ratings = set.ratings();
    this.users = new Factors[ratings.userIds().size()];
    this.movies = new Factors[ratings.movieIds().size()];
    for (int i = 0; i < movies.length; i++) {
      movies[i] = sgd.starts().newMovie(ratings.movieIds().get(i), 0);
    }
    for (Movie movie : set.movies()) {
      titles.put(movie.movieId(), movie.title());
    }
  }

  /**
   * Learns all ratings, then prints.
   *
   * @param ids users whose lists are shown; those who rated nothing are passed over
   */
  public void run(List<String> ids) {
    learn();
    printPromising();
    FactorMatrix matrix = new FactorMatrix(sgd.settings().rank());
    for (int i = 0; i < movies.length; i++) {
      matrix.put(i, movies[i]);
    }
    for (String id : ids) {
      int u = set.ratings().userIds().indexOf(id);
      Factors user = u < 0 ? null : users[u];
      if (user != null) {
        printLists(u, user, matrix);
      }
    }
    out.flush();
  }

  private void learn() {
    Ratings ratings = set.ratings();
    double sum = 0;
    for (int n = 0; n < ratings.size(); n++) {
      int u = ratings.user(n);
      int i = ratings.movie(n);
      float rating = ratings.rating(n);
      Factors user = users[u];
      if (user == null) {
        user = sgd.starts().newUser(ratings.userIds().get(u), 0, sgd.starts().priorBias(sum, n));
      }
      float predicted = sgd.predict(user, movies[i]);
      if (predicted - sgd.globalBias() - user.bias() > PROMISING) {
        double[] bucket = promising[32 - Integer.numberOfLeadingZeros(movies[i].steps())];
        bucket[0]++;
        bucket[1] += rating - predicted;
      }
      users[u] = sgd.stepUser(user, movies[i], rating);
      movies[i] = sgd.stepMovie(user, movies[i], rating);
      sum += rating;
    }
  }

  private void printPromising() {
    out.println("how ratings of movies predicted .5 above the user's own level turned out");
    for (int b = 1; b < promising.length; b++) {
      if (promising[b][0] > 0) {
        out.printf(
            Locale.ROOT,
            "  %4d to %4d earlier ratings: %6.0f movies, rated %+.3f above the prediction%n",
            1 << (b - 1),
            (1 << b) - 1,
            promising[b][0],
            promising[b][1] / promising[b][0]);
      }
    }
  }

  private void printLists(int u, Factors user, FactorMatrix matrix) {
    Ratings ratings = set.ratings();
    RatedMovies rated = new RatedMovies();
    for (int n = 0; n < ratings.size(); n++) {
      if (ratings.user(n) == u) {
        rated.add(ratings.movie(n), ratings.rating(n));
      }
    }
    out.printf("%nuser %s, %d ratings%n", ratings.userIds().get(u), rated.size());
    Scale scale = set.scale();
    for (float damping : DAMPINGS) {
      var recommender = new Recommender(settings(damping), scale);
      out.printf(Locale.ROOT, "  damping %.2f%n", damping);
      recommender
          .recommend(
              user,
              sgd.globalBias(),
              new Recommender.Candidates(matrix, rated, i -> true),
              null,
              new Recommender.Scratch())
          .forEach(this::printItem);
    }
  }

  private static Recommender.Settings settings(float damping) {
    return new Recommender.Settings(10, damping, 3, new Recommender.Considered(100));
  }

  private void printItem(Recommender.Scored item) {
    out.printf(
        Locale.ROOT,
        "    %.2f  %-50.50s %4d ratings; %s%n",
        item.predicted(),
        title(item.movie()),
        movies[item.movie()].steps(),
        item.reasons().stream().map(this::title).toList());
  }

  private String title(int movie) {
    String id = set.ratings().movieIds().get(movie);
    return titles.getOrDefault(id, id);
  }
}
