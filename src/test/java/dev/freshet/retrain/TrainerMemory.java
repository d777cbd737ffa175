package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Reads, trains and judges invented ratings without Kafka. The smallest {@code -Xmx} with which it
 * ends is what a trainer needs: {@code dev.freshet.retrain.TrainerMemory RATINGS USERS MOVIES}. Two
 * numbers of ratings tell the bytes for each.
 */
final class TrainerMemory {

  private TrainerMemory() {}

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    int users = Integer.parseInt(args[1]);
    int movies = Integer.parseInt(args[2]);
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
    Snapshot snapshot = filled(n, users, movies);
    RatingMatrix matrix = snapshot.matrix(Map.of());
    @Nullable KnownFactors known = null;
    System.out.println(run.execute(matrix, known, snapshot.newest(), 0).checkpoint().reason());
  }

  private static Snapshot filled(int n, int users, int movies) {
    Snapshot snapshot = new Snapshot(1, 0, new Room(Long.MAX_VALUE, () -> 0, () -> {}));
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
