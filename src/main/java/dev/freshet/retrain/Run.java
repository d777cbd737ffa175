package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.TakeMix;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.TrainingException;
import dev.freshet.train.models.RankingFit;
import dev.freshet.train.models.StartFactors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.Ranking;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One retraining, from the rating matrix in Kafka to a verdict; publishes nothing. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private final RetrainSettings settings;
  private final Kernels kernels;
  private final int generation;
  private final int incumbent;
  private final @Nullable String migration;
  private final Collection<Checkpoint> earlier;
  private final Skipped skipped;
  private final Pace stop;

  /**
   * What came of it.
   *
   * @param checkpoint the verdict, publishing still to come
   * @param users factors to publish; null where nothing is promoted
   * @param movies factors to publish; null where nothing is promoted
   * @param vectors of the ranking head to publish; null where it stays as it is
   */
  record Decided(
      Checkpoint checkpoint,
      Publisher.@Nullable FactorSource users,
      Publisher.@Nullable FactorSource movies,
      Publisher.@Nullable FactorSource vectors) {

    /** One of which nothing is published but the fate. */
    static Decided nothing(Checkpoint checkpoint) {
      return new Decided(checkpoint, null, null, null);
    }

    /** A copy with another record. */
    Decided with(Checkpoint other) {
      return new Decided(other, users, movies, vectors);
    }
  }

  /**
   * A run.
   *
   * @param generation number of the candidate
   * @param incumbent the live generation
   * @param migration what changed in the settings since the live generation; null if nothing did
   * @param earlier all candidates before this one
   * @param skipped is told what cannot be read
   * @param stop true ends it early
   */
  Run(
      RetrainSettings settings,
      Kernels kernels,
      int generation,
      int incumbent,
      @Nullable String migration,
      Collection<Checkpoint> earlier,
      Skipped skipped,
      BooleanSupplier stop) {
    this.settings = settings;
    this.kernels = kernels;
    this.generation = generation;
    this.incumbent = incumbent;
    this.migration = migration;
    this.earlier = earlier;
    this.skipped = skipped;
    this.stop = new Pace(settings.training().share(), stop);
  }

  /** Reads, trains and judges. */
  Decided execute() {
    long start = System.nanoTime();
    MatrixReader reading =
        new MatrixReader(
            settings, new TopicScan(settings.consumer()), HeapRoom.ofThisProcess(), skipped, stop);
    Snapshot snapshot = reading.ratings();
    int trained = settings.training().trained(judgedFrom(snapshot.standing()));
    KnownFactors known =
        KnownFactors.newest(earlier, settings.keep(), settings.space(), snapshot, trained);
    RatingMatrix matrix = snapshot.matrix(reading.genres());
    reading.requireRoomToTrain(matrix);
    TopicScan scan = new TopicScan(settings.consumer());
    TakeMix mix = LiveMix.read(scan, settings, skipped, stop);
    Decided result = execute(matrix, known, snapshot.newest(), since(start), mix);
    boolean isToldApart = matrix.impediment(0) == null; // else the errors say nothing either
    Checkpoint.Watch before =
        Checkpoint.Watch.before(isToldApart ? snapshot.errors() : ErrorSums.NONE);
    return result.with(result.checkpoint().watched(before));
  }

  /**
   * Trains and judges.
   *
   * @param known what it may begin from; null for none
   * @param newest sequence of each user partition that the matrix contains
   * @param read seconds that it took to read the matrix
   * @param mix how live lists weigh what tells of taking
   */
  Decided execute(
      RatingMatrix matrix,
      @Nullable KnownFactors known,
      List<Long> newest,
      double read,
      TakeMix mix) {
    String impediment = matrix.impediment(2 * settings.gate().least());
    if (impediment != null) {
      Checkpoint.Seconds seconds = new Checkpoint.Seconds(read, 0, 0, 0);
      MatrixTakes takes = matrix.takes();
      boolean hasLists =
          takes.interactions() != null || takes.placed(0, takes.size()) >= settings.gate().takes();
      return hasLists
          ? byListsAlone(impediment, matrix, mix, newest, seconds)
          : refused(impediment, matrix, newest, seconds);
    }
    long trainStart = System.nanoTime();
    OnlineSgd sgd = new OnlineSgd(settings.sgd(), settings.scale());
    int from = judgedFrom(matrix.size());
    Candidate candidate;
    try {
      candidate =
          CandidateTraining.train(
              matrix,
              from,
              sgd,
              generation,
              settings.training(),
              () -> known == null ? null : begin(known, matrix),
              kernels,
              stop);
    } catch (TrainingException | IllegalArgumentException | ArithmeticException e) {
      Checkpoint.Seconds seconds = new Checkpoint.Seconds(read, since(trainStart), 0, 0);
      return failed("training failed: " + e.getMessage(), matrix, newest, seconds);
    }
    Checkpoint.Seconds seconds = new Checkpoint.Seconds(read, since(trainStart), 0, 0);
    return judge(matrix, candidate, mix, newest, seconds);
  }

  /** Judges a candidate that is trained, and hands over what is to be published of it. */
  private Decided judge(
      RatingMatrix matrix,
      Candidate candidate,
      TakeMix mix,
      List<Long> newest,
      Checkpoint.Seconds before) {
    long start = System.nanoTime();
    int from = judgedFrom(matrix.size());
    MatrixTakes takes = matrix.takes();
    RankingTrial lists = trial(matrix, Math.max(takes.rowOf(from), judgedFrom(takes.size())));
    lists.begin(mix, candidate);
    ControlArm control = new ControlArm(settings.control());
    Gate.Verdict judgement =
        Gate.judge(
            matrix,
            from,
            candidate,
            settings.gate(),
            user -> !control.isControl(matrix.userIds().get(user)),
            lists::before);
    float z = settings.gate().z();
    Gate.Verdict verdict =
        migration == null ? judgement.with(lists.verdict(), z) : judgement.ofMigration(z);
    Publisher.FactorSource vectors = verdict.promoted() ? lists.vectors(z) : null;
    Checkpoint.Seconds seconds =
        new Checkpoint.Seconds(before.snapshot(), before.train(), since(start), 0);
    String flaw = flaw(candidate, vectors);
    if (flaw != null) {
      return failed("training failed: " + flaw, matrix, newest, seconds);
    }
    // Where lists alone were better, there is nothing to promote without their vectors.
    boolean isLost = vectors == null && migration == null && !judgement.promoted();
    boolean isPromoted = verdict.promoted() && !isLost;
    String figures = migration == null ? judgement.reason() : verdict.reasonOfMigration(migration);
    Checkpoint checkpoint =
        checkpoint(
                isPromoted ? Checkpoint.Fate.PROMOTED : Checkpoint.Fate.REFUSED,
                String.join("; ", figures, lists.reason(z), candidate.recipe()),
                matrix,
                verdict.judgement(),
                newest,
                seconds)
            .ranked(lists.ranking(RankingTrial.live(earlier, incumbent)));
    return isPromoted
        ? new Decided(checkpoint, candidate::users, candidate::movies, vectors)
        : Decided.nothing(checkpoint);
  }

  /**
   * Judges by lists alone where nothing can be trained from ratings, for they are few or all the
   * same: what was rated is learned anew, one by one, as the live model did. For changed settings
   * it is promoted whatever its lists are; its vectors are if they are not worse.
   */
  private Decided byListsAlone(
      String impediment,
      RatingMatrix matrix,
      TakeMix mix,
      List<Long> newest,
      Checkpoint.Seconds before) {
    long start = System.nanoTime();
    Candidate candidate =
        Candidate.afresh(matrix, new OnlineSgd(settings.sgd(), settings.scale()), generation);
    int rows = matrix.takes().size();
    RankingTrial lists = trial(matrix, judgedFrom(rows));
    lists.begin(mix, candidate);
    for (int rating = 0; rating < matrix.size(); rating++) {
      lists.before(rating);
      candidate.learn(rating);
    }
    float z = settings.gate().z();
    ListGate.Verdict verdict = lists.verdict();
    boolean isBetter = verdict != null && verdict.gains(z);
    Publisher.FactorSource vectors = isBetter || migration != null ? lists.vectors(z) : null;
    boolean isPromoted = vectors != null || migration != null;
    Checkpoint.Seconds seconds = new Checkpoint.Seconds(before.snapshot(), 0, since(start), 0);
    String flaw = flaw(candidate, vectors);
    if (flaw != null) {
      return failed("training failed: " + flaw, matrix, newest, seconds);
    }
    Checkpoint checkpoint =
        checkpoint(
                isPromoted ? Checkpoint.Fate.PROMOTED : Checkpoint.Fate.REFUSED,
                (migration == null ? "" : migration + "; ")
                    + lists.reason(z)
                    + "; ratings not judged: "
                    + impediment,
                matrix,
                Checkpoint.Judgement.NONE,
                newest,
                seconds)
            .ranked(lists.ranking(RankingTrial.live(earlier, incumbent)));
    return isPromoted
        ? new Decided(checkpoint, candidate::users, candidate::movies, vectors)
        : Decided.nothing(checkpoint);
  }

  private RankingTrial trial(RatingMatrix matrix, int fromRow) {
    ControlArm control = new ControlArm(settings.control());
    IntPredicate judges = user -> !control.isControl(matrix.userIds().get(user));
    return new RankingTrial(settings, kernels, generation, matrix, fromRow, judges, stop);
  }

  private @Nullable String flaw(Candidate candidate, Publisher.@Nullable FactorSource vectors) {
    int rank = settings.sgd().rank();
    String flaw = Soundness.flaw(generation, rank, candidate::users, candidate::movies);
    return flaw != null || vectors == null
        ? flaw
        : Soundness.flaw(generation, RankingFit.RANK, taker -> {}, vectors);
  }

  private int judgedFrom(int ratings) {
    return ratings - settings.gate().judged(ratings);
  }

  private @Nullable StartFactors begin(KnownFactors from, RatingMatrix matrix) {
    TopicScan scan = new TopicScan(settings.consumer());
    int trained = settings.training().trained(judgedFrom(matrix.size()));
    StartFactors start =
        from.read(scan, settings, matrix, trained, settings.training().least(), stop);
    if (start != null) {
      LOG.info("generation {} is tried from generation {} as well", generation, from.generation());
    }
    return start;
  }

  /** There is nothing to learn from: no error, and no reason to try again before there is more. */
  private Decided refused(
      String why, RatingMatrix matrix, List<Long> newest, Checkpoint.Seconds seconds) {
    return nothing(Checkpoint.Fate.REFUSED, why, matrix, newest, seconds);
  }

  /** An error ended it; that was no verdict on a candidate. */
  private Decided failed(
      String why, RatingMatrix matrix, List<Long> newest, Checkpoint.Seconds seconds) {
    return nothing(Checkpoint.Fate.FAILED, why, matrix, newest, seconds);
  }

  private Decided nothing(
      Checkpoint.Fate fate,
      String why,
      RatingMatrix matrix,
      List<Long> newest,
      Checkpoint.Seconds seconds) {
    return Decided.nothing(
        checkpoint(fate, why, matrix, Checkpoint.Judgement.NONE, newest, seconds)
            .ranked(Ranking.NONE.staying(RankingTrial.live(earlier, incumbent))));
  }

  private Checkpoint checkpoint(
      Checkpoint.Fate fate,
      String reason,
      RatingMatrix matrix,
      Checkpoint.Judgement judgement,
      List<Long> newest,
      Checkpoint.Seconds seconds) {
    return new Checkpoint(
        generation,
        new Checkpoint.Decision(fate, reason, System.currentTimeMillis()),
        new Checkpoint.Lineage(incumbent, null),
        matrix.size(),
        judgement,
        seconds,
        newest);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
