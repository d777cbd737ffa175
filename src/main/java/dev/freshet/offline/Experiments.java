package dev.freshet.offline;

import dev.freshet.offline.Experiment.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every experiment whose result others published, and where its data comes from. */
final class Experiments {

  static final String TAPE = "tape";
  static final String MATRIX = "matrix";
  static final String MASKED = "masked-matrix";

  private static final String OLD_SMALL = "ml-latest-small-2016-10";
  private static final String SMALL = "ml-latest-small";
  private static final String ML_1M = "ml-1m";
  private static final String ML_100K = "ml-100k";
  private static final String EMBEDDING_DOT = "1.130 (fast.ai lesson 5, EmbeddingDot)";
  private static final String EMBEDDING_DOT_BIAS = ".801 (EmbeddingDotBias)";
  private static final String EMBEDDING_NET = ".781 (EmbeddingNet)";
  private static final List<Long> ONCE = List.of(1L);
  private static final List<Long> THRICE = List.of(1L, 2L, 3L);

  /** How to get each data set. */
  static final Map<String, String> SOURCES =
      Map.of(
          OLD_SMALL,
          "ml-latest-small of October 2016 (fast.ai's copy: https://files.fast.ai, lesson 5)",
          SMALL,
          "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
          ML_1M,
          "https://files.grouplens.org/datasets/movielens/ml-1m.zip",
          ML_100K,
          "https://files.grouplens.org/datasets/movielens/ml-100k.zip");

  private Experiments() {}

  static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    all.add(
        basic(TAPE, TAPE, "J = (w - 1)², w₀ = 3, rate .01, 30 steps: w = 1 + 2·.98³⁰ = 2.0910"));
    all.add(basic(MATRIX, "masked-sgd", "rank 2 of the 3×3 matrix, summed squared error .1220"));
    all.add(
        basic(MATRIX, "svd", "the same by truncated SVD: .1219", "--rank", "2", "--base", "none"));
    all.add(basic(MASKED, "masked-sgd", "two cells hidden: about 2.34 for 3.3359, .31 for .5301"));
    fastAi(all, "fast-ai", "dot", EMBEDDING_DOT);
    fastAi(all, "fast-ai", "biased-mf", EMBEDDING_DOT_BIAS, "--sigmoid", "true");
    fastAi(all, "fast-ai", "embedding-net", EMBEDDING_NET);
    lesson(all);
    for (String model : List.of("global-mean", "biases", "biased-mf")) {
      small(all, model, Figure.RMSE, ".869 (LIBMF on such splits, best epoch on the test part)");
    }
    small(all, "mf", Figure.RMSE, "none (a course's model); beside biased-mf");
    for (String model : List.of("autorec-item", "deep-autorec", "hybrid-mf")) {
      small(all, model, Figure.RMSE, "none; beside biased-mf");
    }
    for (String model : List.of("biased-mf", "hybrid-mf")) {
      cold(all, model);
    }
    for (String model : List.of("popularity", "ease", "cdae")) {
      small(all, model, Figure.LISTS, "none; beside popularity");
    }
    ml1m(all, "biased-mf", ".845 (AutoRec paper), .8444 (LIBMF, one split)");
    ml1m(all, "autorec-item", ".831 (AutoRec paper, I-AutoRec)");
    ml1m(all, "autorec-user", ".874 (AutoRec paper, U-AutoRec)");
    ml1m(all, "deep-autorec", ".827 (AutoRec paper, deep I-AutoRec)");
    ml100k(all, "biases", ".944 (Surprise, baseline only)");
    ml100k(all, "biased-mf", ".934 (Surprise, SVD), .919 (SVD++)");
    return List.copyOf(all);
  }

  private static Experiment basic(String name, String model, String published, String... options) {
    return new Experiment(name, null, model, List.of(options), "", ONCE, Figure.MSE, published);
  }

  /** Movies without a rating to learn from. */
  private static void cold(List<Experiment> all, String model) {
    String published = "none; movies whose ratings are all held out";
    all.add(
        new Experiment(
            "cold-movies", SMALL, model, List.of(), "movies:0.1", THRICE, Figure.RMSE, published));
  }

  /**
   * With the lesson's optimisers, rates, start values and dropout. Its weight decay falls on every
   * row at each step and is left out or, for the biases to hold, an L2 of each rating; its epochs
   * are more here.
   */
  private static void lesson(List<Experiment> all) {
    String name = "fast-ai-lesson";
    String momentum = "--optimizer momentum --rate .1 --batch 64 ";
    String dot = "--l2 0 --initial-bound .05 --schedule cosine --epochs 18 --patience 18";
    fastAi(all, name, "dot", EMBEDDING_DOT, (momentum + dot).split(" "));
    String bias =
        "--rank 50 --sigmoid true --l2 .001 --bias-l2 .001 --schedule constant --epochs 6";
    fastAi(all, name, "biased-mf", EMBEDDING_DOT_BIAS, (momentum + bias).split(" "));
    String net =
        "--l2 0 --weight-l2 0 --fitted-factors 0 --hidden 10 --embedding-dropout .05 --dropout .5"
            + " --epochs 6";
    fastAi(all, name, "embedding-net", EMBEDDING_NET, net.split(" "));
  }

  private static void fastAi(
      List<Experiment> all, String name, String model, String published, String... options) {
    all.add(
        new Experiment(
            name, OLD_SMALL, model, List.of(options), "random:0.2", ONCE, Figure.MSE, published));
  }

  private static void small(List<Experiment> all, String model, Figure figure, String published) {
    String name = figure == Figure.LISTS ? "small-lists" : "small";
    all.add(new Experiment(name, SMALL, model, List.of(), "random:0.1", THRICE, figure, published));
  }

  private static void ml1m(List<Experiment> all, String model, String published) {
    all.add(
        new Experiment(
            "ml-1m", ML_1M, model, List.of(), "random:0.1", ONCE, Figure.RMSE, published));
  }

  private static void ml100k(List<Experiment> all, String model, String published) {
    all.add(
        new Experiment(
            "ml-100k", ML_100K, model, List.of(), Experiment.FOLDS, ONCE, Figure.RMSE, published));
  }
}
