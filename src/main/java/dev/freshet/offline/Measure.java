package dev.freshet.offline;

import dev.freshet.modelfile.TrainingReport;
import dev.freshet.train.FoldIn;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Split;
import dev.freshet.train.TopNModel;
import dev.freshet.train.Trained;
import dev.freshet.train.measures.Metrics;
import dev.freshet.train.measures.Ranking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures a trained model on what was held out. */
final class Measure {

  private Measure() {}

  /**
   * The figures that the model can have: errors where it predicts ratings, lists where it ranks.
   *
   * @param parts where users are held out, they are shown to the model first; it must be one that
   *     {@linkplain dev.freshet.train.Recipe#takesNewcomers takes newcomers}
   */
  static TrainingReport.Scores of(Trained model, Split.Parts parts) {
    RatingTable test = parts.test();
    boolean newcomers = parts.given().size() > 0;
    RatingModel ratings = newcomers ? shown(model.ratings(), parts.given()) : model.ratings();
    TopNModel topN = newcomers ? shown(model.topN(), parts.given()) : model.topN();
    RatingTable known = newcomers ? parts.given() : parts.train();
    Ranking ranking = topN == null ? null : Ranking.of(topN::scores, known, test);
    float[] predicted = ratings == null ? null : ratings.predict(test.user(), test.movie());
    return new TrainingReport.Scores(
        test.size(),
        predicted == null ? null : figure(Metrics.rmse(predicted, test.rating())),
        predicted == null ? null : figure(Metrics.mae(predicted, test.rating())),
        predicted == null ? null : figure(Metrics.mse(predicted, test.rating())),
        unseen(List.of(parts.train(), parts.given()), test),
        ranking == null ? null : figure(ranking.recallAt20()),
        ranking == null ? null : figure(ranking.recallAt50()),
        ranking == null ? null : figure(ranking.recallAt100()),
        ranking == null ? null : figure(ranking.ndcgAt100()),
        ranking == null ? null : ranking.users());
  }

  @SuppressWarnings("unchecked") // Each kind of model becomes one of its kind.
  private static <M> @Nullable M shown(@Nullable M model, RatingTable given) {
    return model == null ? null : ((FoldIn<M>) model).shown(given);
  }

  private static int unseen(List<RatingTable> known, RatingTable test) {
    boolean[] users = new boolean[test.users()];
    boolean[] movies = new boolean[test.movies()];
    for (RatingTable part : known) {
      for (int i = 0; i < part.size(); i++) {
        users[part.user()[i]] = true;
        movies[part.movie()[i]] = true;
      }
    }
    int unseen = 0;
    for (int i = 0; i < test.size(); i++) {
      unseen += users[test.user()[i]] && movies[test.movie()[i]] ? 0 : 1;
    }
    return unseen;
  }

  /** JSON has no NaN. */
  static @Nullable Double figure(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
