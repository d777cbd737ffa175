package dev.freshet.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
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

  /** A number in quotes or with a fraction is a mistake, not a generation; so is any other type. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  /** The bytes of this request as JSON. */
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
    RetrainRequest request = json == null ? null : read(json);
    if (request == null) {
      throw new IOException("no value");
    }
    Integer generation = request.rollbackTo();
    if (generation != null && generation < 0) {
      throw new IOException("rollbackTo is " + generation + " and must not be negative");
    }
    return request;
  }

  /** A field that is misspelt must not turn a rollback into a retrain. */
  private static @Nullable RetrainRequest read(byte[] json) throws IOException {
    try {
      return JSON.readValue(json, RetrainRequest.class);
    } catch (UnrecognizedPropertyException e) {
      throw new IOException(
          "it has a field \"%s\"; the known ones are reason and rollbackTo"
              .formatted(e.getPropertyName()),
          e);
    }
  }
}
