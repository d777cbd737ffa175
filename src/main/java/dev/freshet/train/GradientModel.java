package dev.freshet.train;

import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Parameter;
import dev.freshet.autodiff.Tape;
import java.util.List;

/** A model whose loss is written as operations on a tape; its gradients come from there. */
public interface GradientModel {

  /** Everything that is learned. */
  List<Parameter> parameters();

  /**
   * Number of training examples that an epoch shuffles: ratings for factor models, rows for
   * autoencoders.
   */
  int examples();

  /**
   * Records the loss of a part of a batch.
   *
   * @param tape to record on, of shard {@code shard}
   * @param shard which of the parameters' gradients it adds to; buffers for batches are per shard
   * @param order examples in this epoch's order
   * @param from first of this part, in {@code order}
   * @param to after the last of this part
   * @return 1×1, sum over the examples (not the mean), with regularisation
   */
  Node loss(Tape tape, int shard, int[] order, int from, int to);

  /**
   * What the gradient of a batch is divided by: its number of ratings, so that the rate does not
   * depend on the size of batches.
   */
  int weight(int[] order, int from, int to);
}
