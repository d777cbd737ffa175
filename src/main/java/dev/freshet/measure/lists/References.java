package dev.freshet.measure.lists;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeMix.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The plain orders that lists are held against. Each sees every earlier event: they read the stream
 * on one thread, and nothing they know is stale.
 */
public final class References {

  /** In takes. */
  private static final double RECENT_HALF_LIFE = 2_000;

  private static final float[] LAMBDAS = {50, 200, 800};

  /** The stream up to here chooses the L2 of the linear autoencoder. */
  private static final double CHOOSING = .3;

  private References() {}

  /**
   * The answers of each, by name; predicted ratings are among them if there are ratings.
   *
   * @param sgd learns predicted ratings
   * @param damping of predicted ratings, in widths of the scale
   * @param told which event is being read, now and then
   */
  public static Map<String, Answers> answers(
      Questions questions, OnlineSgd sgd, float damping, IntConsumer told) {
    Takes takes = questions.takes();
    Map<String, Answers> answers = new LinkedHashMap<>();
    int end = questions.ratings().size();
    Map<String, Line> lines = new LinkedHashMap<>();
    lines.put("popularity", new TakeCounts(takes, Double.POSITIVE_INFINITY));
    lines.put("recentPopularity", new TakeCounts(takes, RECENT_HALF_LIFE));
    if (questions.ratings().hasRatings()) {
      lines.put("predictedRating", new PredictedRatings(questions.ratings(), sgd, damping));
    }
    lines.put("transitions", new Transitions(takes));
    lines.forEach((name, line) -> answers.put(name, Reading.of(questions, line, end, told)));
    Kernels kernels = Kernels.choose(null);
    EaseLine ease = new EaseLine(takes, kernels, bestLambda(questions, kernels, told));
    answers.put("ease", Reading.of(questions, ease, end, told));
    return answers;
  }

  /**
   * What each part of the order of takes is worth: the answers of the order with parts left out.
   *
   * @param sgd learns what users are predicted to rate
   * @param genres of a movie; null where they are not known
   * @param told which event is being read, now and then
   */
  public static Map<String, Answers> ofTakes(
      Questions questions,
      OnlineSgd sgd,
      IntFunction<@Nullable List<String>> genres,
      IntConsumer told) {
    Map<String, TakeMix> mixes = new LinkedHashMap<>();
    TakeMix mix = new TakeMix();
    mixes.put("takes", mix);
    mixes.put("fixed weights", mix.fixed());
    mixes.put("without after", mix.without(Set.of(Signal.AFTER)));
    mixes.put("without beside", mix.without(Set.of(Signal.BESIDE)));
    mixes.put("without together", mix.without(Set.of(Signal.TOGETHER)));
    mixes.put(
        "without all three", mix.without(Set.of(Signal.AFTER, Signal.BESIDE, Signal.TOGETHER)));
    mixes.put("without rating", mix.without(Set.of(Signal.RATING)));
    mixes.put("without vectors", mix.without(Set.of(Signal.VECTORS)));
    mixes.put("without together, vectors", mix.without(Set.of(Signal.TOGETHER, Signal.VECTORS)));
    mixes.put("without day, week", mix.without(Set.of(Signal.DAY, Signal.WEEK)));
    mixes.put("without year, ever", mix.without(Set.of(Signal.YEAR, Signal.EVER)));
    mixes.put(
        "without counts", mix.without(Set.of(Signal.DAY, Signal.WEEK, Signal.YEAR, Signal.EVER)));
    Map<String, Answers> answers = new LinkedHashMap<>();
    int end = questions.ratings().size();
    RetrainedVectors vectors =
        RetrainedVectors.of(questions.takes(), sgd.scale(), Kernels.choose(null));
    mixes.forEach(
        (name, of) -> {
          TakeMix own = TakeMix.of(of.weights(), of.squares());
          Line line = new TakeLine(questions.takes(), own, sgd, vectors, TakeLine.Variety.NONE);
          answers.put(name, Reading.of(questions, line, end, told));
        });
    varieties(genres)
        .forEach(
            (name, variety) -> {
              Line line = new TakeLine(questions.takes(), new TakeMix(), sgd, vectors, variety);
              answers.put(name, Reading.of(questions, line, end, told));
            });
    return answers;
  }

  private static Map<String, TakeLine.Variety> varieties(
      IntFunction<@Nullable List<String>> genres) {
    Map<String, TakeLine.Variety> all = new LinkedHashMap<>();
    all.put("at most 5 of a genre", new TakeLine.Variety(5, 0, genres));
    all.put("at most 3 of a genre", new TakeLine.Variety(3, 0, genres));
    all.put("diversity .1", new TakeLine.Variety(0, .1f, genres));
    all.put("diversity .3", new TakeLine.Variety(0, .3f, genres));
    return all;
  }

  /** That of the best NDCG@10 on the last third of the first part of the stream. */
  private static float bestLambda(Questions questions, Kernels kernels, IntConsumer told) {
    int until = (int) (CHOOSING * questions.ratings().size());
    Questions early = questions.between(2 * until / 3, until);
    float best = LAMBDAS[0];
    double most = -1;
    for (float lambda : LAMBDAS) {
      EaseLine line = new EaseLine(questions.takes(), kernels, lambda);
      Answers answers = Reading.of(early, line, until, told);
      double gain = Figures.of(early, answers, question -> true).ndcgAt10();
      if (gain > most) {
        most = gain;
        best = lambda;
      }
    }
    return best;
  }
}
