package dev.freshet.retrain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which ratings of a matrix were counted as takes, and where the live lists had them. Columns by
 * place in the matrix.
 *
 * @param minutes event time of each take, minutes since the epoch, plus 1; 0 for what is no take
 * @param places at which the movie stood just before, as {@link
 *     dev.freshet.wire.StoredRating#place} has it
 * @param listable movies that lists may contain; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
record MatrixTakes(int[] minutes, byte[] places, @Nullable BitSet listable) {

  private static final long MILLIS = 60_000;

  /** What a time is in such a column. */
  static int minutes(long millis) {
    return (int) (millis / MILLIS) + 1;
  }

  /** No takes of so many ratings. */
  static MatrixTakes none(int ratings) {
    return new MatrixTakes(new int[ratings], new byte[ratings], null);
  }

  /** Whether a rating was counted as a take. */
  boolean isTake(int i) {
    return minutes[i] > 0;
  }

  /** Event time of a take, milliseconds since the epoch, to the minute. */
  long time(int i) {
    return (minutes[i] - 1) * MILLIS;
  }

  /** Whether it is known where the live list had the movie of a rating. */
  boolean isPlaced(int i) {
    return isTake(i) && places[i] > 0;
  }

  /** Of how many ratings of a part it is known where the live list had their movie. */
  long placed(int from, int to) {
    return IntStream.range(from, to).filter(this::isPlaced).count();
  }

  /** Whether lists may contain a movie. */
  boolean isListable(int movie) {
    return listable == null || listable.get(movie);
  }

  /** The takes of the first {@code size} ratings. */
  MatrixTakes first(int size) {
    return new MatrixTakes(Arrays.copyOf(minutes, size), Arrays.copyOf(places, size), listable);
  }
}
