package dev.freshet.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code recommendations}, JSON: the newest list of one user and what it is based on.
 *
 * @param userId whose list
 * @param generation generation of all factors that were used
 * @param rankingGeneration generation of the ranking head whose vectors were used; 0 for none
 * @param ratings number of the user's ratings that stand
 * @param interactions number of movies with an interaction of the user's that stands; absent where
 *     it is 0
 * @param source the newest event it contains; null if it was refreshed before any
 * @param reason {@code rating} for any event of the user, {@code checkpoint} or {@code catalogue}
 * @param arm that the user is in; lists from before there were arms are of the treatment
 * @param refreshedAt when, milliseconds since the epoch
 * @param items best first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Recommendations(
    String userId,
    int generation,
    int rankingGeneration,
    int ratings,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int interactions,
    @Nullable Source source,
    String reason,
    Arm arm,
    long refreshedAt,
    List<Item> items) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A list of a user without interactions. */
  public Recommendations(
      String userId,
      int generation,
      int rankingGeneration,
      int ratings,
      @Nullable Source source,
      String reason,
      Arm arm,
      long refreshedAt,
      List<Item> items) {
    this(
        userId, generation, rankingGeneration, ratings, 0, source, reason, arm, refreshedAt, items);
  }

  /** Fills in what older lists do not say. */
  public Recommendations {
    arm = arm == null ? Arm.TREATMENT : arm;
  }

  /**
   * Position of an event.
   *
   * @param topic the topic of ratings
   * @param partition its partition
   * @param offset its offset
   */
  public record Source(String topic, int partition, long offset) {}

  /**
   * A recommended movie.
   *
   * @param movieId the movie
   * @param title as in the catalogue, absent where there is none
   * @param predictedRating on the scale; absent where neither the user rated anything nor anybody
   *     rated the movie
   * @param because rated movies that spoke most for it, the strongest first
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(
      String movieId,
      @Nullable String title,
      @Nullable Float predictedRating,
      List<String> because) {}

  /** What is kept of this list once it was sent. */
  public ListedMovies movies() {
    List<String> ids = items.stream().map(Item::movieId).toList();
    return ListedMovies.of(ids, refreshedAt, generation, arm);
  }

  /** This list as JSON. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the list of " + userId, e);
    }
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws UncheckedIOException if it is not such a list
   */
  public static Recommendations fromJson(byte[] json) {
    try {
      return JSON.readValue(json, Recommendations.class);
    } catch (IOException e) {
      throw new UncheckedIOException("not a recommendations record", e);
    }
  }
}
