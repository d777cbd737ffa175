package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Garbage of any kind never stops the stream, and all of it is accounted for. */
class GarbageInTest {

  private static final int RECORDS = 24_000;
  private static final int EVERY_MOVIE = 4;
  private static final List<String> VALUES =
      List.of(
          "4",
          "-1",
          "1e400",
          "NaN",
          "-Infinity",
          "null",
          "true",
          "\"4\"",
          "[4]",
          "{}",
          "",
          "0x4",
          "99999999999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"ada\"",
          "5.0000001",
          "0.49999999",
          "1577836800000",
          "-9223372036854775809",
          "\"" + "é".repeat(65) + "\"");
  private static final List<String> FIELDS =
      List.of("userId", "movieId", "rating", "timestamp", "forget", "title", "genres", "year", "x");

  private final Random random = new Random(20240502);

  @Test
  void everyRecordIsLearnedOrRejectedAndNothingStops() {
    try (TwoSides freshet = new TwoSides()) {
      int ratings = 0;
      int movies = 0;
      for (int i = 0; i < RECORDS; i++) {
        byte[] key = key();
        byte[] value = value();
        int before = freshet.out.rejected.size();
        if (i % EVERY_MOVIE == 0) {
          freshet.produceMovie(key, value);
          movies++;
        } else {
          freshet.produce(key, value);
          ratings++;
        }
        if (freshet.out.rejected.size() > before) {
          assertArrayEquals(key, freshet.out.rejected.get(before).key());
          assertArrayEquals(value, freshet.out.rejected.get(before).value());
          freshet.out.rejected.set(before, null); // Heavy, and looked at.
        }
      }
      LearningProgress users = freshet.usersProgress();
      long accepted =
          users.learned()
              + users.unchanged()
              + users.late()
              + users.retracted()
              + users.forgotten();
      assertEquals(users.sequence(), accepted);
      int catalogue = freshet.out.written.get(Topic.CATALOGUE).size();
      assertEquals(ratings + movies, accepted + catalogue + freshet.out.rejected.size());
      assertEquals(users.learned(), freshet.moviesProgress().learned());
      assertTrue(
          accepted > 100 && catalogue > 100, accepted + " and " + catalogue + " were harmless");
      assertTrue(
          new TreeSet<>(freshet.out.rejectedReasons).size() >= 14,
          () -> "too tame: " + new TreeSet<>(freshet.out.rejectedReasons));
    }
  }

  private byte[] key() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> noise(random.nextInt(200));
      default -> ("m" + random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] value() {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> noise(random.nextInt(400));
      case 2 -> cut(object());
      case 3 -> flipped(object());
      case 4 -> nested();
      case 5 -> huge();
      default -> object().getBytes(StandardCharsets.UTF_8);
    };
  }

  /** An object with fields of the contract, most of them of the wrong kind. */
  private String object() {
    if (random.nextInt(4) == 0) {
      return "{\"userId\":\"u%d\",\"movieId\":\"m%d\",\"rating\":4,\"timestamp\":%d,\"title\":\"Heat\"}"
          .formatted(random.nextInt(50), random.nextInt(50), TwoSides.EVENT + random.nextInt(9));
    }
    StringBuilder json = new StringBuilder("{");
    int fields = random.nextInt(6);
    for (int i = 0; i < fields; i++) {
      json.append(i == 0 ? "\"" : ",\"")
          .append(FIELDS.get(random.nextInt(FIELDS.size())))
          .append("\":")
          .append(VALUES.get(random.nextInt(VALUES.size())));
    }
    return json.append('}').toString();
  }

  private byte[] cut(String json) {
    return json.substring(0, random.nextInt(json.length())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] flipped(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    return bytes;
  }

  private byte[] nested() {
    int depth = 1 + random.nextInt(5_000);
    return ("{\"userId\":" + (random.nextBoolean() ? "[" : "{\"x\":").repeat(depth))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] huge() {
    if (random.nextInt(100) > 0) {
      return ("{\"x\":\"" + "y".repeat(random.nextInt(2_000)) + "\"}")
          .getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = noise(1024 * 1024);
    bytes[0] = '{';
    return bytes;
  }
}
