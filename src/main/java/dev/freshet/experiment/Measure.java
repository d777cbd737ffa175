package dev.freshet.experiment;

import dev.freshet.train.FoldIn;
import dev.freshet.train.Metrics;
import dev.freshet.train.Ranking;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Split;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import org.jspecify.annotations.Nullable;

/** Measures a trained model on what was held out. */
final class Measure {

  private Measure() {}

  /**
   * The figures that the model can have: errors where it predicts ratings, lists where it ranks.
   *
   * @throws TrainingException if users are held out and the model knows only users of its training
   */
  static TrainingReport.Scores of(Trained model, Split.Parts parts) {
    RatingTable test = parts.test();
    boolean newcomers = parts.given().size() > 0;
    Ranking ranking = newcomers ? foldIn(model, parts) : ranking(model, parts);
    float[] predicted =
        model.ratings() == null || newcomers
            ? null
            : model.ratings().predict(test.user(), test.movie());
    return new TrainingReport.Scores(
        test.size(),
        predicted == null ? null : figure(Metrics.rmse(predicted, test.rating())),
        predicted == null ? null : figure(Metrics.mae(predicted, test.rating())),
        predicted == null ? null : figure(Metrics.mse(predicted, test.rating())),
        unseen(parts.train(), test),
        ranking == null ? null : figure(ranking.recallAt20()),
        ranking == null ? null : figure(ranking.recallAt50()),
        ranking == null ? null : figure(ranking.recallAt100()),
        ranking == null ? null : figure(ranking.ndcgAt100()),
        ranking == null ? null : ranking.users());
  }

  private static @Nullable Ranking ranking(Trained model, Split.Parts parts) {
    return model.topN() == null
        ? null
        : Ranking.of(model.topN()::scores, parts.train(), parts.test());
  }

  private static Ranking foldIn(Trained model, Split.Parts parts) {
    if (!(model.topN() instanceof FoldIn newcomers)) {
      throw new TrainingException(
          "this model knows only users it was trained on, so users cannot be held out;"
              + " choose --split random:0.1, or a model that can, such as ease");
    }
    RatingTable given = parts.given();
    return Ranking.of(
        (user, scores) -> {
          int[] theirs =
              java.util.stream.IntStream.range(0, given.size())
                  .filter(i -> given.user()[i] == user)
                  .toArray();
          RatingTable ratings = given.select(theirs);
          newcomers.scores(ratings.movie(), ratings.rating(), scores);
        },
        given,
        parts.test());
  }

  private static int unseen(RatingTable train, RatingTable test) {
    boolean[] users = new boolean[train.users()];
    boolean[] movies = new boolean[train.movies()];
    for (int i = 0; i < train.size(); i++) {
      users[train.user()[i]] = true;
      movies[train.movie()[i]] = true;
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
