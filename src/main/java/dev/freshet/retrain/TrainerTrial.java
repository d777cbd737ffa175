package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reads, trains and judges made-up ratings without Kafka. The smallest {@code -Xmx} with which it
 * ends is what a trainer needs; two numbers of ratings tell the bytes for each.
 */
public final class TrainerTrial {

  private TrainerTrial() {}

  /**
   * Trains and judges one candidate on invented ratings.
   *
   * @param ratings number of ratings, some of which replace another
   * @return what became of the candidate, and why
   */
  public static String run(int ratings, int users, int movies) {
    RetrainSettings settings =
        RetrainSettings.onRequest(
            new Deployment(KafkaSettings.NONE, "memory.", 1),
            OnlineSgd.Settings.defaults(),
            Scale.MOVIELENS);
    Run run =
        new Run(
            settings,
            Kernels.choose("ejml"),
            1,
            0,
            null,
            List.of(),
            new Skipped(() -> {}),
            () -> false);
    Snapshot snapshot = filled(ratings, users, movies);
    RatingMatrix matrix = snapshot.matrix(Map.of());
    return run.execute(matrix, null, snapshot.newest(), 0, new TakeMix()).checkpoint().reason();
  }

  private static Snapshot filled(int n, int users, int movies) {
    Snapshot snapshot =
        new Snapshot(
            1,
            0,
            new HeapRoom(Long.MAX_VALUE, () -> 0, () -> {}),
            InteractionWeights.defaults(),
            new ControlArm(0));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < n; i++) {
      int user = random.nextInt(users);
      int movie = random.nextInt(movies);
      byte[] key = RatingKey.of(("u" + user).getBytes(StandardCharsets.UTF_8), "m" + movie).get();
      float rating = 1 + (user * 7 + movie * 3) % 5;
      snapshot.add(0, key, new StoredRating(rating, 0, i + 1, 0, 3, 3).toBytes());
    }
    return snapshot;
  }
}
