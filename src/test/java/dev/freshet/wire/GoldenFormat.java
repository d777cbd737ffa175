package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Factors;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * A binary format, held against bytes of it that were written out by hand. Where one of them fails,
 * the format changed: give it a new version, read both, and add the new bytes.
 *
 * @param encode writes a value in the newest version
 * @param decode reads a value of any version
 * @param contents what is compared of a value: itself if it has equality, else all that it holds
 */
record GoldenFormat<T>(
    Function<T, byte[]> encode, Function<byte[], T> decode, Function<T, Object> contents) {

  GoldenFormat(Function<T, byte[]> encode, Function<byte[], T> decode) {
    this(encode, decode, value -> value);
  }

  /** The value is written as these bytes, and they are read as the value. */
  T assertWrittenAndRead(String hex, T value) {
    assertBytes(hex(hex), encode.apply(value));
    return assertRead(hex, value);
  }

  /** Bytes of an older version, which nobody writes any more, are read as the value. */
  T assertRead(String hex, T value) {
    T read = decode.apply(hex(hex));
    assertEquals(contents.apply(value), contents.apply(read));
    return read;
  }

  static void assertBytes(byte[] expected, byte[] actual) {
    assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(actual));
  }

  /** Bytes written as hex digits, each line with a comment. */
  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
  }

  /** All that factors hold, with equality. */
  static List<Object> contents(Factors f) {
    return List.of(f.generation(), f.steps(), f.bias(), f.baseline(), Arrays.toString(f.vector()));
  }
}
