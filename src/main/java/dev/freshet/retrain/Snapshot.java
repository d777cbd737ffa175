package dev.freshet.retrain;

import dev.freshet.online.InteractionWeights;
import dev.freshet.train.Genres;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rating matrix from its changelog: the newest value of each key counts. Columns of
 * primitives, and a table of places by open addressing: about 36 bytes for each rating.
 */
final class Snapshot {

  private static final int START = 1 << 16;

  /** Bytes of all columns for each rating. */
  private static final int COLUMNS = 27;

  private final IdNumbers users = new IdNumbers();
  private final IdNumbers movies = new IdNumbers();
  private final long[] newest;
  private final NewestErrors errors;
  private final HeapRoom room;
  private int[] user = new int[START];
  private int[] movie = new int[START];
  private float[] rating = new float[START];
  private float[] predicted = new float[START];

  /** Minute of each take, and where its movie stood: columns of {@link MatrixTakes}. */
  private int[] taken = new int[START];

  private byte[] stood = new byte[START];

  private final InteractionColumns interactions;
  private final ControlArm control;

  /** Low 32 bits, unsigned: enough to tell the order of four billion events of a partition. */
  private int[] sequence = new int[START];

  private short[] partition = new short[START];
  private int size;

  /** By user: the sequence at which they were forgotten, where some of their ratings survived. */
  private final Map<Integer, Long> since = new HashMap<>();

  /** Places in the columns plus 1, by user and movie; 0 is free. At most four fifths full. */
  private int[] places = new int[2 * START];

  /**
   * An empty one.
   *
   * @param window newest ratings whose live errors are summed
   */
  Snapshot(int partitions, int window) {
    this(
        partitions,
        window,
        HeapRoom.ofThisProcess(),
        InteractionWeights.defaults(),
        new ControlArm(0));
  }

  /**
   * An empty one in a certain heap.
   *
   * @param window newest ratings whose live errors are summed
   * @param room that it asks for before it grows
   * @param weights of interactions
   * @param control whose live errors do not count
   */
  Snapshot(
      int partitions, int window, HeapRoom room, InteractionWeights weights, ControlArm control) {
    this.control = control;
    this.room = room;
    this.interactions = new InteractionColumns(weights, room);
    this.newest = new long[partitions];
    this.errors = new NewestErrors(partitions, window);
  }

  /**
   * Takes in one record of the changelog; a null value deletes. One that cannot be read changes
   * nothing.
   *
   * @throws HeapRoom.TooLittle if the heap is full
   */
  void add(int ofPartition, byte[] key, byte @Nullable [] value) {
    String userId = RatingKey.userId(key);
    String movieId = RatingKey.movieId(key);
    StoredRating stored = value == null ? null : StoredRating.fromBytes(value);
    int place = placeOf(userId, movieId);
    interactions.clear(place);
    if (stored == null) {
      rating[place] = Float.NaN;
      return;
    }
    if (!stored.interactions().isEmpty()) {
      interactions.put(place, stored, user.length);
    }
    if (!control.isControl(userId)) {
      errors.add(ofPartition, stored);
    }
    rating[place] = stored.rating();
    predicted[place] = stored.prediction();
    Take take = stored.take();
    taken[place] = take == null ? 0 : MatrixTakes.minutes(take.time());
    boolean isBefore = stored.stands() && stored.placedAt() != stored.sequence();
    stood[place] = (byte) (isBefore ? 0 : stored.place()); // the row is where the rating came
    sequence[place] = (int) arrival(stored);
    partition[place] = (short) ofPartition;
    newest[ofPartition] = Math.max(newest[ofPartition], Math.max(stored.newest(), stored.since()));
    if (stored.since() > 0) {
      since.merge(user[place], stored.since(), Math::max);
    }
  }

  /** When it was rated, else taken, else when the newest interaction came. */
  private static long arrival(StoredRating stored) {
    if (stored.stands()) {
      return stored.sequence();
    }
    return stored.place() > 0 ? stored.placedAt() : stored.newest();
  }

  private int placeOf(String userId, String movieId) {
    int u = users.numberOf(userId);
    int m = movies.numberOf(movieId);
    int slot = slotOf(u, m);
    if (places[slot] > 0) {
      return places[slot] - 1;
    }
    if (5L * (size + 1) > 4L * places.length) {
      growPlaces();
      slot = slotOf(u, m);
    }
    if (size == user.length) {
      growColumns();
    }
    user[size] = u;
    movie[size] = m;
    places[slot] = ++size;
    return size - 1;
  }

  private int slotOf(int u, int m) {
    long hash = (u * 0x9E3779B97F4A7C15L) ^ (m * 0xC2B2AE3D27D4EB4FL);
    int slot = (int) ((hash ^ (hash >>> 29)) & Integer.MAX_VALUE) % places.length;
    while (places[slot] > 0 && !(user[places[slot] - 1] == u && movie[places[slot] - 1] == m)) {
      slot = slot + 1 == places.length ? 0 : slot + 1;
    }
    return slot;
  }

  private void growPlaces() {
    int more = places.length + places.length / 4;
    room.require((long) Integer.BYTES * more);
    places = new int[0]; // the columns tell all: never two tables at a time
    places = new int[more];
    for (int i = 0; i < size; i++) {
      places[slotOf(user[i], movie[i])] = i + 1;
    }
  }

  private void growColumns() {
    int more = size + size / 8;
    long columns = COLUMNS + interactions.bytes();
    room.require(columns * (more - size) + (long) Integer.BYTES * more); // one at a time
    resizeColumns(more);
  }

  private void resizeColumns(int more) {
    user = Arrays.copyOf(user, more);
    movie = Arrays.copyOf(movie, more);
    rating = Arrays.copyOf(rating, more);
    predicted = Arrays.copyOf(predicted, more);
    taken = Arrays.copyOf(taken, more);
    stood = Arrays.copyOf(stood, more);
    sequence = Arrays.copyOf(sequence, more);
    partition = Arrays.copyOf(partition, more);
    interactions.resize(more);
  }

  /** Newest sequence of each user partition. */
  List<Long> newest() {
    return Arrays.stream(newest).boxed().toList();
  }

  /** How well the live model did on the newest ratings. */
  ErrorSums errors() {
    return errors.sums(newest());
  }

  /** Number of ratings that stand or stood. */
  int size() {
    return size;
  }

  /** Number of ratings that stand. */
  int standing() {
    int standing = 0;
    for (int i = 0; i < size; i++) {
      standing += stands(i) ? 1 : 0;
    }
    return standing;
  }

  private boolean stands(int i) {
    return !Float.isNaN(rating[i]);
  }

  /**
   * Where an earlier snapshot ends in the {@linkplain #matrix order} of the ratings that stand: all
   * from there on came after it.
   *
   * @param earlier newest sequence of each user partition that it contains
   * @return between 0 and {@link #standing}
   */
  int seen(List<Long> earlier) {
    long last = -1;
    for (int i = 0; i < size; i++) {
      last = stands(i) && isSeen(i, earlier) ? Math.max(last, place(i)) : last;
    }
    int seen = 0;
    for (int i = 0; i < size; i++) {
      seen += stands(i) && place(i) <= last ? 1 : 0;
    }
    return seen;
  }

  /**
   * Which ratings an earlier snapshot contains.
   *
   * @param earlier newest sequence of each user partition that it contains
   * @return by their place in the {@linkplain #matrix matrix}
   */
  BitSet seenRows(List<Long> earlier) {
    room.require((long) Long.BYTES * size);
    long[] order = inOrder(this::stands);
    BitSet seen = new BitSet(order.length);
    for (int row = 0; row < order.length; row++) {
      seen.set(row, isSeen((int) order[row], earlier));
    }
    return seen;
  }

  /**
   * Users with a rating that stands and that an earlier snapshot contains. One of whom it contains
   * nothing that stands may have been forgotten since: what was learned of him then is not his.
   * Neither is it that of one who was forgotten since and whose newer ratings survived.
   *
   * @param earlier newest sequence of each user partition that it contains
   */
  BitSet usersOf(List<Long> earlier) {
    BitSet of = new BitSet(users.ids().size());
    for (int i = 0; i < size; i++) {
      if (stands(i) && isSeen(i, earlier)) {
        of.set(user[i], since.getOrDefault(user[i], 0L) <= earlier.get(partition[i]));
      }
    }
    return of;
  }

  private boolean isSeen(int i, List<Long> earlier) {
    return Integer.toUnsignedLong(sequence[i]) <= earlier.get(partition[i]);
  }

  /**
   * Sorts the ratings by their arrival, its low half telling which it is. Partitions number their
   * events apart; where one stands in its partition says when it came.
   */
  private long place(int i) {
    double when =
        Integer.toUnsignedLong(sequence[i]) * (double) Integer.MAX_VALUE / newest[partition[i]];
    return ((long) when << Integer.SIZE) | i;
  }

  /** {@linkplain #place Places} in the order of arrival. */
  private long[] inOrder(IntPredicate which) {
    long[] order = new long[size];
    int rows = 0;
    for (int i = 0; i < size; i++) {
      if (which.test(i)) {
        order[rows++] = place(i);
      }
    }
    Arrays.sort(order, 0, rows);
    return rows == size ? order : Arrays.copyOf(order, rows);
  }

  /**
   * The ratings that stand, in the order of their arrival, and the interactions. The columns are
   * given up: nothing can be added or asked afterwards.
   *
   * @param genresOf names of the genres of each movie of the catalogue; movies without ratings
   *     follow those with
   */
  RatingMatrix matrix(Map<String, List<String>> genresOf) {
    places = new int[0];
    resizeColumns(size);
    long[] order = inOrder(i -> stands(i) || interactions.isActed(i));
    sequence = new int[0];
    partition = new short[0];
    int rows = order.length;
    int[] places = new int[rows];
    for (int i = 0; i < rows; i++) {
      places[i] = (int) order[i];
    }
    user = Columns.select(user, places);
    movie = Columns.select(movie, places);
    rating = Columns.select(rating, places);
    predicted = Columns.select(predicted, places);
    taken = Columns.select(taken, places);
    stood = Columns.select(stood, places);
    int[] rowOf = IntStream.range(0, rows).filter(this::stands).toArray();
    MatrixTakes takes =
        new MatrixTakes(
            user,
            movie,
            rating,
            taken,
            stood,
            interactions.select(places, rowOf),
            listable(genresOf));
    boolean areAllRatings = rowOf.length == rows;
    return new RatingMatrix(
        users.ids(),
        movies.ids(),
        areAllRatings ? user : Columns.select(user, rowOf),
        areAllRatings ? movie : Columns.select(movie, rowOf),
        areAllRatings ? rating : Columns.select(rating, rowOf),
        areAllRatings ? predicted : Columns.select(predicted, rowOf),
        genres(genresOf),
        takes);
  }

  /** Movies of the catalogue; null where there is none. */
  private @Nullable BitSet listable(Map<String, List<String>> genresOf) {
    if (genresOf.isEmpty()) {
      return null;
    }
    BitSet listable = new BitSet();
    for (String id : genresOf.keySet()) {
      if (movies.isKnown(id)) {
        listable.set(movies.numberOf(id));
      }
    }
    return listable;
  }

  private Genres genres(Map<String, List<String>> genresOf) {
    genresOf.keySet().forEach(movies::numberOf);
    return Genres.of(
        movies.ids().stream().map(id -> genresOf.getOrDefault(id, List.of())).toList());
  }
}
