package dev.freshet.measure.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Random;

/**
 * Ratings and retractions that name no time: that of their record counts, which the producer is
 * told when it was written. Not thread-safe: {@link #next} and {@link #written} have nothing in
 * common.
 */
final class UntimedRatings implements Events {

  private static final double RETRACTIONS = .1;
  private static final int STEPS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int users;
  private final Recount recount;
  private final int movies;
  private final Random random = new Random(1);

  /**
   * Ratings without end.
   *
   * @param recount is told what must come of them, once they are written
   */
  UntimedRatings(int users, Recount recount, int movies) {
    this.users = users;
    this.recount = recount;
    this.movies = movies;
  }

  @Override
  public Event next() {
    String user = "u" + random.nextInt(users);
    String stars =
        random.nextDouble() < RETRACTIONS
            ? "null"
            : String.format(Locale.ROOT, "%.1f", (1 + random.nextInt(STEPS)) / 2.0);
    return new Event(
        user,
        "{\"userId\":\"%s\",\"movieId\":\"m%d\",\"rating\":%s}"
            .formatted(user, random.nextInt(movies), stars));
  }

  @Override
  public void written(Event event, long millis) {
    try {
      JsonNode said = JSON.readTree(event.value());
      JsonNode stars = said.path("rating");
      recount.say(
          event.key(),
          said.path("movieId").asText(),
          stars.isNull() ? null : stars.asDouble(),
          millis);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + event.value(), e);
    }
  }
}
