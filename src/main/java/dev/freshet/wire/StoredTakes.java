package dev.freshet.wire;

import dev.freshet.online.MovieTakes;
import dev.freshet.online.MovieTakes.HalfLife;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The takes of a movie as bytes, which are checked when they are read and understood only when
 * somebody asks: most updates of a movie are no takes, and leave them as they are. The bytes are
 * those of {@link StoredMovie} from {@code takes} on; none where nobody took the movie.
 */
final class StoredTakes {

  private static final int HALF_LIVES = HalfLife.values().length;
  private static final int COUNTS = Integer.BYTES + Long.BYTES + Float.BYTES * HALF_LIVES;

  /** The most bytes that takes have. */
  static final int MOST =
      COUNTS + 1 + MovieTakes.MOST_PREDECESSORS * (1 + Ids.MAX_BYTES + Float.BYTES);

  /** Takes of a movie that nobody took. */
  static final StoredTakes NONE = new StoredTakes(new byte[0], 0, 0, IdList.of(List.of()));

  /** Two odd numbers whose bits are even: the fractions of the golden ratio and of √3. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private static final long SPREAD = 0xBB67AE8584CAA73BL;

  private final byte[] bytes;
  private final int from;
  private final int length;
  private final IdList predecessors;
  private @Nullable MovieTakes takes;

  private StoredTakes(byte[] bytes, int from, int length, IdList predecessors) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.predecessors = predecessors;
  }

  static StoredTakes of(MovieTakes takes) {
    if (takes.takes() == 0) {
      return NONE;
    }
    IdList predecessors = IdList.of(takes.predecessors());
    int size = COUNTS + predecessors.size() + Float.BYTES * predecessors.count();
    ByteBuffer out = ByteBuffer.allocate(size).putInt(takes.takes()).putLong(takes.at());
    putFloats(out, takes.decayed());
    predecessors.put(out);
    putFloats(out, takes.weights());
    StoredTakes of = new StoredTakes(out.array(), 0, size, predecessors);
    of.takes = takes;
    return of;
  }

  /** The takes that begin here, in an array that nobody changes any more. */
  static StoredTakes read(ByteBuffer in) {
    int begin = in.position();
    int takes = in.getInt();
    Take.time(in);
    boolean areCounts = areSound(in, HALF_LIVES);
    IdList predecessors = IdList.read(in);
    boolean areWeights = areSound(in, predecessors.count());
    if (takes <= 0 || !areCounts || !areWeights) {
      throw new UnreadableException(takes + " takes, or counts of them that are none");
    }
    int from = in.arrayOffset() + begin;
    return new StoredTakes(in.array(), from, in.position() - begin, predecessors);
  }

  /** Passes over numbers; whether all are finite and not negative. */
  private static boolean areSound(ByteBuffer in, int count) {
    boolean areSound = true;
    for (int i = 0; i < count; i++) {
      float number = in.getFloat();
      areSound &= number >= 0 && number <= Float.MAX_VALUE;
    }
    return areSound;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int size() {
    return length;
  }

  void put(ByteBuffer out) {
    out.put(bytes, from, length);
  }

  /** What the bytes say. */
  MovieTakes takes() {
    @Nullable MovieTakes known = takes;
    if (known == null) {
      known = isEmpty() ? MovieTakes.NONE : decode();
      takes = known;
    }
    return known;
  }

  private MovieTakes decode() {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
    int count = in.getInt();
    long at = in.getLong();
    float[] decayed = floats(in, HALF_LIVES);
    in.position(in.position() + predecessors.size());
    float[] weights = floats(in, predecessors.count());
    return new MovieTakes(count, at, decayed, predecessors.ids(), weights);
  }

  /** A number that other bytes have with a chance of 2^-63; positive, or 0 where there are none. */
  long print() {
    if (isEmpty()) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
    long print = length;
    while (in.remaining() >= Long.BYTES) {
      print = mixed(print, in.getLong());
    }
    while (in.hasRemaining()) {
      print = mixed(print, in.get());
    }
    return Math.max(1, print >>> 1);
  }

  private static long mixed(long print, long next) {
    long mixed = (print ^ next) * STEP;
    return (mixed ^ mixed >>> 32) * SPREAD;
  }

  private static void putFloats(ByteBuffer out, float[] numbers) {
    for (float number : numbers) {
      out.putFloat(number);
    }
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.getFloat();
    }
    return numbers;
  }
}
