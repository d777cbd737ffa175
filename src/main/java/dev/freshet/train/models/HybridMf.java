package dev.freshet.train.models;

import static dev.freshet.train.models.StartFactors.orElse;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.jspecify.annotations.Nullable;

/**
 * r̂ = μ + b_u + b_m + p_u·q_m, where a movie's bias and factors are its own plus the mean of its
 * genres': q_m = own_m + Σ_g G[m,g]·genre_g, rows of G adding up to 1. As LightFM (Kula 2015,
 * "Metadata Embeddings for User and Item Cold-start Recommendations", section 3.2). A movie without
 * ratings keeps its own part at 0 and so lies where its genres are.
 */
final class HybridMf implements Recipe<HybridMf.Settings> {

  /**
   * Settings.
   *
   * @param rank factors of each user, movie and genre
   * @param l2 penalty of user and own movie factors of each rating
   * @param biasL2 penalty of user and own movie biases of each rating
   * @param prior penalty of each user's and movie's own factors, however many ratings they have
   * @param biasPrior penalty of own biases: ratings that the prior weighs as much as
   * @param genreL2 penalty of the genres' share of each rating
   * @param initialStd of factors, times √(1/rank); own movie factors start at 0
   * @param descent how it is trained; batches are of ratings
   */
  record Settings(
      int rank,
      float l2,
      float biasL2,
      float prior,
      float biasPrior,
      float genreL2,
      float initialStd,
      Descent descent) {
    Settings {
      Learnable.require(rank > 0, "rank must be at least 1");
      Learnable.require(
          l2 >= 0 && biasL2 >= 0 && prior >= 0 && biasPrior >= 0 && genreL2 >= 0,
          "l2, bias-l2, prior, bias-prior and genre-l2 must be at least 0");
    }

    /** These settings with another rank, and the L2 of factors times {@code factor}. */
    Settings with(int otherRank, float factor) {
      return new Settings(
          otherRank, l2 * factor, biasL2, prior, biasPrior, genreL2, initialStd, descent);
    }
  }

  @Override
  public String name() {
    return "hybrid-mf";
  }

  @Override
  public String description() {
    return "biased-mf whose movies also have the factors of their genres";
  }

  @Override
  public Settings defaults(RatingTable train) {
    BiasedMf.Settings like = new BiasedMf().defaults(train);
    return new Settings(
        like.rank(), like.l2(), like.biasL2(), 2, 3, .01f, like.initialStd(), like.descent());
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    return fit(train, validation, settings, null, fitting);
  }

  /**
   * Fits a model, from known factors where there are any.
   *
   * @param known what training begins from; null for random factors
   */
  Trained fit(
      RatingTable train,
      RatingTable validation,
      Settings settings,
      @Nullable StartFactors known,
      Fitting fitting) {
    Learnable.check(train);
    if (train.genres().size() == 0) {
      throw new TrainingException(
          "hybrid-mf learns from genres and no movie has any; give a folder with movies, or use"
              + " biased-mf");
    }
    Model model = new Model(train, settings, known, fitting);
    Trained fitted = settings.descent().fit(model, validation, model.fixed(), fitting);
    return new Trained(
        fitted.ratings(),
        null,
        model.withWholeMovies(fitted.tensors()),
        fitted.epochs(),
        fitted.bestEpoch());
  }

  /** The formula and what it learns. */
  private static final class Model extends PairModel {

    private final Settings settings;
    private final float mean;
    private final float[] userRoots;
    private final float[] movieRoots;
    private final Csr genresOfMovies;
    private final Parameter users;
    private final Parameter movies;
    private final Parameter genres;
    private final Parameter userBias;
    private final Parameter movieBias;
    private final Parameter genreBias;

    Model(RatingTable train, Settings settings, @Nullable StartFactors known, Fitting fitting) {
      super(train, fitting.kernels(), fitting.threads());
      this.settings = settings;
      this.mean = train.mean();
      this.userRoots = RatingTable.inverseRoots(train.user(), train.users());
      this.movieRoots = RatingTable.inverseRoots(train.movie(), train.movies());
      this.genresOfMovies = meanOfRows(train.genres());
      int shards = fitting.threads();
      StartValues start = new StartValues(fitting.seed());
      int k = settings.rank;
      int g = genresOfMovies.cols();
      float std = settings.initialStd / (float) Math.sqrt(k);
      FMatrixRMaj p = start.normal(train.users(), k, std);
      FMatrixRMaj own = StartValues.zeros(train.movies(), k);
      FMatrixRMaj shared = start.normal(g, k, std);
      if (known != null) {
        p = orElse(known.users(), p);
        GenreShare share = GenreShare.of(known.movies(), genresOfMovies, movieRoots);
        shared = share.ofGenres();
        own = orElse(share.ownOf(known.movies()), own);
      }
      users = new Parameter("users", p, shards);
      movies = new Parameter("movies", own, shards);
      genres = new Parameter("genres", shared, shards);
      BiasTerms biases = BiasTerms.of(train);
      FMatrixRMaj ofGenres = biases.ofGenres(genresOfMovies, movieRoots);
      userBias = new Parameter("user_bias", StartValues.column(biases.user()), shards);
      movieBias =
          new Parameter(
              "movie_bias", biases.ownOfMovies(genresOfMovies, ofGenres, movieRoots), shards);
      genreBias = new Parameter("genre_bias", ofGenres, shards);
    }

    /** Movies × genres: 1/n where the movie is of the genre, n the number of its genres. */
    private static Csr meanOfRows(Csr genres) {
      int[] starts = new int[genres.rows() + 1];
      float[] values = new float[genres.size()];
      for (int row = 0; row < genres.rows(); row++) {
        starts[row + 1] = genres.rowStart(row + 1);
        for (int e = starts[row]; e < starts[row + 1]; e++) {
          values[e] = 1f / (starts[row + 1] - starts[row]);
        }
      }
      return new Csr(genres.rows(), genres.cols(), starts, genres.columns(), values);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(users, movies, genres, userBias, movieBias, genreBias);
    }

    Map<String, FMatrixRMaj> fixed() {
      return Map.of("mean", new FMatrixRMaj(1, 1, true, mean));
    }

    @Override
    Node predict(Tape tape, PairBatch batch) {
      int n = batch.size();
      Csr g = batch.rowsOf(genresOfMovies);
      Node p = batch.penalise(tape, tape.gather(users, batch.users(), n), settings.l2);
      Node own = batch.penalise(tape, tape.gather(movies, batch.movies(), n), settings.l2);
      Node ofGenres = batch.penalise(tape, tape.product(g, genres), settings.genreL2);
      Node bu = batch.penalise(tape, tape.gather(userBias, batch.users(), n), settings.biasL2);
      Node bm = batch.penalise(tape, tape.gather(movieBias, batch.movies(), n), settings.biasL2);
      batch.penaliseOnce(tape, p, batch.users(), userRoots, settings.prior);
      batch.penaliseOnce(tape, own, batch.movies(), movieRoots, settings.prior);
      batch.penaliseOnce(tape, bu, batch.users(), userRoots, settings.biasPrior);
      batch.penaliseOnce(tape, bm, batch.movies(), movieRoots, settings.biasPrior);
      Node bias = tape.add(tape.add(bu, bm), tape.product(g, genreBias));
      Node score = tape.add(tape.rowDot(p, tape.add(own, ofGenres)), bias);
      return tape.add(score, tape.scalar(mean));
    }

    /** Saved movies are whole: their own part and their genres'. */
    Map<String, FMatrixRMaj> withWholeMovies(Map<String, FMatrixRMaj> tensors) {
      Map<String, FMatrixRMaj> out = new LinkedHashMap<>(tensors);
      out.put("movies", whole(movies, genres));
      out.put("movie_bias", whole(movieBias, genreBias));
      return out;
    }

    private FMatrixRMaj whole(Parameter own, Parameter ofGenres) {
      Tape tape = new Tape(kernels(), 0, 0);
      FMatrixRMaj out = own.value().copy();
      CommonOps_FDRM.addEquals(out, tape.product(genresOfMovies, ofGenres).value());
      return out;
    }
  }
}
