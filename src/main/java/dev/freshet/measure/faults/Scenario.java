package dev.freshet.measure.faults;

import java.util.Locale;

/** Something that Freshet has to bear, at a size that a trial chooses. */
public enum Scenario {
  /** Many users of whom each rates one movie, once. */
  ONE_RATING_USERS(500_000, 1_000, 3_000),
  /** A movie that nearly every user rates. */
  POPULAR_MOVIE(220_000, 1_000, 3_000),
  /** A steady load for long: what the processes take must not grow. */
  SOAK(2_000, 1_000, 1_000),
  /** SIGKILL of the trainer while it publishes a generation. */
  PUBLISHING(1_000, 200, 500),
  /** Ratings that name no time, in a topic whose broker sets the time of records. */
  LOG_APPEND_TIME(2_000, 400, 500);

  private final int users;
  private final int movies;
  private final double rate;

  Scenario(int users, int movies, double rate) {
    this.users = users;
    this.movies = movies;
    this.rate = rate;
  }

  /** Its load at full size, on so many partitions. */
  public FaultsPlan.FaultsLoad load(int partitions) {
    return new FaultsPlan.FaultsLoad(rate, users, movies, partitions, 0, 0);
  }

  /** Whether its events come to an end by themselves. */
  boolean isFinite() {
    return this == ONE_RATING_USERS || this == POPULAR_MOVIE;
  }

  /** The name in commands and reports. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
