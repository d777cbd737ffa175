package dev.freshet.retrain;

import java.util.function.LongSupplier;

/**
 * How much of the heap is left. A trainer shares it with what serves: it asks before it takes much,
 * for an {@link OutOfMemoryError} may hit anybody.
 */
final class HeapRoom {

  /** What to do where there is too little. */
  static final String REMEDY =
      "raise -Xmx (FRESHET_JAVA_OPTS), or train in a process of its own: freshet retrain --watch";

  /** One of this many parts of the heap stays free for all others. */
  private static final int RESERVE = 10;

  private final long max;
  private final LongSupplier used;
  private final Runnable collect;

  /**
   * The room that a heap has.
   *
   * @param max its size in bytes
   * @param used bytes that are taken, garbage included
   * @param collect removes the garbage
   */
  HeapRoom(long max, LongSupplier used, Runnable collect) {
    this.max = max;
    this.used = used;
    this.collect = collect;
  }

  /** The heap of this process. */
  static HeapRoom ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new HeapRoom(
        runtime.maxMemory(), () -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /** There is too little room. */
  static final class TooLittle extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLittle(String message) {
      super(message);
    }
  }

  /**
   * Checks that so many bytes more fit. Garbage counts only once it could not be removed.
   *
   * @throws TooLittle if they do not
   */
  void require(long bytes) {
    if (bytes <= left()) {
      return;
    }
    collect.run();
    long left = left();
    if (bytes > left) {
      throw new TooLittle(
          "%,d MiB more are needed, %,d MiB of the heap's %,d are left"
              .formatted(mebibytes(bytes), Math.max(0, left) >> 20, max >> 20));
    }
  }

  private long left() {
    return max - max / RESERVE - used.getAsLong();
  }

  /** MiB of so many bytes, rounded up. */
  static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
