package dev.freshet.train;

import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * Σ (w − target)² over targets, w one number: small enough to train by hand. With one target 1 and
 * SGD at rate r, w − 1 shrinks by 1 − 2r in each step.
 */
final class PointModel implements GradientModel {

  private final Parameter w;
  private final float[] targets;
  private final float[][] buffers;

  PointModel(float start, int shards, float... targets) {
    this.w = new Parameter("w", new FMatrixRMaj(1, 1, true, start), shards);
    this.targets = targets;
    this.buffers = new float[shards][targets.length];
  }

  float w() {
    return w.value().data[0];
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(w);
  }

  @Override
  public int examples() {
    return targets.length;
  }

  @Override
  public int weight(int[] order, int from, int to) {
    return to - from;
  }

  @Override
  public Node loss(Tape tape, int shard, int[] order, int from, int to) {
    for (int i = from; i < to; i++) {
      buffers[shard][i - from] = targets[order[i]];
    }
    Node target = tape.column(buffers[shard], to - from);
    Node error = tape.subtract(target, tape.parameter(w));
    return tape.sum(tape.multiply(error, error));
  }
}
