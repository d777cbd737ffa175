package dev.freshet.doctor;

import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the topics say at one moment, as plain data: the newest value of each key, reduced to what
 * the checks ask for.
 *
 * @param partitions of the topics that both sides are divided by
 * @param users by id
 * @param ratings the rating matrix: by user, then by movie; retractions included
 * @param counters of the user side, by partition
 * @param movies by id
 * @param marks generation that each partition of the movie side has marked; absent for 0
 * @param lists the newest of each user
 * @param catalogue movies that are in it
 * @param reports what each partition of both sides last reported
 * @param checkpoints every candidate's fate
 * @param trained factors of all checkpoints that are kept
 * @param snapshots by generation and partition, the newest sequence that the checkpoint contains
 * @param unreadable places of records that are not what their topic should hold
 * @param background what newest values do not tell
 * @param flow what is on the way
 */
public record Evidence(
    int partitions,
    Map<String, User> users,
    Map<String, Map<String, MatrixRating>> ratings,
    Map<Integer, Counters> counters,
    Map<String, KnownMovie> movies,
    Map<Integer, Integer> marks,
    Map<String, Listed> lists,
    Set<String> catalogue,
    Collection<LearningProgress> reports,
    Collection<Checkpoint> checkpoints,
    Collection<PublishedFactors> trained,
    Map<Integer, Map<Integer, Long>> snapshots,
    Collection<String> unreadable,
    Background background,
    Flow flow) {

  /**
   * What matters of factors.
   *
   * @param generation they live in
   * @param steps taken in it
   * @param rank length of the vector
   * @param finite whether every number is
   */
  public record Shape(int generation, int steps, int rank, boolean finite) {

    /** The shape of factors. */
    public static Shape of(Factors factors) {
      return new Shape(
          factors.generation(), factors.steps(), factors.vector().length, factors.isFinite());
    }
  }

  /**
   * A user.
   *
   * @param partition of the user side
   * @param ratings that stand, as the user's state counts them
   * @param isDue whether a list is owed
   * @param factors null where nothing was learned
   * @param forgottenUpTo event time up to which the user is forgotten; {@link Long#MIN_VALUE} never
   * @param startedAt sequence at which the user began; 0 not known
   * @param dueSince since when a list is owed, milliseconds since the epoch; 0 where none is
   * @param interacted movies with an interaction that stands, as the user's state counts them
   */
  public record User(
      int partition,
      int ratings,
      boolean isDue,
      @Nullable Shape factors,
      long forgottenUpTo,
      long startedAt,
      long dueSince,
      int interacted) {

    /** One without interactions. */
    public User(
        int partition,
        int ratings,
        boolean isDue,
        @Nullable Shape factors,
        long forgottenUpTo,
        long startedAt,
        long dueSince) {
      this(partition, ratings, isDue, factors, forgottenUpTo, startedAt, dueSince, 0);
    }

    /** One who was never forgotten, and of whom is not known when he began. */
    public User(int partition, int ratings, boolean isDue, @Nullable Shape factors) {
      this(partition, ratings, isDue, factors, Long.MIN_VALUE, 0);
    }

    /** One who is owed no list, or one since 1970. */
    public User(
        int partition,
        int ratings,
        boolean isDue,
        @Nullable Shape factors,
        long forgottenUpTo,
        long startedAt) {
      this(partition, ratings, isDue, factors, forgottenUpTo, startedAt, 0);
    }

    /** Whether the user was forgotten, and nothing that is newer stands: then there is no list. */
    boolean isGone() {
      return forgottenUpTo > Long.MIN_VALUE && ratings == 0 && interacted == 0;
    }
  }

  /**
   * An entry of the rating matrix.
   *
   * @param partition of the user side
   * @param sequence at which it was taken in
   * @param stands whether a rating stands
   * @param eventTime the oldest of what is kept, milliseconds since the epoch
   * @param taken the take that was counted with it; null for none
   * @param isInteracted whether an interaction stands
   */
  public record MatrixRating(
      int partition,
      long sequence,
      boolean stands,
      long eventTime,
      @Nullable Taken taken,
      boolean isInteracted) {

    /** A rating that was no take. */
    public MatrixRating(int partition, long sequence, boolean stands, long eventTime) {
      this(partition, sequence, stands, eventTime, null, false);
    }

    /** A rating whose event time is 1970. */
    public MatrixRating(int partition, long sequence, boolean stands) {
      this(partition, sequence, stands, 0);
    }
  }

  /**
   * A take.
   *
   * @param weight where a liked rating counts 1
   * @param time event time, milliseconds since the epoch
   */
  public record Taken(float weight, long time) {}

  /**
   * Counters of a partition of the user side.
   *
   * @param generation that users switch to when touched
   * @param adopted generation that all have switched to
   * @param sequence newest number given
   * @param sources offset of the newest event taken in, by partition of {@code ratings}; empty
   *     where nobody kept it yet
   */
  public record Counters(int generation, int adopted, long sequence, Map<Integer, Long> sources) {}

  /**
   * A movie as the movie side has it.
   *
   * @param partition of the movie side
   * @param factors of the movie
   * @param takes that are counted
   * @param weights sums of what they weigh, by half-life, as of {@code newest}
   * @param newest event time of the newest take, milliseconds since the epoch
   */
  public record KnownMovie(
      int partition, Shape factors, int takes, List<Float> weights, long newest) {

    /** A movie that nobody took. */
    public KnownMovie(int partition, Shape factors) {
      this(partition, factors, 0, List.of(0f, 0f, 0f), 0);
    }
  }

  /**
   * A list.
   *
   * @param generation of its predictions
   * @param movies that it recommends
   * @param because rated movies that it gives as reasons
   */
  public record Listed(int generation, List<String> movies, Set<String> because) {

    /** A list without reasons. */
    public Listed(int generation, List<String> movies) {
      this(generation, movies, Set.of());
    }
  }

  /**
   * Factors in a checkpoint.
   *
   * @param side whose
   * @param partition of the checkpoint's topic
   * @param id user or movie
   * @param factors their shape
   */
  public record PublishedFactors(Side side, int partition, String id, Shape factors) {}

  /**
   * What is on the way.
   *
   * @param isStill whether nothing was written since the reading before
   * @param isTakenIn whether both sides have taken in all their input
   * @param ratings committed updates that the movie side has yet to learn, those it learns again
   *     for a generation included; not counted further than one above {@code bound}
   * @param bound most ratings that may be on the way
   * @param checkpointsRead how far both sides have read the checkpoints: the sum of their offsets
   * @param transactions that partitions of Freshet's topics keep open
   */
  public record Flow(
      boolean isStill,
      boolean isTakenIn,
      long ratings,
      long bound,
      long checkpointsRead,
      List<OpenTransaction> transactions) {

    boolean isQuiet() {
      return isStill && isTakenIn;
    }
  }

  /** Generation of the newest promoted checkpoint; 0 where there is none. */
  int live() {
    return checkpoints.stream()
        .filter(checkpoint -> checkpoint.fate() == Checkpoint.Fate.PROMOTED)
        .mapToInt(Checkpoint::generation)
        .max()
        .orElse(0);
  }

  /** Sum of a count over the partitions of a side, as they reported it. */
  long sum(Side side, java.util.function.ToLongFunction<LearningProgress> count) {
    return reports.stream().filter(r -> r.side() == side).mapToLong(count).sum();
  }

  /** Generation that a partition reports to have adopted; 0 where it never reported. */
  int reported(Side side, int partition) {
    return reports.stream()
        .filter(report -> report.side() == side && report.partition() == partition)
        .mapToInt(LearningProgress::generation)
        .findFirst()
        .orElse(0);
  }

  /** Whether every partition of both sides reports the live generation. */
  boolean isAdopted() {
    for (Side side : Side.values()) {
      for (int partition = 0; partition < partitions; partition++) {
        if (reported(side, partition) != live()) {
          return false;
        }
      }
    }
    return true;
  }
}
