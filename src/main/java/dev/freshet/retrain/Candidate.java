package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.UserFoldIn;
import dev.freshet.train.models.FactorFit;
import dev.freshet.wire.GenreIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Factors of a generation in the making: trained, then stepped over newer ratings as the live model
 * would. The mean of training goes into the users' biases, so that every generation has the same μ.
 * Not thread-safe.
 */
final class Candidate {

  private final RatingMatrix matrix;
  private final OnlineSgd sgd;
  private final int generation;
  private final @Nullable Factors[] users;
  private final @Nullable Factors[] movies;

  /** First ratings of each user, by place in the matrix, as long as they are folded in. */
  private final int[] @Nullable [] firsts;

  private final UserFoldIn foldIn;
  private String recipe = "";
  private final List<Factors> genres = new ArrayList<>();
  private double sum;
  private long learned;

  private Candidate(RatingMatrix matrix, OnlineSgd sgd, int generation) {
    this.matrix = matrix;
    this.sgd = sgd;
    this.generation = generation;
    this.users = new Factors[matrix.userIds().size()];
    this.movies = new Factors[matrix.movieIds().size()];
    this.firsts = new int[users.length] @Nullable [];
    this.foldIn = new UserFoldIn(sgd);
  }

  /**
   * The candidate that was trained from the oldest ratings.
   *
   * @param fit of the ratings before {@code trained}
   * @param trained number of them
   * @param least ratings that a user or movie must have for their trained factors to count. With
   *     fewer Adam fits them too well: they start afresh, movies from their genres where these are
   *     known, and learn their ratings one by one
   */
  static Candidate of(
      RatingMatrix matrix, OnlineSgd sgd, int generation, FactorFit fit, int trained, int least) {
    Candidate candidate = new Candidate(matrix, sgd, generation);
    int[] ofUsers = new int[matrix.userIds().size()];
    int[] ofMovies = new int[matrix.movieIds().size()];
    for (int i = 0; i < trained; i++) {
      ofUsers[matrix.user()[i]]++;
      ofMovies[matrix.movie()[i]]++;
      candidate.sum += matrix.rating()[i];
    }
    candidate.learned = trained;
    candidate.recipe = fit.name();
    candidate.takeGenres(fit);
    float offset = fit.mean() - sgd.globalBias();
    int k = fit.users().numCols;
    for (int u = 0; u < ofUsers.length; u++) {
      if (ofUsers[u] >= least) {
        float bias = fit.userBias().data[u] + offset;
        float[] p = Arrays.copyOfRange(fit.users().data, u * k, (u + 1) * k);
        candidate.users[u] = new Factors(generation, ofUsers[u], bias, bias, p);
      }
    }
    int leastOfMovie = fit.hybrid() ? 0 : least;
    for (int m = 0; m < ofMovies.length; m++) {
      if (ofMovies[m] >= leastOfMovie) {
        float bias = fit.movieBias().data[m];
        float[] q = Arrays.copyOfRange(fit.movies().data, m * k, (m + 1) * k);
        candidate.movies[m] = new Factors(generation, ofMovies[m], bias, bias, q);
      }
    }
    for (int i = 0; i < trained; i++) {
      candidate.learnFew(
          i, ofUsers[matrix.user()[i]] < least, ofMovies[matrix.movie()[i]] < leastOfMovie);
    }
    return candidate;
  }

  private void takeGenres(FactorFit fit) {
    if (fit.genres() == null || fit.genreBias() == null) {
      return;
    }
    int k = fit.genres().numCols;
    for (int g = 0; g < matrix.genres().names().size(); g++) {
      float[] vector = Arrays.copyOfRange(fit.genres().data, g * k, (g + 1) * k);
      genres.add(new Factors(generation, 0, fit.genreBias().data[g], 0, vector));
    }
  }

  /** The side that starts afresh learns a rating of the training part, the other has it already. */
  private void learnFew(int i, boolean fewOfUser, boolean fewOfMovie) {
    if (!fewOfUser && !fewOfMovie) {
      return;
    }
    int u = matrix.user()[i];
    int m = matrix.movie()[i];
    Factors user = user(u);
    Factors movie = movie(m);
    if (fewOfUser) {
      users[u] = stepUser(i, user, movie);
    }
    if (fewOfMovie) {
      movies[m] = sgd.stepMovie(user, movie, matrix.rating()[i]);
    }
  }

  private Factors user(int u) {
    Factors user = users[u];
    return user == null ? newUser(u) : user;
  }

  private Factors newUser(int u) {
    return sgd.starts()
        .newUser(matrix.userIds().get(u), generation, sgd.starts().priorBias(sum, learned));
  }

  private Factors movie(int m) {
    Factors movie = movies[m];
    return movie == null ? sgd.starts().newMovie(matrix.movieIds().get(m), generation) : movie;
  }

  private Factors stepUser(int i, Factors user, Factors movie) {
    int u = matrix.user()[i];
    int[] before = firsts[u];
    if (foldIn.takes(user)) {
      firsts[u] = withPlace(before, i);
    } else {
      firsts[u] = null;
    }
    return foldIn.step(
        user,
        movie,
        matrix.rating()[i],
        () -> newUser(u),
        () -> rated(Objects.requireNonNull(firsts[u])));
  }

  private List<UserFoldIn.Rated> rated(int[] places) {
    return Arrays.stream(places)
        .mapToObj(j -> new UserFoldIn.Rated(movie(matrix.movie()[j]), matrix.rating()[j]))
        .toList();
  }

  /** One that knows nothing yet. */
  static Candidate afresh(RatingMatrix matrix, OnlineSgd sgd, int generation) {
    return new Candidate(matrix, sgd, generation);
  }

  /**
   * One that was trained elsewhere; {@link #learnUnknown} learns the ratings that it does not know.
   *
   * @param generation number that it is to have here
   * @param here what of it belongs to users and movies of the matrix
   */
  static Candidate known(RatingMatrix matrix, OnlineSgd sgd, int generation, KnownHere here) {
    Candidate candidate = new Candidate(matrix, sgd, generation);
    for (int u = 0; u < candidate.users.length; u++) {
      candidate.users[u] = candidate.own(here.user(matrix.userIds().get(u)));
    }
    for (int m = 0; m < candidate.movies.length; m++) {
      candidate.movies[m] = candidate.own(here.movie(matrix.movieIds().get(m)));
    }
    return candidate;
  }

  private @Nullable Factors own(@Nullable Factors of) {
    return of == null
        ? null
        : new Factors(generation, of.steps(), of.bias(), of.baseline(), of.vector());
  }

  /**
   * Learns, in order, the ratings that it was not trained from. Users of whom it has nothing learn
   * the others as well, without the movies, which know them.
   *
   * @param known ratings that it was trained from; null where that cannot be told: then as many of
   *     a user's oldest as the user took steps
   * @return number of those that it was not trained from
   */
  long learnUnknown(@Nullable BitSet known) {
    BitSet trainedFrom = known == null ? oldest() : known;
    BitSet begunAnew = new BitSet();
    for (int u = 0; u < users.length; u++) {
      begunAnew.set(u, users[u] == null);
    }
    long again = 0;
    for (int i = 0; i < matrix.size(); i++) {
      if (!trainedFrom.get(i)) {
        learn(i);
        again++;
      } else {
        know(i, begunAnew.get(matrix.user()[i]));
      }
    }
    return again;
  }

  /** As many of each user's oldest ratings as the user took steps. */
  private BitSet oldest() {
    int[] steps = new int[users.length];
    BitSet oldest = new BitSet();
    for (int i = 0; i < matrix.size(); i++) {
      int u = matrix.user()[i];
      Factors user = users[u];
      oldest.set(i, user != null && steps[u]++ < user.steps());
    }
    return oldest;
  }

  /** Takes note of a rating that the movie knows, and the user unless he began anew. */
  private void know(int i, boolean hasBegunAnew) {
    int u = matrix.user()[i];
    Factors user = user(u);
    if (hasBegunAnew) {
      users[u] = stepUser(i, user, movie(matrix.movie()[i]));
    } else if (foldIn.takes(user)) {
      firsts[u] = withPlace(firsts[u], i);
    }
    sum += matrix.rating()[i];
    learned++;
  }

  private static int[] withPlace(int @Nullable [] before, int place) {
    int[] places = before == null ? new int[1] : Arrays.copyOf(before, before.length + 1);
    places[places.length - 1] = place;
    return places;
  }

  /**
   * A candidate with these factors over a matrix of the same users and movies with more ratings.
   */
  Candidate over(RatingMatrix more) {
    Candidate candidate = new Candidate(more, sgd, generation);
    System.arraycopy(users, 0, candidate.users, 0, users.length);
    System.arraycopy(movies, 0, candidate.movies, 0, movies.length);
    System.arraycopy(firsts, 0, candidate.firsts, 0, firsts.length);
    candidate.sum = sum;
    candidate.learned = learned;
    return candidate;
  }

  /** How it was trained, as {@link FactorFit#name} says; empty if it was not. */
  String recipe() {
    return recipe;
  }

  /** Predicts rating {@code i} of the matrix. */
  float predict(int i) {
    return sgd.predict(user(matrix.user()[i]), movie(matrix.movie()[i]));
  }

  /** Predicts what a user would rate a movie, by their places in the matrix. */
  float predict(int user, int movie) {
    return sgd.predict(user(user), movie(movie));
  }

  /** Whether anything was learned of a user or of a movie, by their places in the matrix. */
  boolean knows(int user, int movie) {
    return isLearned(users[user]) || isLearned(movies[movie]);
  }

  private static boolean isLearned(@Nullable Factors factors) {
    return factors != null && factors.steps() > 0;
  }

  /** Predicts rating {@code i} of the matrix, then learns it (test-then-train). */
  float learn(int i) {
    int u = matrix.user()[i];
    int m = matrix.movie()[i];
    float rating = matrix.rating()[i];
    Factors user = user(u);
    Factors movie = movie(m);
    float prediction = sgd.predict(user, movie);
    users[u] = stepUser(i, user, movie);
    movies[m] = sgd.stepMovie(user, movie, rating);
    sum += rating;
    learned++;
    return prediction;
  }

  /** Users with ratings, each with its factors. */
  void users(BiConsumer<String, Factors> each) {
    hand(matrix.userIds(), users, each);
  }

  /**
   * Movies with their factors, and genres where these were trained, under their {@linkplain
   * GenreIds ids}.
   */
  void movies(BiConsumer<String, Factors> each) {
    hand(matrix.movieIds(), movies, each);
    for (int g = 0; g < genres.size(); g++) {
      each.accept(GenreIds.of(matrix.genres().names().get(g)), genres.get(g));
    }
  }

  private static void hand(
      java.util.List<String> ids, @Nullable Factors[] all, BiConsumer<String, Factors> each) {
    for (int i = 0; i < all.length; i++) {
      Factors factors = all[i];
      if (factors != null) {
        each.accept(ids.get(i), factors);
      }
    }
  }
}
