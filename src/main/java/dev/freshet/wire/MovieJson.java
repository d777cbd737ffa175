package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes what {@link MovieParser} reads. */
public final class MovieJson {

  private MovieJson() {}

  /** The value of a record of the {@code movies} topic; its key is the movie's id. */
  public static byte[] write(Movie movie) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = StrictJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("movieId", movie.movieId());
      json.writeStringField("title", movie.title());
      json.writeArrayFieldStart("genres");
      for (String genre : movie.genres()) {
        json.writeString(genre);
      }
      json.writeEndArray();
      Integer year = movie.year();
      if (year == null) {
        json.writeNullField("year");
      } else {
        json.writeNumberField("year", year);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
    return bytes.toByteArray();
  }
}
