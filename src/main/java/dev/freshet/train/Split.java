package dev.freshet.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which ratings are held out.
 *
 * @param kind how they are chosen
 * @param share of ratings (of users, for {@link Strategy#USERS}; of movies, for {@link
 *     Strategy#MOVIES}) that is held out, above 0 and below 1
 */
public record Split(Strategy kind, double share) {

  /** Part of a training set that chooses the epoch. */
  public static final double VALIDATION_SHARE = .1;

  /** Part of a held-out user's ratings that is shown to the model before it recommends. */
  private static final double GIVEN_SHARE = .8;

  /** Ways to choose. */
  public enum Strategy {
    /** Any rating, with equal chance. */
    RANDOM,
    /** The newest ratings of all. */
    TIME,
    /** Movies with all their ratings. */
    MOVIES,
    /** Users: 80% of the ratings of each are shown after training, the rest is the test. */
    USERS
  }

  /**
   * The parts of a set of ratings; each keeps the order that the set had.
   *
   * @param train for learning, validation included
   * @param given shown after training; empty unless users are held out
   * @param test the truth to be predicted
   */
  public record Parts(RatingTable train, RatingTable given, RatingTable test) {}

  /** Checks the share. */
  public Split {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the share that is held out must be above 0 and below 1, not " + share);
    }
  }

  /**
   * Reads {@code random:0.1}, {@code time:0.1}, {@code movies:0.1} or {@code users:0.1}.
   *
   * @throws IllegalArgumentException with a line for a person
   */
  public static Split parse(String text) {
    String[] parts = text.split(":", 2);
    String name = parts[0].toUpperCase(Locale.ROOT);
    boolean known = Arrays.stream(Strategy.values()).anyMatch(kind -> kind.name().equals(name));
    if (!known || parts.length != 2) {
      throw new IllegalArgumentException(
          "a split is random:0.1, time:0.1, movies:0.1, users:0.1 or folds:DIR, not " + text);
    }
    double share;
    try {
      share = Double.parseDouble(parts[1]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the share of a split is a number such as 0.1, not " + parts[1], e);
    }
    return new Split(Strategy.valueOf(name), share);
  }

  /** How a training set of this split is divided again, to choose the epoch. */
  public Split validation() {
    return new Split(kind == Strategy.TIME ? Strategy.TIME : Strategy.RANDOM, VALIDATION_SHARE);
  }

  /**
   * Divides ratings into the parts of this split.
   *
   * @param all to be divided; not modified
   * @param seed same seed, same parts
   * @throws TrainingException if nothing is left to learn from or to test on
   */
  public Parts of(RatingTable all, long seed) {
    Parts parts = divide(all, seed);
    if (parts.train.size() == 0 || parts.test.size() == 0) {
      throw new TrainingException(
          "the "
              + (parts.train.size() == 0 ? "training" : "test")
              + " part of "
              + this
              + " is empty: "
              + all.size()
              + " ratings by "
              + all.users()
              + " users are too few; bring more ratings or choose another split");
    }
    return parts;
  }

  /**
   * Divides; parts may be empty.
   *
   * @param all to be divided; not modified
   * @param seed same seed, same parts
   */
  public Parts divide(RatingTable all, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (kind) {
      case RANDOM -> {
        int[] order = shuffled(all.size(), random);
        int held = (int) Math.round(share * all.size());
        yield parts(all, order, held);
      }
      case TIME -> {
        int[] order =
            IntStream.range(0, all.size())
                .boxed()
                .sorted(newestFirst(all))
                .mapToInt(i -> i)
                .toArray();
        yield parts(all, order, (int) Math.round(share * all.size()));
      }
      case MOVIES -> movies(all, random);
      case USERS -> users(all, random);
    };
  }

  private static Comparator<Integer> newestFirst(RatingTable all) {
    return Comparator.<Integer>comparingLong(i -> all.time()[i]).thenComparing(i -> i).reversed();
  }

  private Parts users(RatingTable all, SplittableRandom random) {
    boolean[] held = chosen(all.users(), random);
    int[] ratings = new int[all.users()];
    for (int user : all.user()) {
      ratings[user]++;
    }
    // Of each held-out user the first 80% in a random order are given.
    int[] seen = new int[all.users()];
    byte[] part = new byte[all.size()];
    for (int i : shuffled(all.size(), random)) {
      int user = all.user()[i];
      if (held[user]) {
        part[i] = (byte) (seen[user]++ < Math.ceil(GIVEN_SHARE * ratings[user]) ? 1 : 2);
      }
    }
    return new Parts(where(all, part, 0), where(all, part, 1), where(all, part, 2));
  }

  private Parts movies(RatingTable all, SplittableRandom random) {
    boolean[] held = chosen(all.movies(), random);
    byte[] part = new byte[all.size()];
    for (int i = 0; i < part.length; i++) {
      part[i] = (byte) (held[all.movie()[i]] ? 2 : 0);
    }
    return new Parts(where(all, part, 0), where(all, part, 1), where(all, part, 2));
  }

  /** The share of n that is held out. */
  private boolean[] chosen(int n, SplittableRandom random) {
    int[] order = shuffled(n, random);
    boolean[] held = new boolean[n];
    for (int i = 0; i < Math.round(share * n); i++) {
      held[order[i]] = true;
    }
    return held;
  }

  private static Parts parts(RatingTable all, int[] order, int held) {
    byte[] part = new byte[all.size()];
    for (int i = 0; i < held; i++) {
      part[order[i]] = 2;
    }
    return new Parts(where(all, part, 0), where(all, part, 1), where(all, part, 2));
  }

  private static RatingTable where(RatingTable all, byte[] part, int wanted) {
    return all.select(IntStream.range(0, all.size()).filter(i -> part[i] == wanted).toArray());
  }

  private static int[] shuffled(int n, SplittableRandom random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** The text that {@link #parse} reads, such as {@code random:0.1}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + share;
  }
}
