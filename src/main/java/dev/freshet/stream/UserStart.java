package dev.freshet.stream;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.UserProgress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The factors that a user starts with: nothing is learned in them yet, or not in this generation.
 * All users of a partition start with one bias: the mean of what was learned there so far. Each
 * starts with a vector of their own, as long as the vectors of the movies beside it.
 */
final class UserStart {

  private static final Logger LOG = LoggerFactory.getLogger(UserStart.class);

  private final OnlineSgd sgd;
  private final MovieReplica replica;
  private final UserProgress progress;

  /**
   * Starts of one partition's users.
   *
   * @param replica knows the rank of each generation
   * @param progress knows what was learned so far, and the partition's generation
   */
  UserStart(OnlineSgd sgd, MovieReplica replica, UserProgress progress) {
    this.sgd = sgd;
    this.replica = replica;
    this.progress = progress;
  }

  /**
   * The start of a user whose ratings are learned once more.
   *
   * @param known factors of before, whose generation the user stays in; null for the partition's
   */
  Factors anew(@Nullable Factors known, Bytes user) {
    int generation = known == null ? progress.generation() : known.generation();
    return fresh(user, generation, replica.rankOf(generation));
  }

  /** Where the user would start now, in the space of their factors: a fold-in begins here. */
  Factors beside(Factors known, Bytes user) {
    return fresh(user, known.generation(), known.rank());
  }

  /**
   * What the next step begins with.
   *
   * @param known factors of the user; null for one of whom nothing is known
   * @return those in the partition's generation for a new user; {@code known} where its rank is its
   *     generation's; else its biases and a vector that starts afresh
   */
  Factors toLearn(@Nullable Factors known, Bytes user) {
    if (known == null) {
      return anew(null, user);
    }
    int generation = known.generation();
    return replica.isRankRead(generation) ? ofRank(replica.rankOf(generation), known, user) : known;
  }

  /**
   * What these movies are scored with.
   *
   * @param known factors of the movies' generation; null for a user of whom nothing is known
   */
  Factors toScore(FactorMatrix movies, @Nullable Factors known, Bytes user) {
    return known == null
        ? fresh(user, movies.generation(), movies.rank())
        : ofRank(movies.rank(), known, user);
  }

  /**
   * What a user has who moves to the partition's generation: what was trained, if it fits the
   * movies there.
   *
   * @param trained from the checkpoint; null where it knows nothing of this user
   */
  Factors toMove(@Nullable Factors trained, Bytes user) {
    int generation = progress.generation();
    int rank = replica.rankOf(generation);
    if (trained != null && trained.generation() == generation && trained.rank() == rank) {
      return trained;
    }
    if (trained != null) {
      LOG.warn(
          "a user starts afresh: the checkpoint's factors are of generation {} and rank {}",
          trained.generation(),
          trained.rank());
    }
    return fresh(user, generation, rank);
  }

  private Factors ofRank(int rank, Factors known, Bytes user) {
    return known.rank() == rank ? known : sgd.starts().userOfRank(id(user), known, rank);
  }

  private Factors fresh(Bytes user, int generation, int rank) {
    float bias = sgd.starts().priorBias(progress.sumOfRatings(), progress.learnedCount());
    return sgd.starts().newUser(id(user), generation, bias, rank);
  }

  private static String id(Bytes user) {
    return new String(user.get(), StandardCharsets.UTF_8);
  }
}
