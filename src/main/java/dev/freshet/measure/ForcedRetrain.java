package dev.freshet.measure;

import dev.freshet.retrain.Gate;
import dev.freshet.retrain.RetrainListener;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.retrain.Retrainer;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.RetrainRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One retraining whose candidate becomes live whatever it is worth, or one rollback: what is
 * measured is how the change is borne. Thread-safe.
 */
public final class ForcedRetrain implements AutoCloseable {

  /** A gate that is open: no candidate is worse by so many standard errors. */
  private static final float ANY = -1e9f;

  /** A broker may be away for a moment; what lasts longer does not mend itself under a load. */
  private static final Duration MOST_TROUBLE = Duration.ofMinutes(2);

  private final Retrainer retrainer;
  private volatile @Nullable Checkpoint decided;
  private volatile long requestedAt;
  private volatile long decidedAt;
  private volatile long adoptedAt;

  /** When the trainer had no problem the last time somebody looked. */
  private volatile long wellAt = System.nanoTime();

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

  /** Whether it is over: adopted by all, or refused, or the trainer cannot go on. */
  boolean isOver() {
    Checkpoint fate = decided;
    return (fate != null && (adoptedAt > 0 || !fate.wasPromoted())) || isInTrouble();
  }

  /** Whether the trainer has ended, or tries again and again in vain. */
  private boolean isInTrouble() {
    if (retrainer.isRunning() && retrainer.problem().isEmpty()) {
      wellAt = System.nanoTime();
      return false;
    }
    return !retrainer.isRunning() || System.nanoTime() - wellAt > MOST_TROUBLE.toNanos();
  }

  /**
   * What came of it.
   *
   * @throws IllegalStateException if it was not adopted
   */
  Times times() {
    Checkpoint fate = decided;
    if (fate == null || adoptedAt == 0) {
      throw new IllegalStateException(
          "no generation was adopted: "
              + (fate == null || fate.wasPromoted()
                  ? retrainer.problem().orElse("none was decided")
                  : fate.reason()));
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
