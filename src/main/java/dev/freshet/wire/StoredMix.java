package dev.freshet.wire;

import dev.freshet.online.TakeMix;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a partition's users weigh the signals of taking: a value of the user side's store of
 * counters.
 *
 * <pre>
 * 0  version 1 byte = 1
 * 1  signals 1 byte
 * 2  weights, squares: a float each per signal
 * </pre>
 */
public final class StoredMix {

  private static final byte VERSION = 1;
  private static final Format FORMAT =
      new Format("take-mix", VERSION, VERSION, 2, 2 + 8 * Byte.MAX_VALUE);

  private static final byte[] KEY = {1};

  private StoredMix() {}

  /** The key of the mix: the counters have another one. */
  public static byte[] key() {
    return KEY.clone();
  }

  /** Whether a record of the counters' changelog is the mix. */
  public static boolean isKey(byte[] key) {
    return Arrays.equals(key, KEY);
  }

  /** A mix as bytes. */
  public static byte[] toBytes(TakeMix mix) {
    ByteBuffer out = ByteBuffer.allocate(2 + 8 * TakeMix.SIGNALS);
    out.put(VERSION).put((byte) TakeMix.SIGNALS);
    for (float weight : mix.weights()) {
      out.putFloat(weight);
    }
    for (float square : mix.squares()) {
      out.putFloat(square);
    }
    return out.array();
  }

  /** Reads {@link #toBytes}. Weights of other signals are of no use: then it begins anew. */
  public static TakeMix fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, StoredMix::read);
  }

  private static TakeMix read(ByteBuffer in, int version) {
    int signals = in.get();
    float[] weights = floats(in, signals);
    float[] squares = floats(in, signals);
    for (float square : squares) {
      if (square <= 0) {
        throw new UnreadableException("a sum of squares of " + square);
      }
    }
    return signals == TakeMix.SIGNALS ? TakeMix.of(weights, squares) : new TakeMix();
  }

  private static float[] floats(ByteBuffer in, int count) {
    if (count < 0) {
      throw new UnreadableException(count + " signals");
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.getFloat();
      if (!Float.isFinite(numbers[i])) {
        throw new UnreadableException("a weight of " + numbers[i]);
      }
    }
    return numbers;
  }
}
