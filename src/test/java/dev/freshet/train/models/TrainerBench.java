package dev.freshet.train.models;

import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Schedule;
import dev.freshet.online.Scale;
import dev.freshet.train.BiasedFactors;
import dev.freshet.train.Fitting;
import dev.freshet.train.PlainKernels;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Trainer;
import java.util.SplittableRandom;

/**
 * Ratings per second of biased factors under Adam on made-up ratings of ML-1M's shape, by hand:
 * {@code java -cp ... dev.freshet.train.models.TrainerBench [batch] [epochs] [threads...]}.
 */
final class TrainerBench {

  private static final int RANK = 32;

  private TrainerBench() {}

  public static void main(String[] args) {
    int batch = args.length > 0 ? Integer.parseInt(args[0]) : 4096;
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 12;
    RatingTable ratings = skewed(6_040, 3_706, 900_000, 1);
    for (int i = 2; i < Math.max(args.length, 4); i++) {
      run(
          ratings,
          batch,
          epochs,
          args.length > 2 ? Integer.parseInt(args[Math.min(i, args.length - 1)]) : i - 1);
    }
  }

  private static void run(RatingTable ratings, int batch, int epochs, int threads) {
    Fitting fitting =
        new Fitting(
            1,
            threads,
            new PlainKernels(),
            epoch ->
                System.out.printf(
                    "threads %d batch %d epoch %2d loss %.4f: %.2f M ratings/s%n",
                    threads,
                    batch,
                    epoch.number(),
                    epoch.loss(),
                    ratings.size() / epoch.seconds() / 1e6),
            () -> false);
    Trainer.Settings settings =
        new Trainer.Settings(
            batch, epochs, 0, new Optimizer.Adam(0.005f), Schedule.constant(), 0, 0);
    Trainer.run(
        new BiasedFactors(ratings, RANK, 0.05f, fitting), () -> Double.NaN, settings, fitting);
  }

  /** Users and movies are drawn by the square of a uniform number: the first are seen most. */
  private static RatingTable skewed(int users, int movies, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] user = new int[size];
    int[] movie = new int[size];
    float[] rating = new float[size];
    for (int i = 0; i < size; i++) {
      user[i] = skewedIndex(users, random);
      movie[i] = skewedIndex(movies, random);
      double taste = Math.sin(user[i]) * Math.cos(movie[i]) + 0.5 * Math.sin(movie[i]);
      rating[i] = (float) Math.max(1, Math.min(5, Math.rint(3.5 + taste + random.nextGaussian())));
    }
    return new RatingTable(users, movies, new Scale(1, 5), user, movie, rating, new long[size]);
  }

  private static int skewedIndex(int n, SplittableRandom random) {
    double u = random.nextDouble();
    return (int) (n * u * u);
  }
}
