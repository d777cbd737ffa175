package dev.freshet.event;

import dev.freshet.model.Factors;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that Freshet's binary formats share. Big-endian; every format starts with a version
 * byte.
 */
final class Binary {

  /** Bytes of {@link Factors} of rank 0: generation 4, steps 4, bias 4, baseline 4, rank 2. */
  private static final int FACTORS_HEADER = 18;

  private Binary() {}

  static void checkVersion(String format, int expected, byte found) {
    if (found != expected) {
      throw new IllegalStateException(
          format + ": version " + found + " is not known here, this program reads " + expected);
    }
  }

  /** What a reader makes of bytes that anybody may have written; null if it cannot. */
  static <T> @Nullable T orNull(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (BufferUnderflowException | IllegalStateException | NegativeArraySizeException e) {
      return null; // too short, of no known version, or no length
    }
  }

  /** Checks a format of which several versions are read. */
  static void checkVersion(String format, int oldest, int newest, byte found) {
    if (found < oldest || found > newest) {
      throw new IllegalStateException(
          "%s: version %d is not known here, this program reads %d to %d"
              .formatted(format, found, oldest, newest));
    }
  }

  static int sizeOf(Factors factors) {
    return FACTORS_HEADER + Float.BYTES * factors.vector().length;
  }

  static void put(ByteBuffer out, Factors factors) {
    float[] vector = factors.vector();
    out.putInt(factors.generation()).putInt(factors.steps());
    out.putFloat(factors.bias()).putFloat(factors.baseline());
    out.putShort((short) vector.length);
    for (float f : vector) {
      out.putFloat(f);
    }
  }

  static Factors getFactors(ByteBuffer in) {
    int generation = in.getInt();
    int steps = in.getInt();
    float bias = in.getFloat();
    float baseline = in.getFloat();
    float[] vector = new float[in.getShort()];
    for (int f = 0; f < vector.length; f++) {
      vector[f] = in.getFloat();
    }
    return new Factors(generation, steps, bias, baseline, vector);
  }

  /** UTF-8 bytes of an id. */
  static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /** An id with its length in one unsigned byte. */
  static String getId(ByteBuffer in) {
    byte[] id = new byte[Byte.toUnsignedInt(in.get())];
    in.get(id);
    return new String(id, StandardCharsets.UTF_8);
  }

  /** Everything that is left of {@code in}, as UTF-8. */
  static String getRest(ByteBuffer in) {
    String rest =
        new String(
            in.array(), in.arrayOffset() + in.position(), in.remaining(), StandardCharsets.UTF_8);
    in.position(in.limit());
    return rest;
  }
}
