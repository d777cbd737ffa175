package dev.freshet.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A movie of the catalogue.
 *
 * @param movieId 1 to 128 bytes of UTF-8
 * @param title as shown to people
 * @param genres possibly empty
 * @param year of release, null where unknown
 */
public record Movie(String movieId, String title, List<String> genres, @Nullable Integer year) {

  /** Copies the genres. */
  public Movie {
    genres = List.copyOf(genres);
  }
}
