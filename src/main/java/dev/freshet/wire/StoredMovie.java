package dev.freshet.wire;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import java.nio.ByteBuffer;
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
 */
public final class StoredMovie {

  static final byte VERSION = 2;

  static final Format FORMAT =
      new Format(
          "movie-factors",
          1,
          VERSION,
          1 + Binary.LEAST_FACTORS,
          1 + Binary.MOST_FACTORS + StoredTakes.MOST);

  private final Factors factors;
  private final StoredTakes takes;

  private StoredMovie(Factors factors, StoredTakes takes) {
    this.factors = factors;
    this.takes = takes;
  }

  /** A movie with these factors and takes. */
  public StoredMovie(Factors factors, MovieTakes takes) {
    this(factors, StoredTakes.of(takes));
  }

  /** Factors of the movie. */
  public Factors factors() {
    return factors;
  }

  /** Takes of the movie. */
  public MovieTakes takes() {
    return takes.takes();
  }

  /** Whether there are takes of the movie. */
  public boolean isTaken() {
    return !takes.isEmpty();
  }

  /** A positive number that differs where takes differ, as good as always; 0 where nobody took. */
  public long takesPrint() {
    return takes.print();
  }

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
    return take == null ? this : taken(take);
  }

  /** A movie whose takes have changed; without takes there is nothing to take back. */
  public StoredMovie with(TakesChanged change) {
    Take back = change.back();
    Take take = change.take();
    StoredMovie left = back == null || !isTaken() ? this : takenBack(back);
    return take == null ? left : left.taken(take);
  }

  private StoredMovie taken(Take take) {
    return with(takes().taken(take.time(), take.before(), take.weight()));
  }

  private StoredMovie takenBack(Take take) {
    return with(takes().takenBack(take.time(), take.before(), take.weight()));
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    if (!isTaken()) {
      return MovieFactors.toBytes(factors);
    }
    ByteBuffer out = ByteBuffer.allocate(1 + Binary.sizeOf(factors) + takes.size());
    out.put(VERSION);
    Binary.put(out, factors);
    takes.put(out);
    return out.array();
  }

  /** Reads {@link #toBytes}; what cannot be computed with is unreadable. Keeps the array. */
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
    return new StoredMovie(factors, version == 1 ? StoredTakes.NONE : StoredTakes.read(in));
  }
}
