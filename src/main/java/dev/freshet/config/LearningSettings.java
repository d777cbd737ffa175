package dev.freshet.config;

import static dev.freshet.config.Constraint.aboveZero;
import static dev.freshet.config.Constraint.atLeast;
import static dev.freshet.config.Constraint.between;
import static dev.freshet.config.Constraint.notNegative;
import static dev.freshet.config.Constraint.positive;
import static dev.freshet.config.Setting.duration;
import static dev.freshet.config.Setting.number;
import static dev.freshet.config.Setting.rate;
import static dev.freshet.config.Setting.whole;

import dev.freshet.config.FreshetSettings.Section;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.OnlineSgd.Rate;
import dev.freshet.online.StepSize;
import dev.freshet.stream.StreamSettings.UnknownMovies;
import dev.freshet.stream.staleness.StalenessGate;
import java.time.Duration;
import java.util.ArrayList;

/** The settings of online learning. What each setting is, is said by its own last text. */
public final class LearningSettings {

  private static final OnlineSgd.Settings SGD = OnlineSgd.Settings.defaults();
  private static final StalenessGate.Settings STALENESS = StalenessGate.Settings.defaults();

  static final Section SECTION = new Section("Learning", new ArrayList<>());

  public static final Setting<Float> SCALE_MIN =
      SECTION.add(number("scale.min", "0.5", "Lowest rating; lower ones are rejected."));

  public static final Setting<Float> SCALE_MAX =
      SECTION.add(number("scale.max", "5", "Highest rating; higher ones are rejected."));

  public static final Setting<Integer> LEARN_RANK =
      SECTION.add(
          whole(
                  "learn.rank",
                  String.valueOf(SGD.rank()),
                  "Length of the factor vectors; another one than is live leads to a retraining.")
              .where(between(1, 1024)));

  public static final Setting<Float> LEARN_MEAN =
      SECTION.add(
          Setting.of(
              "learn.mean",
              SettingType.NUMBER,
              "Rating that predictions start from; the middle of the scale where it is not set."));

  public static final Setting<Float> LEARN_INITIAL_STD =
      SECTION.add(
          number(
                  "learn.initial.std",
                  String.valueOf(SGD.initialStd()),
                  "Standard deviation of the components of a new vector, for a scale of width 1.")
              .where(notNegative())
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_USER_BIAS =
      SECTION.add(
          rate("learn.rate.user.bias", SGD.rate(Rate.USER_BIAS), "Learning rate of user biases.")
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_MOVIE_BIAS =
      SECTION.add(
          rate("learn.rate.movie.bias", SGD.rate(Rate.MOVIE_BIAS), "Learning rate of movie biases.")
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_USER_VECTOR =
      SECTION.add(
          rate(
                  "learn.rate.user.vector",
                  SGD.rate(Rate.USER_VECTOR),
                  "Learning rate of user vectors.")
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_MOVIE_VECTOR =
      SECTION.add(
          rate(
                  "learn.rate.movie.vector",
                  SGD.rate(Rate.MOVIE_VECTOR),
                  "Learning rate of movie vectors.")
              .forExperts());

  public static final Setting<Float> LEARN_L2 =
      SECTION.add(
          number("learn.l2", String.valueOf(SGD.vectorL2()), "Pull of vectors towards 0.")
              .where(notNegative())
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_USER_BASELINE =
      SECTION.add(
          rate(
                  "learn.rate.user.baseline",
                  SGD.rate(Rate.USER_BASELINE),
                  "Learning rate of user biases in the baseline that errors are compared with.")
              .forExperts());

  public static final Setting<StepSize> LEARN_RATE_MOVIE_BASELINE =
      SECTION.add(
          rate(
                  "learn.rate.movie.baseline",
                  SGD.rate(Rate.MOVIE_BASELINE),
                  "Learning rate of movie biases in the same baseline.")
              .forExperts());

  public static final Setting<Float> LEARN_MAX_ERROR =
      SECTION.add(
          number(
                  "learn.max.error",
                  String.valueOf(SGD.maxError()),
                  "Bound on the error that drives a step, in widths of the scale.")
              .where(aboveZero())
              .forExperts());

  public static final Setting<Integer> LEARN_FOLD_IN_RATINGS =
      SECTION.add(
          whole(
                  "learn.fold-in.ratings",
                  String.valueOf(SGD.foldIn().ratings()),
                  "First ratings of a user that are solved for at once in a retrained generation.")
              .where(between(0, 100))
              .forExperts());

  public static final Setting<Float> LEARN_FOLD_IN_BIAS_L2 =
      SECTION.add(
          number(
                  "learn.fold-in.bias.l2",
                  String.valueOf(SGD.foldIn().biasL2()),
                  "Ratings that the prior of the bias weighs as much as.")
              .where(aboveZero())
              .forExperts());

  public static final Setting<Float> LEARN_FOLD_IN_L2 =
      SECTION.add(
          number(
                  "learn.fold-in.l2",
                  String.valueOf(SGD.foldIn().vectorL2()),
                  "Pull of the vector towards where it starts.")
              .where(aboveZero())
              .forExperts());

  public static final Setting<Duration> FORGET_RETENTION =
      SECTION.add(
          duration(
                  "forget.retention",
                  "30d",
                  "How long older events of a forgotten user are still ignored.")
              .where(positive()));

  public static final Setting<UnknownMovies> MOVIES_UNKNOWN =
      SECTION.add(
          Setting.of(
              "movies.unknown",
              SettingType.choice(UnknownMovies.class),
              "accept",
              "What becomes of ratings of movies that are not in the catalogue: `reject` sends them"
                  + " to `ratings-rejected`."));

  public static final Setting<Integer> STALENESS_BOUND =
      SECTION.add(
          whole(
                  "staleness.bound",
                  String.valueOf(STALENESS.bound()),
                  "Ratings that the user side may be ahead of the movie side before it waits, at most.")
              .where(atLeast(1))
              .forExperts());

  public static final Setting<Integer> STALENESS_START =
      SECTION.add(
          whole(
                  "staleness.start",
                  String.valueOf(STALENESS.start()),
                  "The bound at the beginning, where a stale movie costs most.")
              .where(atLeast(1))
              .forExperts());

  public static final Setting<Float> STALENESS_SHARE =
      SECTION.add(
          number(
                  "staleness.share",
                  String.valueOf(STALENESS.share()),
                  "The bound grows to this share of all ratings learned, up to `staleness.bound`.")
              .where(notNegative())
              .forExperts());

  public static final Setting<Duration> STALENESS_CHECK =
      SECTION.add(
          duration(
                  "staleness.check",
                  STALENESS.check(),
                  "Time between looks at how far the user side is ahead, while it is far; else a"
                      + " quarter of a second.")
              .where(positive())
              .forExperts());

  private LearningSettings() {}
}
