package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The baseline that learns nothing between retrainings: each part of the stream is predicted by
 * what was trained from all ratings before it.
 */
public final class RetrainOnly {

  private RetrainOnly() {}

  /**
   * Predicts each rating by the newest model that was trained before it.
   *
   * @param all ratings in order
   * @param points where it is retrained, ascending
   * @param settings of the training, as the live system has them
   * @param progress is told each point that is reached
   * @return what is predicted for each rating; NaN before the first point
   */
  public static float[] predict(
      RatingMatrix all, int[] points, RetrainSettings settings, IntConsumer progress) {
    OnlineSgd sgd = new OnlineSgd(settings.sgd(), settings.scale());
    Kernels kernels = Kernels.choose(null);
    float[] predictions = new float[all.size()];
    Arrays.fill(predictions, Float.NaN);
    Thread caller = Thread.currentThread();
    for (int p = 0; p < points.length; p++) {
      int to = p + 1 < points.length ? points[p + 1] : all.size();
      Candidate trained =
          CandidateTraining.train(
              all,
              points[p],
              sgd,
              p + 1,
              settings.training(),
              () -> null,
              kernels,
              caller::isInterrupted);
      for (int i = points[p]; i < to; i++) {
        predictions[i] = trained.predict(i);
      }
      progress.accept(p + 1);
    }
    return predictions;
  }
}
