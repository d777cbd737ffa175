package dev.freshet.train.models;

import dev.freshet.autodiff.Elementwise;
import dev.freshet.autodiff.Kernels;
import dev.freshet.autodiff.Node;
import dev.freshet.autodiff.Tape;
import dev.freshet.train.GradientModel;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;

/**
 * A model that predicts a rating from its user and its movie, and learns from one rating at a time.
 * Its loss is Σ (r̂ − r)² + penalties of the factors gathered: a row is regularised as often as it
 * is rated.
 */
abstract class PairModel implements GradientModel, RatingModel {

  /** Pairs predicted together: their factors fit in the cache. */
  private static final int CHUNK = 4096;

  private final RatingTable train;
  private final Kernels kernels;
  private final PairBatch[] batches;
  private final Tape predicting;
  private final PairBatch pairs = new PairBatch();

  PairModel(RatingTable train, Kernels kernels, int shards) {
    this.train = train;
    this.kernels = kernels;
    this.batches = new PairBatch[shards];
    for (int shard = 0; shard < shards; shard++) {
      batches[shard] = new PairBatch();
    }
    this.predicting = new Tape(kernels, 0, 0);
    predicting.setTraining(false);
  }

  /** The formula: predictions for the pairs, size × 1, not clipped; penalises what it gathers. */
  abstract Node predict(Tape tape, PairBatch batch);

  /** What the squared error counts in the loss; 1 unless a formula says otherwise. */
  float errorFactor() {
    return 1;
  }

  /** For dense products. */
  final Kernels kernels() {
    return kernels;
  }

  @Override
  public final int examples() {
    return train.size();
  }

  @Override
  public final Node loss(Tape tape, int shard, int[] order, int from, int to) {
    PairBatch batch = batches[shard];
    batch.take(train, order, from, to);
    Node predicted = predict(tape, batch);
    Node error = tape.squaredError(predicted, batch.ratings(tape));
    return batch.withPenalty(tape, errorFactor() == 1 ? error : tape.scale(error, errorFactor()));
  }

  @Override
  public final int weight(int[] order, int from, int to) {
    return to - from;
  }

  @Override
  public final float[] predict(int[] users, int[] movies) {
    float[] out = new float[users.length];
    synchronized (predicting) {
      for (int from = 0; from < out.length; from += CHUNK) {
        int to = Math.min(out.length, from + CHUNK);
        pairs.take(users, movies, from, to);
        predicting.clear();
        float[] predicted = predict(predicting, pairs).value().data;
        for (int i = from; i < to; i++) {
          out[i] = train.scale().clip(predicted[i - from]);
        }
      }
    }
    return out;
  }

  /** σ(score) stretched over the scale, widened by {@code margin} on both sides. */
  final Node onScale(Tape tape, Node score, float margin) {
    float low = train.scale().min() - margin;
    float range = train.scale().max() + margin - low;
    Node sigmoid = tape.apply(Elementwise.SIGMOID, score);
    return tape.add(tape.scale(sigmoid, range), tape.scalar(low));
  }
}
