package dev.freshet.stream;

import dev.freshet.online.Recommender;
import java.time.Duration;

/**
 * How lists are made.
 *
 * @param interval at most one list per user in this time, those for a new generation not counted;
 *     what comes meanwhile waits for its end
 * @param recommender length, reasons and order of a list
 * @param tick how often due lists are looked for
 * @param slice of a tick that lists may take
 * @param control share of the users who get lists by popularity alone
 */
public record ListSettings(
    Duration interval,
    Recommender.Settings recommender,
    Duration tick,
    Slice slice,
    float control) {

  /**
   * The part of a tick that one partition spends on lists before it turns to ratings again.
   *
   * @param time at most, but for the list that is being made
   */
  public record Slice(Duration time) {}

  /** A copy for lists of {@code length} movies without reasons. */
  public ListSettings places(int length) {
    return new ListSettings(interval, recommender.places(length), tick, slice, control);
  }

  /** The defaults, for freshness below 200 ms with most of the time left for learning. */
  public static ListSettings defaults() {
    return new ListSettings(
        Duration.ofSeconds(1),
        Recommender.Settings.defaults(),
        Duration.ofMillis(10),
        new Slice(Duration.ofMillis(5)),
        0);
  }
}
