package dev.freshet.train.models;

import dev.freshet.autodiff.Kernels;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.modelfile.TrainingReport;
import dev.freshet.offline.Training;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.measures.Rmse;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Measures a recipe with settings other than its defaults: {@code Tuning DATA MODEL [setting=value
 * ...]}, where {@code test=.1 from=11 seeds=3 refit=true threads=1 cold=true verbose=true} are its
 * own; seeds start at 11 because 1 to 3 are those that are reported.
 */
final class Tuning {

  private static final dev.freshet.train.Split VALIDATION =
      new dev.freshet.train.Split(
          dev.freshet.train.Split.Kind.RANDOM, dev.freshet.train.Split.VALIDATION_SHARE);

  private Tuning() {}

  /** Ratings to learn from and to test with. */
  record Split(RatingTable learn, RatingTable test) {

    /** As {@code train} draws it. */
    static Split random(RatingTable all, double testShare, long seed) {
      dev.freshet.train.Split.Parts parts =
          new dev.freshet.train.Split(dev.freshet.train.Split.Kind.RANDOM, testShare).of(all, seed);
      return new Split(parts.train(), parts.test());
    }

    /** Holds out all ratings of a share of the movies, so that the test has unseen movies only. */
    static Split ofMovies(RatingTable all, double testShare, long seed) {
      int[] movies = shuffled(all.movies(), seed);
      boolean[] held = new boolean[all.movies()];
      for (int i = 0; i < all.movies() * testShare; i++) {
        held[movies[i]] = true;
      }
      int[] order = shuffled(all.size(), seed);
      return new Split(
          all.select(Arrays.stream(order).filter(i -> !held[all.movie()[i]]).toArray()),
          all.select(Arrays.stream(order).filter(i -> held[all.movie()[i]]).toArray()));
    }

    private static int[] shuffled(int n, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] order = new int[n];
      for (int i = 0; i < n; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order;
    }

    /** As training wants it. */
    dev.freshet.train.Split.Parts parts() {
      return new dev.freshet.train.Split.Parts(learn, learn.select(new int[0]), test);
    }
  }

  /** Reads a folder of ratings with its genres. */
  static RatingTable read(Path path) {
    return TrainingData.open(path, null).table();
  }

  /** Runs the seeds and prints each figure with their mean. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Map<String, String> given = new LinkedHashMap<>();
    for (String arg : Arrays.copyOfRange(args, 2, args.length)) {
      given.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    int seeds = Integer.parseInt(given.getOrDefault("seeds", "3"));
    int from = Integer.parseInt(given.getOrDefault("from", "11"));
    double test = Double.parseDouble(given.getOrDefault("test", ".1"));
    boolean refit = Boolean.parseBoolean(given.getOrDefault("refit", "true"));
    int threads = Integer.parseInt(given.getOrDefault("threads", "1"));
    boolean cold = given.containsKey("cold");
    boolean verbose = given.containsKey("verbose");
    given
        .keySet()
        .removeAll(List.of("from", "seeds", "test", "refit", "threads", "verbose", "cold"));
    RatingTable all = read(Path.of(args[0]));
    double sum = 0;
    for (int seed = from; seed < from + seeds; seed++) {
      Split split = cold ? Split.ofMovies(all, test, seed) : Split.random(all, test, seed);
      sum += one(Recipes.named(args[1]), split, given, seed, threads, refit, verbose);
    }
    System.out.printf(Locale.ROOT, "== %s %s mean %.4f%n", args[1], given, sum / seeds);
  }

  private static <S extends Record> double one(
      Recipe<S> recipe,
      Split split,
      Map<String, String> given,
      int seed,
      int threads,
      boolean refit,
      boolean verbose)
      throws ReflectiveOperationException {
    S settings = with(recipe.defaults(split.learn), given);
    Training.Progress progress =
        (stage, epoch) -> {
          if (verbose) {
            System.out.printf(
                Locale.ROOT,
                "  %s %d loss %.4f validation %.4f %.2fs%n",
                stage,
                epoch.number(),
                epoch.loss(),
                epoch.validationError(),
                epoch.seconds());
          }
        };
    Training.Outcome outcome =
        new Training(seed, threads, Kernels.choose(null), refit, progress, () -> false)
            .run(recipe, settings, split.parts(), VALIDATION);
    TrainingReport.Scores test = outcome.test();
    String figures = "";
    double main = Double.NaN;
    if (test.rmse() != null) {
      main = test.rmse();
      figures +=
          String.format(
              Locale.ROOT,
              "rmse %.4f mse %.4f, of movies with 50 ratings %.4f",
              main,
              test.mse(),
              Rmse.of(
                  java.util.Objects.requireNonNull(outcome.model().ratings()), popular(split, 50)));
    }
    if (test.ndcgAt100() != null) {
      main = test.ndcgAt100();
      figures +=
          String.format(Locale.ROOT, " recall@20 %.4f ndcg@100 %.4f", test.recallAt20(), main);
    }
    System.out.printf(
        Locale.ROOT,
        "seed %d: %s (validation %s, epoch %d of %d, %.1f s)%n",
        seed,
        figures,
        outcome.validation().rmse() != null
            ? outcome.validation().rmse()
            : outcome.validation().recallAt20(),
        outcome.bestEpoch(),
        outcome.choosing().size(),
        outcome.seconds());
    return main;
  }

  /** The test ratings of movies with at least so many ratings to learn from. */
  private static RatingTable popular(Split split, int atLeast) {
    int[] counts = new int[split.learn.movies()];
    for (int movie : split.learn.movie()) {
      counts[movie]++;
    }
    return split.test.select(
        IntStream.range(0, split.test.size())
            .filter(i -> counts[split.test.movie()[i]] >= atLeast)
            .toArray());
  }

  @SuppressWarnings("unchecked")
  private static <S extends Record> S with(S defaults, Map<String, String> given)
      throws ReflectiveOperationException {
    Class<S> type = (Class<S>) defaults.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      components[i].getAccessor().setAccessible(true);
      String text = given.get(components[i].getName());
      Object value = components[i].getAccessor().invoke(defaults);
      values[i] =
          value instanceof Record several
              ? with(several, given)
              : text == null ? value : parse(types[i], text);
    }
    Constructor<S> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object parse(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == float.class) {
      return Float.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (constant.toString().equalsIgnoreCase(text)) {
          return constant;
        }
      }
    }
    return text;
  }
}
