package dev.freshet.stream;

import dev.freshet.online.Recommender;
import java.time.Duration;

/**
 * How lists are made.
 *
 * @param recommender length, reasons and order of a list
 * @param interval at most one list per user in this time, those for a new generation not counted;
 *     what comes meanwhile waits for its end
 * @param tick how often due lists are looked for
 * @param slice time that one partition spends on lists in one tick before it turns to ratings again
 */
public record ListSettings(
    Recommender.Settings recommender, Duration interval, Duration tick, Duration slice) {

  /** The defaults, for freshness below 200 ms with most of the time left for learning. */
  public static ListSettings defaults() {
    return new ListSettings(
        Recommender.Settings.defaults(),
        Duration.ofSeconds(1),
        Duration.ofMillis(10),
        Duration.ofMillis(5));
  }
}
