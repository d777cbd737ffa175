package dev.freshet.measure.faults;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Users with tastes who rate, change their minds, repeat themselves, are late, send nonsense and
 * want to be forgotten, in an order that the seed decides. What must come of it is told to a {@link
 * Recount}. Not thread-safe.
 */
final class Churn implements Events {

  private static final int TASTES = 3;
  private static final double NONSENSE = .01;
  private static final double RETRACTIONS = .05;
  private static final double REPEATED = .08;
  private static final double LATE = .05;

  /** Share of the requests to be forgotten that are made now; the others mean an earlier time. */
  private static final double FORGOTTEN_NOW = .5;

  private final int users;
  private final int movies;
  private final double forgets;
  private final double ties;
  private final Random random;
  private final Recount recount;
  private final double[][] userTastes;
  private final double[][] movieTastes;
  private long time = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  /**
   * Invents users and movies.
   *
   * @param forgets share of events that ask to be forgotten
   * @param ties share of events at the time of another that they contradict
   */
  Churn(int users, int movies, double forgets, double ties, long seed, Recount recount) {
    this.users = users;
    this.movies = movies;
    this.forgets = forgets;
    this.ties = ties;
    this.random = new Random(seed);
    this.recount = recount;
    this.userTastes = tastes(users);
    this.movieTastes = tastes(movies);
  }

  private double[][] tastes(int rows) {
    double[][] tastes = new double[rows][TASTES];
    for (double[] row : tastes) {
      for (int i = 0; i < TASTES; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return tastes;
  }

  @Override
  public Event next() {
    time += 1_000;
    int userNumber = random.nextInt(users);
    int movieNumber = random.nextInt(movies);
    String user = "u" + userNumber;
    double kind = random.nextDouble();
    if ((kind -= NONSENSE) < 0) {
      recount.rejected();
      return new Event(user, "{\"userId\":\"" + user + "\",\"rating\":");
    }
    if ((kind -= forgets) < 0) {
      return forget(user);
    }
    List<String> rated = recount.said(user).keySet().stream().sorted().toList();
    String again = rated.isEmpty() ? null : rated.get(random.nextInt(rated.size()));
    Double stars = stars(userNumber, movieNumber);
    if (again != null && (kind -= REPEATED + LATE + ties) < 0) {
      return contradict(user, again, kind, stars);
    }
    if (again != null && (kind -= RETRACTIONS) < 0) {
      return say(user, again, null, time);
    }
    return say(user, "m" + movieNumber, stars, time);
  }

  /**
   * Says something on a movie that the user has spoken of: repeats it, comes late with an older
   * time, or contradicts it at its own time.
   */
  private Event contradict(String user, String movie, double kind, Double stars) {
    Recount.Said said = recount.said(user).get(movie);
    if (said == null || -kind < REPEATED) {
      return said == null
          ? say(user, movie, stars, time)
          : say(user, movie, said.stars(), said.time());
    }
    if (-kind < REPEATED + LATE) {
      return say(user, movie, stars, said.time() - 1 - random.nextInt(500));
    }
    return say(user, movie, random.nextInt(4) == 0 ? null : stars, said.time());
  }

  private Event forget(String user) {
    List<Long> times =
        recount.said(user).values().stream().map(Recount.Said::time).sorted().toList();
    boolean isNow = times.isEmpty() || random.nextDouble() < FORGOTTEN_NOW;
    long upTo = isNow ? time : times.get(random.nextInt(times.size()));
    recount.forget(user, upTo);
    return new Event(
        user, "{\"userId\":\"%s\",\"forget\":true,\"timestamp\":%d}".formatted(user, upTo));
  }

  private Event say(String user, String movie, @Nullable Double stars, long at) {
    recount.say(user, movie, stars, at);
    return Event.rating(user, movie, stars, at);
  }

  private Double stars(int user, int movie) {
    double taste = 3 + random.nextGaussian() * .4;
    for (int i = 0; i < TASTES; i++) {
      taste += userTastes[user][i] * movieTastes[movie][i] * .6;
    }
    return Math.max(1, Math.min(10, Math.round(taste * 2))) / 2.0;
  }
}
