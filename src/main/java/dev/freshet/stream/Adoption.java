package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the users of a partition to a new generation: each when touched, the others in a walk by
 * small slices, no more of both than {@link MovingRate} allows. A user takes the checkpoint's
 * factors, or starts afresh where it has none, and learns again the ratings that came after its
 * snapshot, in one write. A walk that a crash cuts short begins anew and passes over those who have
 * switched. Not thread-safe: one per processor.
 */
final class Adoption {

  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  /** Users read at once: a range of a cached store begins by copying the keys of its cache. */
  private static final int AHEAD = 1_000;

  private static final Bytes END = Bytes.wrap(CheckpointEnd.key());

  private final KeyValueStore<Bytes, byte[]> users;
  private final StoredUsers states;
  private final UserRatings ratings;
  private final SetAside aside;
  private final KeyValueStore<Bytes, byte[]> pending;
  private final Relearning relearning;
  private final MovieReplica replica;
  private final UserProgress progress;
  private final MovingRate rate;
  private final Updates updates;

  /** Users to be moved next. Those who come later come in the new generation. */
  private final Deque<Bytes> ahead = new ArrayDeque<>();

  /** The first user after those; null at the beginning of the walk. */
  private @Nullable Bytes next;

  private boolean hasReadAll;

  /** Ratings that the last user who moved learned again. */
  private int again;

  /** Sends what the movie side has to learn again. */
  interface Updates {
    void send(String movieId, MovieUpdate update);
  }

  Adoption(
      KeyValueStore<Bytes, byte[]> users,
      StoredUsers states,
      UserRatings ratings,
      KeyValueStore<Bytes, byte[]> pending,
      SetAside aside,
      Relearning relearning,
      MovieReplica replica,
      UserProgress progress,
      MovingRate rate,
      Updates updates) {
    this.users = users;
    this.states = states;
    this.aside = aside;
    this.ratings = ratings;
    this.pending = pending;
    this.relearning = relearning;
    this.replica = replica;
    this.progress = progress;
    this.rate = rate;
    this.updates = updates;
  }

  /**
   * Goes on: begins a switch once checkpoint and replica are whole, then moves the next users.
   *
   * @param now milliseconds since the epoch
   * @param prior bias of a user of whom the checkpoint knows nothing
   * @param moved is told of each user who is owed a list now
   * @return whether anything changed
   */
  boolean advance(long now, float prior, Consumer<Bytes> moved) {
    boolean begun = begin(now);
    if (progress.adopted() == progress.generation()) {
      return begun;
    }
    walk(now, prior, moved);
    return true;
  }

  private boolean begin(long now) {
    @Nullable CheckpointEnd end = aside.read(pending, END, CheckpointEnd::fromBytes);
    if (end == null) {
      return false;
    }
    boolean ready =
        end.generation() > progress.generation() && replica.generation() == end.generation();
    if (ready) {
      progress.switchTo(end.generation(), end.sequence());
      rate.begin(now);
      ahead.clear();
      hasReadAll = false;
      next = null;
    }
    return ready;
  }

  private void walk(long now, float prior, Consumer<Bytes> moved) {
    for (int looked = 0; looked < rate.looks() && rate.hasMore(); looked++) {
      if (ahead.isEmpty()) {
        readAhead();
      }
      Bytes user = ahead.poll();
      if (user == null) {
        finish();
        return;
      }
      move(user, now, prior, moved);
    }
  }

  private void readAhead() {
    if (hasReadAll) {
      return;
    }
    try (KeyValueIterator<Bytes, byte[]> all = users.range(next, null)) {
      while (all.hasNext() && ahead.size() < AHEAD) {
        ahead.add(all.next().key);
      }
      hasReadAll = !all.hasNext();
      next = hasReadAll ? null : all.peekNextKey();
    }
  }

  private void move(Bytes user, long now, float prior, Consumer<Bytes> moved) {
    @Nullable UserState before = states.get(user, now); // the iterator may have shown an older one
    if (before == null || !isToMove(before)) {
      return;
    }
    UserState after = inTurn(user, before, prior).owed(UserState.Due.CHECKPOINT, now);
    users.put(user, after.toBytes());
    moved.accept(user);
  }

  /** What no user took belongs to users who are gone. */
  private void finish() {
    List<Bytes> left = new ArrayList<>();
    List<KeyValue<Bytes, byte[]>> unreadable = new ArrayList<>(0);
    try (KeyValueIterator<Bytes, byte[]> all = pending.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        if (entry.key.equals(END)) {
          continue;
        }
        @Nullable Factors waiting = MovieFactors.orNull(entry.value);
        if (waiting == null) {
          unreadable.add(entry);
        } else if (waiting.generation() <= progress.generation()) {
          left.add(entry.key);
        }
      }
    }
    left.forEach(pending::delete);
    unreadable.forEach(e -> aside.read(pending, e.key, e.value, MovieFactors::finite));
    progress.adopt();
  }

  /**
   * A user as they stand in the partition's generation: the same object if they are in it already,
   * if nothing was learned of them, or if too many move already or too much is on the way. Then
   * they go on in the generation before and learn again what comes when their turn does; unless its
   * movies are not here any more, as after a start. Whoever calls writes what comes back.
   *
   * @param prior bias of a user of whom the checkpoint knows nothing
   */
  UserState current(Bytes user, UserState state, float prior) {
    if (!isToMove(state)) {
      return state;
    }
    if (!canStay(state)) {
      return moved(user, state, prior);
    }
    return rate.hasMore() ? inTurn(user, state, prior) : state;
  }

  private boolean isToMove(UserState state) {
    Factors factors = state.factors();
    return factors != null && factors.generation() < progress.generation();
  }

  private boolean canStay(UserState state) {
    return replica.matrixOf(Objects.requireNonNull(state.factors()).generation()) != null;
  }

  /** Moves a user whose turn it is. */
  private UserState inTurn(Bytes user, UserState state, float prior) {
    UserState after = moved(user, state, prior);
    rate.moved(again);
    return after;
  }

  private UserState moved(Bytes user, UserState state, float prior) {
    Factors old = Objects.requireNonNull(state.factors());
    StandingRatings rated = StandingRatings.of(user, ratings, state.forgottenUpTo());
    @Nullable Factors waiting = aside.read(pending, user, MovieFactors::finite);
    Factors trained = waiting == null || !isInSnapshot(state, rated) ? null : usable(waiting);
    Factors factors =
        trained == null ? relearning.start(user, progress.generation(), prior) : trained;
    long after = factors.steps() == 0 ? Long.MIN_VALUE : progress.snapshot();
    factors = factors.withBaseline(old.baseline());
    again = 0;
    for (int i = 0; i < rated.size(); i++) {
      if (rated.all().get(i).sequence() > after) {
        factors = again(user, factors, rated.first(i + 1), prior);
        again++;
      }
    }
    if (waiting != null) {
      pending.delete(user);
    }
    return ratings.recounted(user, state.moved(factors));
  }

  /** What was trained, if it is of this generation and fits its movies; null if it does not. */
  private @Nullable Factors usable(Factors trained) {
    int generation = progress.generation();
    if (trained.generation() == generation && trained.rank() == replica.rankOf(generation)) {
      return trained;
    }
    LOG.warn(
        "a user starts afresh: the checkpoint's factors are of generation {} and rank {}",
        trained.generation(),
        trained.rank());
    return null;
  }

  /** The user asked to be forgotten: what waits is deleted too. */
  void forget(Bytes user) {
    if (pending.get(user) != null) {
      pending.delete(user);
    }
  }

  /**
   * Learns the last of these ratings again. The movies as they were trained know it already if the
   * snapshot contains it, whether or not the user starts from there: then it is the user's step
   * alone.
   */
  private Factors again(Bytes id, Factors user, StandingRatings upTo, float prior) {
    StandingRatings.Rating rating = upTo.last();
    Factors movie = replica.factorsBeside(user, rating.movieId());
    if (rating.sequence() > progress.snapshot()) {
      Factors start = replica.startToTell(movie);
      updates.send(rating.movieId(), new MovieUpdate(rating.rating(), user, true, start));
      progress.reapplied();
    }
    return relearning.last(id, user, movie, upTo, prior).withBaseline(user.baseline());
  }

  /**
   * Whether the snapshot's user is this one, who may have been forgotten since. One of whom it is
   * not known when he began is told by a rating that is as old.
   */
  private boolean isInSnapshot(UserState state, StandingRatings rated) {
    return state.startedAt() > 0
        ? state.startedAt() <= progress.snapshot()
        : rated.all().stream().anyMatch(rating -> rating.sequence() <= progress.snapshot());
  }
}
