package dev.freshet.measure;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.LastLiked;
import dev.freshet.online.Likes;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeOrder;
import dev.freshet.online.TakeScores;
import dev.freshet.online.TakenMovies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many lists one thread makes a second, by size of the catalogue, in the order of
 * takes. No Kafka.
 */
public final class ListsBench {

  /** Ratings of a user: about the average of MovieLens. */
  private static final int RATED = 150;

  /** Different users, so that no branch can learn a list by heart. */
  private static final int USERS = 64;

  private static final int ROUNDS = 5;
  private static final float MU = 3.5f;
  private static final Scale SCALE = Scale.MOVIELENS;

  private final List<Integer> sizes;
  private final List<Integer> ranks;
  private final Recommender.Settings settings;
  private final boolean isByTakes;
  private final Duration round;
  private final Evaluation.StageProgress progress;

  /** One user with what a list needs. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Reader(Factors factors, RatedMovies rated, int[] recent, Likes liked) {}

  /**
   * A bench over catalogues of every size and rank.
   *
   * @param sizes of catalogues
   * @param ranks lengths of factor vectors; each is measured with each size
   * @param settings of lists
   * @param isByTakes whether takes order the lists; else predicted ratings do
   * @param round how long each round takes
   * @param progress is told
   * @throws IllegalArgumentException if a catalogue is too small for the users' ratings, or a rank
   *     not above zero
   */
  public ListsBench(
      List<Integer> sizes,
      List<Integer> ranks,
      Recommender.Settings settings,
      boolean isByTakes,
      Duration round,
      Evaluation.StageProgress progress) {
    if (sizes.stream().anyMatch(n -> n < 2 * RATED) || ranks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException(
          "needs at least " + 2 * RATED + " movies and a rank above zero");
    }
    this.sizes = List.copyOf(sizes);
    this.ranks = List.copyOf(ranks);
    this.settings = settings;
    this.isByTakes = isByTakes;
    this.round = round;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public ListsReport run() throws InterruptedException {
    List<ListsReport.ListsRow> rows = new ArrayList<>();
    for (int movies : sizes) {
      for (int rank : ranks) {
        rows.add(row(movies, rank));
      }
    }
    return new ListsReport(settings.listLength(), settings.reasons(), RATED, ROUNDS, rows);
  }

  private ListsReport.ListsRow row(int movies, int rank) throws InterruptedException {
    Random random = new Random(1);
    FactorMatrix matrix = new FactorMatrix(rank);
    for (int i = 0; i < movies; i++) {
      matrix.put(i, factors(rank, random.nextInt(1_000), random));
    }
    List<Reader> readers = new ArrayList<>();
    for (int u = 0; u < USERS; u++) {
      Factors factors = factors(rank, RATED, random);
      RatedMovies rated = rated(movies, random);
      int[] recent = InventedTakes.some(MovieTakes.LOOK_BACK, movies, random);
      Likes liked = Likes.of(InventedTakes.some(LastLiked.MOST, movies, random));
      readers.add(new Reader(factors, rated, recent, liked));
    }
    TakenMovies taken = isByTakes ? InventedTakes.of(movies, random) : new TakenMovies();
    RankingVectors vectors =
        isByTakes ? InventedTakes.vectors(movies, random) : RankingVectors.NONE;
    double[] rates = new double[ROUNDS];
    for (int r = -1; r < ROUNDS; r++) {
      progress.at("%,d movies, rank %d".formatted(movies, rank), r + 1L, ROUNDS + 1L);
      double rate = listsPerSecond(matrix, taken, vectors, readers);
      if (r >= 0) { // the first one warms up
        rates[r] = rate;
      }
    }
    Arrays.sort(rates);
    double median = rates[ROUNDS / 2];
    return new ListsReport.ListsRow(movies, rank, median, 1e3 / median, factorBytes(movies, rank));
  }

  private double listsPerSecond(
      FactorMatrix matrix, TakenMovies taken, RankingVectors vectors, List<Reader> readers)
      throws InterruptedException {
    Recommender recommender = new Recommender(settings, SCALE);
    Recommender.Scratch scratch = new Recommender.Scratch();
    TakeScores scores = new TakeScores();
    TakeMix mix = new TakeMix();
    long start = System.nanoTime();
    long now = start;
    long lists = 0;
    while (now - start < round.toNanos()) {
      Reader reader = readers.get((int) (lists % USERS));
      @Nullable TakeOrder order = null;
      if (!taken.isEmpty()) {
        scores.prepare(taken, vectors, reader.recent, reader.liked, reader.rated);
        order = new TakeOrder(scores, mix, TakeOrder.chance((int) lists, RATED));
      }
      var candidates = new Recommender.Candidates(matrix, reader.rated, i -> true);
      var list = recommender.recommend(reader.factors, MU, candidates, order, scratch);
      if (list.size() != settings.listLength()) {
        throw new IllegalStateException("a list of " + list.size() + " movies");
      }
      lists++;
      now = System.nanoTime();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return lists / ((now - start) / 1e9);
  }

  private static Factors factors(int rank, int steps, Random random) {
    float[] vector = new float[rank];
    for (int f = 0; f < rank; f++) {
      vector[f] = (float) (random.nextGaussian() / Math.sqrt(rank));
    }
    float bias = (float) (.3 * random.nextGaussian());
    return new Factors(0, steps, bias, bias, vector);
  }

  private static RatedMovies rated(int movies, Random random) {
    RatedMovies rated = new RatedMovies();
    while (rated.size() < RATED) {
      int movie = random.nextInt(movies);
      if (!rated.contains(movie)) {
        rated.add(movie, SCALE.clip(MU + (float) random.nextGaussian()));
      }
    }
    return rated;
  }

  /** Vectors and, for each movie, bias, baseline, steps and doubt: four bytes each. */
  private static long factorBytes(int movies, int rank) {
    return 4L * movies * (rank + 4);
  }
}
