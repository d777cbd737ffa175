package dev.freshet.train;

import dev.freshet.autodiff.Gradient;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Optimizer;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One step of a model on one batch, shared by threads. First each thread records its part of the
 * batch on a tape of its own and walks it back. Then each takes its share of the touched rows, adds
 * up their gradients in the order of the parts and steps them. So the numbers depend on how many
 * threads there are, never on which is faster. Allocates nothing in the steady state.
 */
final class BatchStep {

  private final GradientModel model;
  private final List<Parameter> parameters;
  private final Optimizer optimizer;
  private final float clip;
  private final Workers workers;
  private final Tape[] tapes;
  private final double[] losses;
  private final Workers.Task lossAndGradient = this::lossAndGradient;
  private final Workers.Task update = this::update;

  private int[] order = new int[0];
  private int from;
  private int to;
  private float rate;
  private float scale;

  /**
   * The steps of one run.
   *
   * @param optimizer of the model's parameters
   * @param clip largest norm of a batch's gradient; 0 for any
   * @param workers one per part of a batch
   */
  BatchStep(
      GradientModel model, Optimizer optimizer, float clip, Workers workers, Fitting fitting) {
    this.model = model;
    this.parameters = model.parameters();
    this.optimizer = optimizer;
    this.clip = clip;
    this.workers = workers;
    this.tapes = new Tape[workers.parts()];
    this.losses = new double[tapes.length];
    SplittableRandom seeds = new SplittableRandom(fitting.seed());
    for (int shard = 0; shard < tapes.length; shard++) {
      tapes[shard] = new Tape(fitting.kernels(), shard, seeds.nextLong());
    }
    tapes[0].setClock(fitting.clock());
    for (Parameter parameter : parameters) {
      if (parameter.shards() < tapes.length) {
        throw new IllegalArgumentException(
            parameter + " has " + parameter.shards() + " gradients for " + tapes.length + " tapes");
      }
      parameter.clearGradients();
    }
  }

  /**
   * Steps on the examples {@code order[from]} to {@code order[to − 1]}.
   *
   * @param weight what the gradient is divided by
   * @param rate of this step
   * @return sum of the loss, before the step; where it is not finite the parameters stay
   */
  double run(int[] order, int from, int to, int weight, float rate) {
    this.order = order;
    this.from = from;
    this.to = to;
    this.rate = rate;
    this.scale = 1f / Math.max(weight, 1);
    workers.run(lossAndGradient);
    double loss = 0;
    for (double part : losses) {
      loss += part;
    }
    if (Double.isFinite(loss)) {
      if (clip > 0) {
        clip();
      }
      workers.run(update);
    }
    for (int p = 0; p < parameters.size(); p++) {
      parameters.get(p).clearGradients();
    }
    return loss;
  }

  private void lossAndGradient(int part) {
    int begin = from + Gradient.share(to - from, part, tapes.length);
    int end = from + Gradient.share(to - from, part + 1, tapes.length);
    losses[part] = 0;
    if (begin < end) {
      Tape tape = tapes[part];
      tape.clear();
      Node loss = model.loss(tape, part, order, begin, end);
      tape.backward(loss);
      losses[part] = loss.scalar();
    }
  }

  private void clip() {
    for (int p = 0; p < parameters.size(); p++) {
      parameters.get(p).mergeGradients();
    }
    scale = Optimizer.clippedScale(Optimizer.gradientNorm(parameters), scale, clip);
  }

  private void update(int part) {
    optimizer.step(rate, scale, part, tapes.length);
  }
}
