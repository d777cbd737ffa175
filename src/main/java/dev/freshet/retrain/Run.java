package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.event.Checkpoint;
import dev.freshet.event.Topic;
import dev.freshet.model.OnlineSgd;
import dev.freshet.train.TrainingException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One retraining, from the rating matrix in Kafka to a verdict; publishes nothing. */
final class Run {

  private final RetrainSettings settings;
  private final Kernels kernels;
  private final int generation;
  private final int incumbent;
  private final BooleanSupplier stop;

  /**
   * What came of it.
   *
   * @param checkpoint the verdict, publishing still to come
   * @param users factors to publish; null where nothing is promoted
   * @param movies likewise
   */
  record Result(
      Checkpoint checkpoint, Publisher.@Nullable Source users, Publisher.@Nullable Source movies) {}

  /**
   * A run.
   *
   * @param generation number of the candidate
   * @param incumbent the live generation
   * @param stop true ends it early
   */
  Run(
      RetrainSettings settings,
      Kernels kernels,
      int generation,
      int incumbent,
      BooleanSupplier stop) {
    this.settings = settings;
    this.kernels = kernels;
    this.generation = generation;
    this.incumbent = incumbent;
    this.stop = stop;
  }

  /** Reads, trains and judges. */
  Result execute() {
    long start = System.nanoTime();
    Snapshot snapshot = new Snapshot(settings.partitions(), settings.watch().ratings());
    String topic = Topic.USER_RATINGS_CHANGELOG.name(settings.prefix());
    new TopicScan(settings.consumer())
        .read(
            topic,
            settings.partitions(),
            stop,
            record -> snapshot.add(record.partition(), record.key(), record.value()));
    List<Long> newest = snapshot.newest();
    Result result = judge(snapshot, newest, since(start));
    Checkpoint.Watch before = Checkpoint.Watch.before(snapshot.errors());
    return new Result(result.checkpoint().watched(before), result.users(), result.movies());
  }

  private Result judge(Snapshot snapshot, List<Long> newest, double read) {
    RatingMatrix matrix = snapshot.matrix();
    int judged = settings.gate().judged(matrix.size());
    if (matrix.size() < 2 * settings.gate().least()) {
      String why =
          "too few ratings to train and to judge: " + matrix.size() + " stand, %d are needed";
      int needed = 2 * settings.gate().least();
      return refused(why.formatted(needed), matrix, newest, new double[] {read, 0, 0});
    }
    long trainStart = System.nanoTime();
    OnlineSgd sgd = new OnlineSgd(settings.sgd(), settings.scale());
    int from = matrix.size() - judged;
    Candidate candidate;
    try {
      candidate =
          CandidateTraining.train(
              matrix, from, sgd, generation, settings.training(), kernels, stop);
    } catch (TrainingException | IllegalArgumentException | ArithmeticException e) {
      // Said and decided: to try again would fail again.
      double[] seconds = {read, since(trainStart), 0};
      return refused("training failed: " + e.getMessage(), matrix, newest, seconds);
    }
    double trained = since(trainStart);
    long gateStart = System.nanoTime();
    Gate.Verdict verdict = Gate.judge(matrix, from, candidate, settings.gate());
    double[] seconds = {read, trained, since(gateStart)};
    if (!candidate.isFinite()) {
      return refused("a factor is not a finite number", matrix, newest, seconds);
    }
    Checkpoint.Fate fate = verdict.promoted() ? Checkpoint.Fate.PROMOTED : Checkpoint.Fate.REFUSED;
    Checkpoint checkpoint = checkpoint(fate, verdict.reason(), matrix, verdict, newest, seconds);
    return verdict.promoted()
        ? new Result(checkpoint, candidate::users, candidate::movies)
        : new Result(checkpoint, null, null);
  }

  private Result refused(String why, RatingMatrix matrix, List<Long> newest, double[] seconds) {
    return new Result(
        checkpoint(Checkpoint.Fate.REFUSED, why, matrix, null, newest, seconds), null, null);
  }

  private Checkpoint checkpoint(
      Checkpoint.Fate fate,
      String reason,
      RatingMatrix matrix,
      Gate.@Nullable Verdict verdict,
      List<Long> newest,
      double[] seconds) {
    return new Checkpoint(
        generation,
        fate,
        reason,
        System.currentTimeMillis(),
        incumbent,
        null,
        matrix.size(),
        verdict == null ? 0 : verdict.judged(),
        verdict == null ? null : verdict.rmse(),
        verdict == null ? null : verdict.rmseLive(),
        verdict == null ? null : verdict.gain(),
        verdict == null ? null : verdict.gainError(),
        seconds[0],
        seconds[1],
        seconds[2],
        0,
        newest);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
