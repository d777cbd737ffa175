package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Writes what {@link RatingParser} reads. */
public final class RatingJson {

  private RatingJson() {}

  /** The value of a record of the {@code ratings} topic; the event time is always in it. */
  public static byte[] write(RatingEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = StrictJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("userId", event.userId());
      switch (event.kind()) {
        case RATE -> {
          json.writeStringField("movieId", event.movieId());
          json.writeNumberField("rating", event.rating());
        }
        case RETRACT -> {
          json.writeStringField("movieId", event.movieId());
          json.writeNullField("rating");
        }
        case INTERACT, UNDO -> {
          Interaction what = Objects.requireNonNull(event.interaction());
          json.writeStringField("movieId", event.movieId());
          json.writeStringField("event", what.name());
          if (Float.isNaN(what.value())) {
            json.writeNullField("value");
          } else {
            json.writeNumberField("value", what.value());
          }
        }
        case FORGET -> json.writeBooleanField("forget", true);
      }
      json.writeNumberField("timestamp", event.eventTime());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
    return bytes.toByteArray();
  }
}
