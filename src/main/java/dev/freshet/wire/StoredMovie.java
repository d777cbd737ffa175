package dev.freshet.wire;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.MovieTakes.HalfLife;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code movie-factors} for a movie: its factors and its takes.
 *
 * <pre>
 *  0  version    1 byte = 2; 1 where nobody took it: then {@link MovieFactors}, which ends here
 *  1  factors    as in {@link MovieFactors} from its byte 1
 *     takes      int
 *     at         long, ms since the epoch
 *     decayed    3 floats: with half-lives of 1, 7 and 365 days
 *     count      1 byte, predecessors
 *     predecessors  per movie: 1 byte length, UTF-8
 *     weights    count floats
 * </pre>
 *
 * @param factors of the movie
 * @param takes of the movie
 */
public record StoredMovie(Factors factors, MovieTakes takes) {

  static final byte VERSION = 2;

  private static final int HALF_LIVES = HalfLife.values().length;
  private static final int LEAST_TAKES = Integer.BYTES + Long.BYTES + 4 * HALF_LIVES + 1;
  private static final int MOST_TAKES =
      LEAST_TAKES + MovieTakes.MOST_PREDECESSORS * (1 + Ids.MAX_BYTES + Float.BYTES);

  static final Format FORMAT =
      new Format(
          "movie-factors",
          1,
          VERSION,
          1 + Binary.LEAST_FACTORS,
          1 + Binary.MOST_FACTORS + MOST_TAKES);

  /** A movie with other factors. */
  public StoredMovie with(Factors other) {
    return new StoredMovie(other, takes);
  }

  /** A movie with other takes. */
  public StoredMovie with(MovieTakes other) {
    return new StoredMovie(factors, other);
  }

  /** A movie that has counted the take of an update, if there is one. */
  public StoredMovie with(MovieUpdate update) {
    Take take = update.take();
    return take == null ? this : with(takes.taken(take.time(), take.before()));
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    if (takes.takes() == 0) {
      return MovieFactors.toBytes(factors);
    }
    byte[][] ids = Take.encode(takes.predecessors());
    int size = 1 + Binary.sizeOf(factors) + LEAST_TAKES + Float.BYTES * ids.length;
    for (byte[] id : ids) {
      size += 1 + id.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(VERSION);
    Binary.put(out, factors);
    out.putInt(takes.takes()).putLong(takes.at());
    for (float decayed : takes.decayed()) {
      out.putFloat(decayed);
    }
    Take.putIds(out, ids);
    for (float weight : takes.weights()) {
      out.putFloat(weight);
    }
    return out.array();
  }

  /** Reads {@link #toBytes}; what cannot be computed with is unreadable. */
  public static StoredMovie finite(byte @Nullable [] bytes) {
    StoredMovie movie = fromBytes(bytes);
    if (!movie.factors.isFinite()) {
      throw new UnreadableException("movie-factors: factors that are not finite");
    }
    return movie;
  }

  /** Reads {@link #toBytes}; factors that are not finite come back as they are. */
  public static StoredMovie fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, StoredMovie::read);
  }

  static StoredMovie read(ByteBuffer in, int version) {
    Factors factors = Binary.getFactors(in);
    return new StoredMovie(factors, version == 1 ? MovieTakes.NONE : takes(in));
  }

  private static MovieTakes takes(ByteBuffer in) {
    int takes = in.getInt();
    long at = Take.time(in);
    float[] decayed = floats(in, HALF_LIVES);
    List<String> predecessors = List.copyOf(Take.getIds(in));
    float[] weights = floats(in, predecessors.size());
    MovieTakes read = new MovieTakes(takes, at, decayed, predecessors, weights);
    if (takes <= 0 || !read.isSound()) {
      throw new UnreadableException("takes of " + read);
    }
    return read;
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.getFloat();
    }
    return numbers;
  }
}
