package dev.freshet.retrain;

import dev.freshet.online.Scale;
import dev.freshet.train.LikedTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What users did with movies, oldest first: the ratings of a matrix, and between them what was only
 * interacted with. Which of that were takes, and where the live lists had them. Columns by row;
 * each user and movie have one.
 *
 * @param user index of each row's user
 * @param movie index of each row's movie
 * @param rating the rating; {@code NaN} where there is none
 * @param minutes event time of each take, minutes since the epoch, plus 1; 0 for what is no take
 * @param places at which the movie stood just before, as {@link
 *     dev.freshet.wire.StoredRating#place} has it
 * @param interactions of the rows; null where there are none
 * @param listable movies that lists may contain; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // Columns; identity is all the equality they need.
record MatrixTakes(
    int[] user,
    int[] movie,
    float[] rating,
    int[] minutes,
    byte[] places,
    @Nullable Interactions interactions,
    @Nullable BitSet listable) {

  private static final long MILLIS = 60_000;

  /**
   * What interactions tell of rows.
   *
   * @param strength what they count together, from -1 to 1
   * @param weight of the take; of no meaning where there is none
   * @param hidden rows whose movie the user's lists leave out, though it is not rated
   * @param rowOf row of each rating
   */
  record Interactions(float[] strength, float[] weight, BitSet hidden, int[] rowOf) {}

  /** What a time is in such a column. */
  static int minutes(long millis) {
    return (int) (millis / MILLIS) + 1;
  }

  /** Ratings of which none is known as a take. */
  static MatrixTakes none(int[] user, int[] movie, float[] rating) {
    int rows = rating.length;
    return new MatrixTakes(user, movie, rating, new int[rows], new byte[rows], null, null);
  }

  /** Number of rows. */
  int size() {
    return rating.length;
  }

  /** The row of a rating. */
  int rowOf(int ofRating) {
    return interactions == null || ofRating == interactions.rowOf.length
        ? ofRating + size() - ratings()
        : interactions.rowOf[ofRating];
  }

  private int ratings() {
    return interactions == null ? size() : interactions.rowOf.length;
  }

  /** How much a row says that its movie was liked, where a liked rating counts 1; -1 to 1. */
  float liking(int row, Scale scale) {
    if (scale.isLiked(rating[row])) { // false for NaN
      return 1;
    }
    return interactions == null ? 0 : interactions.strength[row];
  }

  /** Whether a row is of a rating. */
  boolean isRated(int row) {
    return !Float.isNaN(rating[row]);
  }

  /** Whether the user's lists leave out the movie of a row. */
  boolean isHidden(int row) {
    return isRated(row) || (interactions != null && interactions.hidden.get(row));
  }

  /** What users liked of the oldest rows. */
  LikedTable liked(int users, int movies, int until, Scale scale) {
    float[] weight = new float[until];
    for (int row = 0; row < until; row++) {
      weight[row] = liking(row, scale);
    }
    return new LikedTable(
        users, movies, Arrays.copyOf(user, until), Arrays.copyOf(movie, until), weight);
  }

  /** Whether a row was counted as a take. */
  boolean isTake(int row) {
    return minutes[row] > 0;
  }

  /** What the take of a row counts; 0 where it is none. */
  float weight(int row) {
    if (!isTake(row)) {
      return 0;
    }
    return interactions == null ? 1 : interactions.weight[row];
  }

  /** Event time of a take, milliseconds since the epoch, to the minute. */
  long time(int row) {
    return (minutes[row] - 1) * MILLIS;
  }

  /** Whether it is known where the live list had the movie of a row. */
  boolean isPlaced(int row) {
    return isTake(row) && places[row] > 0;
  }

  /** Of how many rows of a part it is known where the live list had their movie. */
  long placed(int from, int to) {
    return IntStream.range(from, to).filter(this::isPlaced).count();
  }

  /** Whether lists may contain a movie. */
  boolean isListable(int ofMovie) {
    return listable == null || listable.get(ofMovie);
  }

  /** The first rows of takes of ratings alone. */
  MatrixTakes first(int size) {
    return new MatrixTakes(
        Arrays.copyOf(user, size),
        Arrays.copyOf(movie, size),
        Arrays.copyOf(rating, size),
        Arrays.copyOf(minutes, size),
        Arrays.copyOf(places, size),
        null,
        listable);
  }
}
