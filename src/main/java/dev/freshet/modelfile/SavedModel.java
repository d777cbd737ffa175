package dev.freshet.modelfile;

import dev.freshet.wire.Movie;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/** A trained model read from its directory. */
public final class SavedModel {

  /** With so many ratings a movie's factors are believed by half. */
  private static final double DOUBT = 10;

  private final List<String> userIds;
  private final List<Movie> movies;
  private final List<Integer> ratings;
  private final FactorModel factors;

  SavedModel(List<String> userIds, List<Movie> movies, List<Integer> ratings, FactorModel factors) {
    this.userIds = List.copyOf(userIds);
    this.movies = List.copyOf(movies);
    this.ratings = List.copyOf(ratings);
    this.factors = factors;
    expectRows("users", userIds.size());
    expectRows("user_bias", userIds.size());
    expectRows("movies", movies.size());
    expectRows("movie_bias", movies.size());
  }

  private void expectRows(String tensor, int rows) {
    FMatrixRMaj matrix = factors.tensors().get(tensor);
    if (matrix != null && matrix.numRows != rows) {
      throw new ModelFileException(
          "the files do not belong together: %s has %d rows, ids.json says %d; train again"
              .formatted(tensor, matrix.numRows, rows));
    }
  }

  /**
   * A movie near another.
   *
   * @param movie the movie
   * @param likeness what they are sorted by
   * @param cosine of the angle between the factors
   * @param bias of the movie, in rating units unless the model has a sigmoid; 0 where it has none
   * @param ratings that the model learned from
   */
  public record Neighbour(Movie movie, double likeness, double cosine, double bias, int ratings) {}

  /**
   * Indices of the movies whose id, title, or title with year is this; else of those whose title
   * contains it.
   */
  public List<Integer> find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<Integer> exact = where(movie -> isCalled(movie, wanted));
    return exact.isEmpty()
        ? where(movie -> movie.title().toLowerCase(Locale.ROOT).contains(wanted))
        : exact;
  }

  private List<Integer> where(java.util.function.Predicate<Movie> test) {
    return IntStream.range(0, movies.size()).filter(i -> test.test(movies.get(i))).boxed().toList();
  }

  private static boolean isCalled(Movie movie, String wanted) {
    String title = movie.title().toLowerCase(Locale.ROOT);
    return movie.movieId().toLowerCase(Locale.ROOT).equals(wanted)
        || title.equals(wanted)
        || (title + " (" + movie.year() + ")").equals(wanted);
  }

  /** The movie of an index. */
  public Movie movie(int index) {
    return movies.get(index);
  }

  /** All movies; their places are their indices. */
  public List<Movie> movies() {
    return movies;
  }

  /** Number of training ratings of a movie. */
  public int ratings(int movie) {
    return ratings.get(movie);
  }

  /** The bias of a movie; 0 where the model has none. */
  public double bias(int movie) {
    return factors.at("movie_bias", movie);
  }

  /** Index of a user; −1 where the model does not know the id. */
  public int user(String id) {
    return userIds.indexOf(id);
  }

  /**
   * The movies most like another, which is left out. Likeness is (1 − g)·n/(n + 10)·cosine of the
   * factors + g·cosine of the genres, where n is the number of ratings of the movie that is
   * compared. Few ratings make factors point anywhere, so their cosine counts less (Koren 2008,
   * "Factorization Meets the Neighborhood", eq. 2).
   *
   * @param atLeast ratings that a movie needs
   * @param genreShare g, from 0 to 1
   * @throws ModelFileException if the model has no movie factors
   */
  public List<Neighbour> nearest(int movie, int n, int atLeast, double genreShare) {
    FMatrixRMaj q = factors.tensors().get("movies");
    if (q == null) {
      throw new ModelFileException(
          "this model has no factors of movies to compare (it has "
              + String.join(", ", factors.tensors().keySet())
              + "); train one that has, such as biased-mf");
    }
    List<Neighbour> found = new ArrayList<>();
    for (int other = 0; other < movies.size(); other++) {
      if (other != movie && ratings.get(other) >= atLeast) {
        int learned = ratings.get(other);
        double cosine = cosine(q, movie, other);
        double trusted = cosine * learned / (learned + DOUBT);
        double sameGenres = sameGenres(movies.get(movie).genres(), movies.get(other).genres());
        double likeness = (1 - genreShare) * trusted + genreShare * sameGenres;
        found.add(new Neighbour(movies.get(other), likeness, cosine, bias(other), learned));
      }
    }
    found.sort(Comparator.comparingDouble(Neighbour::likeness).reversed());
    return List.copyOf(found.subList(0, Math.min(n, found.size())));
  }

  /** Cosine of the two sets: |a ∩ b| / √(|a|·|b|); 0 where one is empty. */
  private static double sameGenres(List<String> a, List<String> b) {
    long both = a.stream().filter(b::contains).count();
    return both == 0 ? 0 : both / Math.sqrt((double) a.size() * b.size());
  }

  /** 0 where one of them is 0. */
  private static double cosine(FMatrixRMaj q, int a, int b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int f = 0; f < q.numCols; f++) {
      double x = q.data[a * q.numCols + f];
      double y = q.data[b * q.numCols + f];
      dot += x * y;
      aa += x * x;
      bb += y * y;
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }

  /**
   * Predicts from the factors.
   *
   * @param user index, or −1 for someone unknown
   * @throws ModelFileException if the model is more than its factors
   */
  public float predict(int user, int movie) {
    if (factors.link() == FactorModel.Link.NONE) {
      throw new ModelFileException(
          "this model's predictions are not a sum of factors and biases, so they cannot be made"
              + " from its file; train one whose are, such as biased-mf");
    }
    return factors.predict(user, movie);
  }
}
