package dev.freshet.wire;

import static dev.freshet.wire.RejectReason.ID_CONTROL_CHARACTER;
import static dev.freshet.wire.RejectReason.ID_EMPTY;
import static dev.freshet.wire.RejectReason.ID_TOO_LONG;
import static dev.freshet.wire.RejectReason.NOT_UTF8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ids of users and movies: 1 to 128 bytes of UTF-8 without control characters, compared byte by
 * byte.
 */
public final class Ids {

  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_BYTES = 128;

  private static final byte DELETE = 0x7f;

  private Ids() {}

  /**
   * Checks an id.
   *
   * @param id to check
   * @param field that it stands in, for the message
   * @return {@code id}
   * @throws RejectedException if no record could carry it
   */
  public static String check(String id, String field) throws RejectedException {
    int bytes = Utf8.length(id);
    if (bytes < 0) {
      throw new RejectedException(NOT_UTF8, field + " contains half a surrogate pair");
    }
    if (bytes == 0) {
      throw new RejectedException(ID_EMPTY, field + " is empty");
    }
    if (bytes > MAX_BYTES) {
      throw new RejectedException(
          ID_TOO_LONG, field + " has " + bytes + " bytes of UTF-8, at most 128 are allowed");
    }
    if (Utf8.hasControlCharacters(id)) {
      throw new RejectedException(ID_CONTROL_CHARACTER, field + " contains a control character");
    }
    return id;
  }

  /** Whether a record's key is an id. */
  public static boolean isId(byte @Nullable [] key) {
    return key != null && isId(key, 0, key.length);
  }

  /** Whether these bytes are an id. */
  static boolean isId(byte[] bytes, int from, int length) {
    if (length == 0 || length > MAX_BYTES) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        byte[] id = Arrays.copyOfRange(bytes, from, from + length);
        return Utf8.isValid(id)
            && !Utf8.hasControlCharacters(new String(id, StandardCharsets.UTF_8));
      }
      if (bytes[i] < ' ' || bytes[i] == DELETE) {
        return false;
      }
    }
    return true;
  }

  /** The id that a record's key holds. */
  static String ofKey(byte[] key) throws RejectedException {
    if (!Utf8.isValid(key)) {
      throw new RejectedException(NOT_UTF8, "the key is not UTF-8");
    }
    return check(new String(key, StandardCharsets.UTF_8), "the key");
  }

  /** The id at the parser's position, a string or an integer. */
  static String read(JsonParser json, String field) throws IOException, RejectedException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
      throw StrictJson.wrongType(json, field, "a string or an integer");
    }
    return check(json.getText(), field);
  }
}
