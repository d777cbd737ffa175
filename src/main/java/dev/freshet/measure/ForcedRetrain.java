package dev.freshet.measure;

import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One retraining whose candidate becomes live whatever it is worth, or one rollback: what is
 * measured is how the change is borne. Thread-safe.
 */
public final class ForcedRetrain implements AutoCloseable {

  /** A gate that is open: no candidate is worse by so many standard errors. */
  private static final float ANY = -1e9f;

  private final Retrainer retrainer;
  private volatile @Nullable Checkpoint decided;
  private volatile long requestedAt;
  private volatile long decidedAt;
  private volatile long adoptedAt;

  /** A trainer, started, that waits for {@link #request}. */
  ForcedRetrain(StreamSettings here) {
    Gate.Settings usual = Gate.Settings.defaults();
    Gate.Settings open = new Gate.Settings(usual.share(), usual.least(), ANY, usual.takes());
    retrainer =
        new Retrainer(
            RetrainSettings.onRequest(here.deployment(), here.sgd(), here.scale()).with(open),
            new RetrainListener() {
              @Override
              public void decided(Checkpoint checkpoint) {
                decidedAt = System.nanoTime();
                decided = checkpoint;
              }

              @Override
              public void adopted(int generation) {
                if (decided != null) {
                  adoptedAt = System.nanoTime();
                }
              }
            });
    retrainer.start();
  }

  /**
   * Asks for it.
   *
   * @param rollbackTo generation that comes back; null trains one
   */
  void request(Map<String, Object> kafka, String prefix, @Nullable Integer rollbackTo) {
    requestedAt = System.nanoTime();
    try (Replay replay = new Replay(kafka, prefix)) {
      replay.retrain(new RetrainRequest("a benchmark", rollbackTo));
    }
  }

  /** Whether it is over: adopted by all, or refused, or the trainer has ended. */
  boolean isOver() {
    Checkpoint fate = decided;
    return (fate != null && (adoptedAt > 0 || !fate.wasPromoted())) || !retrainer.isRunning();
  }

  /** The stage, with what keeps the trainer from its work, if anything does. */
  String named(String stage) {
    return named(stage, retrainer);
  }

  /** The stage, with what keeps a trainer from its work, if anything does. */
  static String named(String stage, Retrainer trainer) {
    return trainer.problem().map(why -> stage + " (the trainer: " + why + ")").orElse(stage);
  }

  /**
   * What came of it.
   *
   * @throws EvaluationException if it was not adopted
   */
  Times times() {
    Checkpoint fate = decided;
    if (fate == null || adoptedAt == 0) {
      throw new EvaluationException(
          "no generation was adopted: "
              + (fate != null && !fate.wasPromoted()
                  ? fate.reason()
                  : retrainer.problem().orElse("the trainer has ended")));
    }
    return new Times(
        fate.ratings(),
        fate.seconds().snapshot(),
        fate.seconds().train(),
        fate.seconds().gate(),
        fate.seconds().publish(),
        (adoptedAt - decidedAt) * 1e-9,
        (adoptedAt - requestedAt) * 1e-9);
  }

  /**
   * How long it took, in seconds.
   *
   * @param ratings in the snapshot
   * @param snapshot to read it
   * @param train to train
   * @param gate to judge
   * @param publish to publish
   * @param adopt until every partition of both sides had adopted it
   * @param whole from the request to the last adoption
   */
  public record Times(
      long ratings,
      double snapshot,
      double train,
      double gate,
      double publish,
      double adopt,
      double whole) {}

  @Override
  public void close() {
    retrainer.close();
  }
}
