package dev.freshet.measure.faults;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events that a trial produces, and what must come of them. Not thread-safe. */
interface Events {

  /**
   * An event as it is produced.
   *
   * @param key the user
   * @param value JSON, or nonsense
   */
  record Event(String key, String value) {

    /**
     * A rating, or its retraction.
     *
     * @param stars null takes it back
     * @param millis since the epoch
     */
    static Event rating(String user, String movie, @Nullable Double stars, long millis) {
      return new Event(
          user,
          String.format(
              Locale.ROOT,
              "{\"userId\":\"%s\",\"movieId\":\"%s\",\"rating\":%s,\"timestamp\":%d}",
              user,
              movie,
              stars,
              millis));
    }
  }

  /** Ids of so many movies: m0, m1 and so on. */
  static List<String> movies(int count) {
    return IntStream.range(0, count).mapToObj(movie -> "m" + movie).toList();
  }

  /** The next event; null when there are no more. */
  @Nullable Event next();

  /**
   * An event was written. It is called on the producer's thread; events of one user come in their
   * order.
   *
   * @param millis timestamp of its record, milliseconds since the epoch
   */
  default void written(Event event, long millis) {}
}
