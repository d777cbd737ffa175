package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Schedule;
import dev.freshet.train.Diverged;
import dev.freshet.train.Fitting;
import dev.freshet.train.LikedTable;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Sample;
import dev.freshet.train.Trainer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors of the movies that were liked most, such that y_j · y_i tells how much who liked j will
 * like i: a linear denoising autoencoder with tied weights, fitted by Adam to what users liked.
 *
 * @param movies indexes of the movies that have a vector
 * @param likes number of users who liked each of them
 * @param vectors movies × rank
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
public record RankingFit(int[] movies, int[] likes, FMatrixRMaj vectors) {

  private static final Logger LOG = LoggerFactory.getLogger(RankingFit.class);

  /** Length of the vectors: docs/benchmarks/learning-defaults.md has others. */
  public static final int RANK = 64;

  /** Movies that get a vector: a softmax over more takes longer and hardly changes a list. */
  public static final int MOST_MOVIES = 5_000;

  /** Users that are learned from, drawn by the seed: more change the vectors little. */
  private static final int MOST_USERS = 50_000;

  private static final int LEAST_LIKES = 2;
  private static final int LEAST_MOVIES = 10;
  private static final int BATCH = 32;
  private static final int EPOCHS = 20;
  private static final float RATE = .01f;

  /** Of AdamW. A validation part does not choose it better: what counts is the mix with counts. */
  private static final float DECAY = .7f;

  /**
   * Fits vectors to the ratings that say that a movie was liked.
   *
   * @return null where too little was liked to tell anything, or where it diverged
   */
  public static @Nullable RankingFit of(RatingTable table, Fitting fitting) {
    return of(LikedTable.of(table), fitting);
  }

  /**
   * Fits vectors to what was liked.
   *
   * @return null where too little was liked to tell anything, or where it diverged
   */
  public static @Nullable RankingFit of(LikedTable table, Fitting fitting) {
    LikedSets liked = LikedSets.of(table, MOST_MOVIES, LEAST_LIKES);
    int[] users = users(liked.byUser(), fitting.seed());
    if (liked.movies().length < LEAST_MOVIES || users.length == 0) {
      return null;
    }
    TiedAutoencoder model = new TiedAutoencoder(RANK, liked, users, fitting);
    Trainer.Settings settings =
        new Trainer.Settings(
            BATCH, EPOCHS, 0, new Optimizer.AdamW(RATE, DECAY), Schedule.cosine(EPOCHS, 1), 0, 0);
    try {
      Trainer.run(model, () -> Double.NaN, settings, fitting);
      return new RankingFit(liked.movies(), liked.likes(), model.vectors());
    } catch (Diverged e) {
      LOG.warn("ranking vectors do not count: {}", e.getMessage());
      return null;
    }
  }

  /** Users who liked at least two movies. */
  private static int[] users(Csr liked, long seed) {
    int[] all =
        IntStream.range(0, liked.rows())
            .filter(user -> liked.rowStart(user + 1) - liked.rowStart(user) > 1)
            .toArray();
    return Sample.of(all, MOST_USERS, seed);
  }

  /** The vector of a movie, by its place in {@link #movies}; a copy. */
  public float[] vector(int place) {
    int rank = vectors.numCols;
    return Arrays.copyOfRange(vectors.data, place * rank, (place + 1) * rank);
  }
}
