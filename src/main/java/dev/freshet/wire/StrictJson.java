package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * Reads one JSON object from a record's value: all of it, nothing after it, whatever the bytes.
 *
 * <p>It departs from RFC 8259 in one point: it reads the numbers NaN and Infinity, so that the
 * message can call such a rating by its name. Anywhere else they are not JSON.
 */
final class StrictJson {

  /** Deeper than any reasonable extra field, far from the end of a stack. */
  private static final int MAX_DEPTH = 64;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1000)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // Names come from strangers: they neither stay in the JVM nor fail the reader.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private StrictJson() {}

  /** Takes one field: the parser stands at its value and stands at the value's end afterwards. */
  interface FieldReader {
    void read(String field, JsonParser json) throws IOException, RejectedException;
  }

  /**
   * Reads the object that {@code value} holds, field by field.
   *
   * @throws RejectedException if it holds something else, or the reader rejects
   */
  static void readObject(byte[] value, FieldReader reader) throws RejectedException {
    requireUtf8(value);
    try (JsonParser json = FACTORY.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw json.currentToken() == null
            ? new RejectedException(RejectReason.NOT_JSON, "the value is blank")
            : wrongType(json, "the value", "an object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        reader.read(field, json);
      }
      if (json.nextToken() != null) {
        throw new RejectedException(RejectReason.NOT_JSON, "something follows the JSON object");
      }
    } catch (StreamConstraintsException e) {
      throw new RejectedException(RejectReason.TOO_LARGE, e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new RejectedException(RejectReason.NOT_JSON, "not JSON: " + e.getOriginalMessage());
    } catch (IOException | RuntimeException e) {
      // No input is known that leads here; if there is one, it must not stop the stream.
      throw new RejectedException(RejectReason.NOT_JSON, "the JSON reader failed: " + e);
    }
  }

  /** Skips the value of a field that means nothing here. */
  static void skip(JsonParser json) throws IOException, RejectedException {
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_FLOAT && json.isNaN()) {
        throw new RejectedException(RejectReason.NOT_JSON, json.getText() + " is not JSON");
      }
    } while (depth > 0 && json.nextToken() != null);
  }

  /** The rejection of a value that is not {@code wanted}. */
  static RejectedException wrongType(JsonParser json, String field, String wanted) {
    String found =
        switch (json.currentToken()) {
          case START_OBJECT, END_OBJECT -> "an object";
          case START_ARRAY, END_ARRAY -> "an array";
          case VALUE_STRING, FIELD_NAME -> "a string";
          case VALUE_NUMBER_INT -> "an integer";
          case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "null";
        };
    return new RejectedException(
        RejectReason.WRONG_TYPE, field + " must be " + wanted + ", not " + found);
  }

  private static void requireUtf8(byte[] value) throws RejectedException {
    if (!Utf8.isValid(value)) {
      throw new RejectedException(RejectReason.NOT_UTF8, "the value is not UTF-8");
    }
    // Jackson takes zeros and byte order marks at the start for hints at other encodings.
    boolean mark = value.length >= 3 && value[0] == (byte) 0xef && value[1] == (byte) 0xbb;
    boolean zero = false;
    for (int i = 0; i < Math.min(4, value.length); i++) {
      zero |= value[i] == 0;
    }
    if (mark || zero) {
      throw new RejectedException(
          RejectReason.NOT_JSON,
          "the value starts with a byte order mark or a zero byte: send UTF-8 without a mark");
    }
  }
}
