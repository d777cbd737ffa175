package dev.freshet.wire;

import dev.freshet.online.Factors;
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

  /** The longest vector that is read: four times what {@code learn.rank} allows. */
  static final int MOST_RANK = 4_096;

  /** The shortest factors, of rank 1. */
  static final int LEAST_FACTORS = FACTORS_HEADER + Float.BYTES;

  /** The longest factors. */
  static final int MOST_FACTORS = FACTORS_HEADER + Float.BYTES * MOST_RANK;

  private Binary() {}

  /**
   * What a reader makes of bytes that anybody may have written; null if it cannot.
   *
   * @throws NewerFormatException for what a newer Freshet wrote
   */
  static <T> @Nullable T orNull(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (UnreadableException e) {
      return null;
    }
  }

  static int sizeOf(Factors factors) {
    return FACTORS_HEADER + Float.BYTES * factors.vector().length;
  }

  /** Bytes of the factors that begin at an index. */
  static int sizeOfFactorsAt(ByteBuffer in, int index) {
    return FACTORS_HEADER + Float.BYTES * in.getShort(index + FACTORS_HEADER - Short.BYTES);
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
    int rank = in.getShort();
    if (steps < 0 || rank <= 0 || rank > MOST_RANK) {
      throw new UnreadableException("no factors take " + steps + " steps at rank " + rank);
    }
    float[] vector = new float[rank];
    for (int f = 0; f < vector.length; f++) {
      vector[f] = in.getFloat();
    }
    return new Factors(generation, steps, bias, baseline, vector);
  }

  /** Checks what counts something. */
  static void checkCounts(long... counts) {
    for (long count : counts) {
      if (count < 0) {
        throw new UnreadableException("a count of " + count);
      }
    }
  }

  /** UTF-8 bytes of an id. */
  static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /** The id that all the rest of {@code in} is. */
  static String getLastId(ByteBuffer in) {
    int from = in.arrayOffset() + in.position();
    if (!Ids.isId(in.array(), from, in.remaining())) {
      throw new UnreadableException("the " + in.remaining() + " bytes of the id are none");
    }
    String id = new String(in.array(), from, in.remaining(), StandardCharsets.UTF_8);
    in.position(in.limit());
    return id;
  }

  /** An id with its length in one unsigned byte. */
  static String getId(ByteBuffer in) {
    byte[] id = new byte[Byte.toUnsignedInt(in.get())];
    in.get(id);
    return new String(id, StandardCharsets.UTF_8);
  }
}
