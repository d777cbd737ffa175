package dev.freshet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code retrain-requests}, JSON.
 *
 * @param reason why, in the asker's words
 * @param rollbackTo generation to bring back instead of training; null to train
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetrainRequest(@Nullable String reason, @Nullable Integer rollbackTo) {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /** As JSON. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + this, e);
    }
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws IOException if it is not a request
   */
  public static RetrainRequest fromJson(byte @Nullable [] json) throws IOException {
    RetrainRequest request = json == null ? null : JSON.readValue(json, RetrainRequest.class);
    if (request == null) {
      throw new IOException("no value");
    }
    return request;
  }
}
