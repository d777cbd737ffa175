package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.models.StartFactors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate may begin from: a generation as it was published. Its factors know its snapshot
 * and nothing that came later, unlike factors that have learned online since. So the ratings that
 * validate and judge the candidate must be later than the snapshot. Where a rating was replaced
 * since, the factors know what it was before, as the live model does.
 *
 * @param generation whose factors these are
 * @param users by index in the matrix, that are still who they were then
 */
record KnownFactors(int generation, BitSet users) {

  /**
   * The factors of the newest live generation that knows none of the ratings that validate and
   * judge; null if there is none.
   *
   * @param keep newest generations that are kept, live or not any more
   * @param space that factors must live in
   * @param trained number of the oldest ratings, which training may know
   */
  static @Nullable KnownFactors newest(
      Collection<Checkpoint> checkpoints,
      int keep,
      Checkpoint.Space space,
      Snapshot snapshot,
      int trained) {
    return checkpoints.stream()
        .filter(Checkpoint::wasPromoted)
        .sorted(Comparator.comparingInt(Checkpoint::generation).reversed())
        .limit(keep)
        .filter(c -> c.fate() == Checkpoint.Fate.PROMOTED && holdsUsers(c.content(), space))
        .filter(c -> snapshot.seen(c.snapshot()) <= trained)
        .findFirst()
        .map(c -> new KnownFactors(c.generation(), snapshot.usersOf(c.snapshot())))
        .orElse(null);
  }

  private static boolean holdsUsers(Checkpoint.@Nullable Content content, Checkpoint.Space space) {
    return content != null && content.users() > 0 && content.space().equals(space);
  }

  /**
   * Reads the factors from where they were published. Factors that are no longer there or have
   * another rank stay unknown, and so do users who are not who they were. So do users and movies
   * with few ratings, then or now: training would leave them where they were.
   *
   * @param trained number of the matrix's oldest ratings, which are trained on
   * @param least ratings that a movie must have among these, and steps that somebody must have
   *     taken
   * @return null if nobody is known
   */
  @Nullable StartFactors read(
      TopicScan scan,
      RetrainSettings settings,
      RatingMatrix matrix,
      int trained,
      int least,
      BooleanSupplier stop) {
    StartFactors known =
        StartFactors.unknown(
            matrix.userIds().size(), matrix.movieIds().size(), settings.sgd().rank());
    Taker ofUsers = new Taker(generation, least, matrix.userIds(), users::get, known.users());
    scan.read(
        Topic.CHECKPOINT_USERS.name(settings.prefix()), settings.partitions(), stop, ofUsers::take);
    int[] ratings = new int[matrix.movieIds().size()];
    for (int i = 0; i < trained; i++) {
      ratings[matrix.movie()[i]]++;
    }
    Taker ofMovies =
        new Taker(generation, least, matrix.movieIds(), m -> ratings[m] >= least, known.movies());
    scan.read(
        Topic.CHECKPOINT_MOVIES.name(settings.prefix()),
        settings.partitions(),
        stop,
        ofMovies::take);
    return ofUsers.taken + ofMovies.taken == 0 ? null : known;
  }

  /** Takes the rows of one matrix out of one topic. */
  private static final class Taker {
    private final int generation;
    private final int least;
    private final Map<String, Integer> index = new HashMap<>();
    private final IntPredicate isKnown;
    private final FMatrixRMaj matrix;
    private int taken;

    Taker(int generation, int least, List<String> ids, IntPredicate isKnown, FMatrixRMaj matrix) {
      this.generation = generation;
      this.least = least;
      this.isKnown = isKnown;
      this.matrix = matrix;
      ids.forEach(id -> index.put(id, index.size()));
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      byte @Nullable [] key = record.key();
      Factors read = MovieFactors.orNull(record.value());
      if (key == null || CheckpointEnd.isKey(key) || read == null) {
        return;
      }
      Integer row = index.get(new String(key, StandardCharsets.UTF_8));
      boolean isWanted =
          read.generation() == generation && read.steps() >= least && read.rank() == matrix.numCols;
      if (row != null && isWanted && isKnown.test(row)) {
        StartFactors.set(matrix, row, read.vector());
        taken++;
      }
    }
  }
}
