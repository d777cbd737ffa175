package dev.freshet.train;

import dev.freshet.autodiff.Csr;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.event.Movie;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

  private Tuning() {}

  /** A random split: ratings to test with, to choose the epoch with, and to learn from. */
  record Split(RatingTable train, RatingTable validation, RatingTable learn, RatingTable test) {

    static Split random(RatingTable all, double testShare, long seed) {
      int[] order = shuffled(all.size(), seed);
      int tests = (int) Math.round(all.size() * testShare);
      int validations = (int) Math.round((all.size() - tests) * .1);
      return new Split(
          all.select(Arrays.copyOfRange(order, tests + validations, order.length)),
          all.select(Arrays.copyOfRange(order, tests, tests + validations)),
          all.select(Arrays.copyOfRange(order, tests, order.length)),
          all.select(Arrays.copyOfRange(order, 0, tests)));
    }

    /** Holds out all ratings of a share of the movies, so that the test has unseen movies only. */
    static Split ofMovies(RatingTable all, double testShare, long seed) {
      int[] movies = shuffled(all.movies(), seed);
      boolean[] held = new boolean[all.movies()];
      for (int i = 0; i < all.movies() * testShare; i++) {
        held[movies[i]] = true;
      }
      int[] order = shuffled(all.size(), seed);
      int[] test = Arrays.stream(order).filter(i -> held[all.movie()[i]]).toArray();
      int[] learn = Arrays.stream(order).filter(i -> !held[all.movie()[i]]).toArray();
      int validations = learn.length / 10;
      return new Split(
          all.select(Arrays.copyOfRange(learn, validations, learn.length)),
          all.select(Arrays.copyOf(learn, validations)),
          all.select(learn),
          all.select(test));
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
  }

  /** Reads a folder of ratings with its genres. */
  static RatingTable read(Path path) {
    RatingSet set = RatingFiles.open(path);
    int n = set.ratings().size();
    int[] users = new int[n];
    int[] movies = new int[n];
    float[] ratings = new float[n];
    long[] times = new long[n];
    for (int i = 0; i < n; i++) {
      users[i] = set.ratings().user(i);
      movies[i] = set.ratings().movie(i);
      ratings[i] = set.ratings().rating(i);
      times[i] = set.ratings().eventTime(i);
    }
    int userCount = set.ratings().userIds().size();
    int movieCount = set.ratings().movieIds().size();
    return new RatingTable(userCount, movieCount, set.scale(), users, movies, ratings, times)
        .withGenres(genres(set));
  }

  private static Csr genres(RatingSet set) {
    Map<String, Movie> byId = new HashMap<>();
    set.movies().forEach(movie -> byId.put(movie.movieId(), movie));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<String> ids = set.ratings().movieIds();
    int[] starts = new int[ids.size() + 1];
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Movie movie = byId.get(ids.get(i));
      for (String genre : movie == null ? List.<String>of() : movie.genres()) {
        columns.add(numbers.computeIfAbsent(genre, g -> numbers.size()));
      }
      starts[i + 1] = columns.size();
    }
    float[] ones = new float[columns.size()];
    Arrays.fill(ones, 1);
    int[] cols = columns.stream().mapToInt(Integer::intValue).toArray();
    return new Csr(ids.size(), numbers.size(), starts, cols, ones);
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
    S settings = with(recipe.defaults(split.train), given);
    Fitting fitting =
        new Fitting(
            seed,
            threads,
            dev.freshet.autodiff.Kernels.choose(null),
            epoch -> {
              if (verbose) {
                System.out.printf(
                    Locale.ROOT,
                    "  %d loss %.4f validation %.4f %.2fs%n",
                    epoch.number(),
                    epoch.loss(),
                    epoch.validationError(),
                    epoch.seconds());
              }
            },
            () -> false);
    long start = System.nanoTime();
    Trained trained =
        refit
            ? Refit.fit(recipe, split.train, split.validation, split.learn, settings, fitting)
            : recipe.fit(split.train, split.validation, settings, fitting);
    double seconds = (System.nanoTime() - start) / 1e9;
    double validation =
        trained.bestEpoch() == 0
            ? Double.NaN
            : trained.epochs().get(trained.bestEpoch() - 1).validationError();
    String figures = "";
    double main = Double.NaN;
    if (trained.ratings() != null) {
      main = Rmse.of(trained.ratings(), split.test);
      figures +=
          String.format(
              Locale.ROOT,
              "rmse %.4f mse %.4f, of movies with 50 ratings %.4f",
              main,
              main * main,
              Rmse.of(trained.ratings(), popular(split, 50)));
    }
    if (trained.topN() != null) {
      TopNScores top = TopNScores.of(trained.topN(), split.learn, split.test, 4);
      main = top.ndcgAt100();
      figures +=
          String.format(Locale.ROOT, " recall@20 %.4f ndcg@100 %.4f", top.recallAt20(), main);
    }
    System.out.printf(
        Locale.ROOT,
        "seed %d: %s (validation %.4f, epoch %d of %d, %.1f s)%n",
        seed,
        figures,
        validation,
        trained.bestEpoch(),
        trained.epochs().size(),
        seconds);
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
      values[i] =
          text == null ? components[i].getAccessor().invoke(defaults) : parse(types[i], text);
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
