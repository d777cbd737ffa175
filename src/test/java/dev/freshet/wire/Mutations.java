package dev.freshet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Valid records and what random edits make of them. */
final class Mutations {

  static final List<String> RATINGS =
      List.of(
          "{\"userId\":\"u1\",\"movieId\":\"m1\",\"rating\":4.5,\"timestamp\":1000000000000}",
          "{\"userId\":17,\"movieId\":\"ä€😀\",\"rating\":null,\"x\":{\"y\":[1,2e3,true,\"\\u00e4\"]}}",
          "{\"userId\":\"u\",\"forget\":true,\"timestamp\":1000000000000}",
          "{\"userId\":\"u\",\"movieId\":\"m\",\"event\":\"view\",\"value\":0.5}");

  static final List<String> MOVIES =
      List.of(
          "{\"movieId\":\"m1\",\"title\":\"Solaris\",\"genres\":[\"Drama\",\"Sci-Fi\"],\"year\":1972}",
          "{\"title\":\"Amélie 😀\",\"genres\":\"Comedy|Romance\",\"year\":null,\"x\":[{}]}");

  static final List<String> RETRAIN_REQUESTS =
      List.of(
          "{}",
          "{\"reason\":\"Amélie is missing: \\u00e4\"}",
          "{\"rollbackTo\":3,\"reason\":null}");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "true",
          "NaN",
          "-Infinity",
          "1e999",
          "-0",
          "\\u0000",
          "\\ud800",
          "\\",
          "\u0000",
          "999999999999999999999",
          "\"userId\":",
          "\"rating\":",
          "\"event\":\"view\",",
          "\"value\":",
          "\"forget\":true",
          "\"title\":",
          "\"genres\":",
          "[[[[[[[[",
          "/*",
          "'",
          "\ufeff",
          ".5");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** One of {@code valid} after one to four random edits, or, rarely, pure noise. */
  byte[] of(List<String> valid) {
    if (random.nextInt(50) == 0) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = valid.get(random.nextInt(valid.size())).getBytes(StandardCharsets.UTF_8);
    int edits = 1 + random.nextInt(4);
    for (int edit = 0; edit < edits; edit++) {
      bytes = edited(bytes);
    }
    return bytes;
  }

  private byte[] edited(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(8));
    return switch (random.nextInt(6)) {
      case 0 -> spliced(bytes, from, to, new byte[0]);
      case 1 -> spliced(bytes, from, from, TOKENS.get(random.nextInt(TOKENS.size())));
      case 2 -> spliced(bytes, from, to, TOKENS.get(random.nextInt(TOKENS.size())));
      case 3 -> spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, bytes.length));
      case 4 ->
          spliced(
              bytes, from, Math.min(bytes.length, from + 1), new byte[] {(byte) random.nextInt()});
      default -> spliced(bytes, from, from, "9".repeat(random.nextInt(200)));
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, String insertion) {
    return spliced(bytes, from, to, insertion.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] insertion) {
    byte[] result = new byte[bytes.length - (to - from) + insertion.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(insertion, 0, result, from, insertion.length);
    System.arraycopy(bytes, to, result, from + insertion.length, bytes.length - to);
    return result;
  }
}
