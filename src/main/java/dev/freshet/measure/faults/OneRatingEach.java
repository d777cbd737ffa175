package dev.freshet.measure.faults;

import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Users of whom each rates one movie, once. Movie ⌊movies·x²⌋ for uniform x, or the first one for a
 * share of them. Not thread-safe.
 */
final class OneRatingEach implements Events {

  private static final int STEPS = 10;

  private final int users;
  private final double popular;
  private final int movies;
  private final Recount recount;
  private final Random random = new Random(1);
  private long time = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private int produced;

  /**
   * Ratings of so many users.
   *
   * @param popular share of them that rate the first movie, whatever else there is
   * @param recount is told what must come of them
   */
  OneRatingEach(int users, double popular, int movies, Recount recount) {
    this.users = users;
    this.popular = popular;
    this.movies = movies;
    this.recount = recount;
  }

  @Override
  public @Nullable Event next() {
    if (produced == users) {
      return null;
    }
    String user = "u" + produced++;
    double x = random.nextDouble();
    String movie = random.nextDouble() < popular ? "m0" : "m" + (int) (movies * x * x);
    double stars = (1 + random.nextInt(STEPS)) / 2.0;
    time += 1_000;
    recount.say(user, movie, stars, time);
    return Event.rating(user, movie, stars, time);
  }
}
