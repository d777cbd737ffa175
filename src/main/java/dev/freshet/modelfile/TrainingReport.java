package dev.freshet.modelfile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.train.Provenance;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code train} found. A figure that does not apply to the model is left out.
 *
 * @param provenance what made the model; its fields stand beside these
 * @param test on what was held out; with folds the mean over them
 * @param validation on the part of the training set that chose the epoch
 * @param bestEpoch of the run with validation; 0 for models without epochs
 * @param epochs that run
 * @param refitted whether the model learned again from the whole training set, for as many epochs
 *     as were best
 * @param secondsPerEpoch median, without validation
 * @param ratingsPerSecond training ratings by that
 * @param seconds of training altogether, validation included
 * @param ended why before its time, where so
 * @param curve every epoch that chose
 * @param folds the test of each fold
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingReport(
    @JsonUnwrapped Provenance provenance,
    Scores test,
    Scores validation,
    int bestEpoch,
    int epochs,
    boolean refitted,
    @Nullable Double secondsPerEpoch,
    @Nullable Double ratingsPerSecond,
    double seconds,
    @Nullable String ended,
    List<Point> curve,
    @Nullable List<Scores> folds) {

  /**
   * An epoch.
   *
   * @param epoch from 1
   * @param loss mean per rating
   * @param validation error on the validation part
   * @param seconds of training
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Point(
      int epoch, @Nullable Double loss, @Nullable Double validation, double seconds) {}

  /**
   * Figures over one part. Recall and NDCG as {@link dev.freshet.train.measures.Ranking} defines
   * them.
   *
   * @param ratings of the part
   * @param rmse of predictions for all of them, clipped to the scale
   * @param mae mean absolute error of the same
   * @param mse mean squared error of the same
   * @param unseen how many of them are by users, or for movies, that training had no rating of
   * @param rankedUsers users with a relevant movie
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scores(
      int ratings,
      @Nullable Double rmse,
      @Nullable Double mae,
      @Nullable Double mse,
      @Nullable Integer unseen,
      @Nullable Double recallAt20,
      @Nullable Double recallAt50,
      @Nullable Double recallAt100,
      @Nullable Double ndcgAt100,
      @Nullable Integer rankedUsers) {

    /** Scores of a part of which only these figures are known. */
    public static Scores only(int ratings, @Nullable Double rmse, @Nullable Double recallAt20) {
      return new Scores(ratings, rmse, null, null, null, recallAt20, null, null, null, null);
    }

    private String toLine() {
      StringBuilder line = new StringBuilder();
      append(line, "RMSE", rmse);
      append(line, "MAE", mae);
      append(line, "recall@20", recallAt20);
      append(line, "NDCG@100", ndcgAt100);
      return line.isEmpty() ? "none" : line.toString();
    }

    private static void append(StringBuilder line, String name, @Nullable Double figure) {
      if (figure != null) {
        line.append(line.isEmpty() ? "" : "   ");
        line.append(String.format(Locale.ROOT, "%s %.4f", name, figure));
      }
    }
  }

  /** This report for people. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    line(table, "model", provenance.model() + ", " + provenance.settings());
    line(table, "test", test.toLine() + of(test));
    line(table, "validation", validation.toLine() + of(validation));
    if (epochs > 0) {
      String speed =
          secondsPerEpoch == null || ratingsPerSecond == null
              ? ""
              : String.format(
                  Locale.ROOT, "; %.3f s each, %,.0f ratings/s", secondsPerEpoch, ratingsPerSecond);
      line(table, "epochs", epochs + ", best " + bestEpoch + speed);
    }
    if (ended != null) {
      line(table, "ended", ended);
    }
    return table.toString();
  }

  private static String of(Scores scores) {
    String unseen =
        scores.unseen == null || scores.unseen == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d of an unseen user or movie", scores.unseen);
    return String.format(Locale.ROOT, "   (%,d ratings%s)", scores.ratings, unseen);
  }

  private static void line(StringBuilder table, String name, String text) {
    table.append(String.format(Locale.ROOT, "%-12s %s%n", name, text));
  }
}
