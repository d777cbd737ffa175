package dev.freshet.stream;

import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Brings the users of a partition to a new generation. A user moves when touched; a walk in small
 * slices moves the others. {@link MovingRate} limits both. {@link UserMove} moves one user, in one
 * write. A walk that a crash cuts short begins anew and passes over those who have moved. Not
 * thread-safe: one per task.
 */
final class Adoption {

  private final UserStores stores;
  private final StoredProgress stored;
  private final UserProgress progress;
  private final UserRounds rounds;
  private final UserMove move;
  private final MovingRate rate;
  private final MovieReplica replica;
  private final DueUsers due;

  /** Users who were read and are to be moved next. */
  private final Deque<Bytes> ahead = new ArrayDeque<>();

  /**
   * The adoption of a partition.
   *
   * @param rounds walks over its users for this alone
   * @param due is told who is owed a list because they moved
   */
  Adoption(
      UserStores stores,
      StoredProgress stored,
      UserRounds rounds,
      UserMove move,
      MovingRate rate,
      MovieReplica replica,
      DueUsers due) {
    this.stores = stores;
    this.stored = stored;
    this.progress = stored.counters();
    this.rounds = rounds;
    this.move = move;
    this.rate = rate;
    this.replica = replica;
    this.due = due;
    rounds.askForAll(); // a walk that was cut short begins anew
  }

  /**
   * Goes on: begins once checkpoint and replica are whole, then moves the next users.
   *
   * @param now milliseconds since the epoch
   * @param areBehind whether ratings wait to be handed over
   * @return users who moved: a list is owed to them
   */
  List<Bytes> advance(long now, boolean areBehind) {
    boolean hasBegun = begin(now);
    boolean isMoving = isMoving();
    List<Bytes> moved = isMoving ? walk(now) : List.of();
    if (hasBegun || isMoving) {
      stored.save();
    }
    rate.tick(now, areBehind);
    return moved;
  }

  /**
   * The user as stored, moved to the partition's generation first if it is the user's turn. The
   * move is written, and a list is owed. A user whose turn has not come goes on in the generation
   * before, and learns again later what comes now. Where that generation's movies are gone, which a
   * start can bring about, the user moves at once.
   */
  UserState current(Bytes user, long now) {
    UserState before = stores.users().getOrNew(user, now);
    if (!move.isToCome(before)) {
      return before;
    }
    boolean canWait = move.canWait(before);
    if (canWait && !rate.hasMore()) {
      return before;
    }
    UserState after = canWait ? inTurn(user, before) : move.move(user, before).state();
    UserState owed = after.owed(UserState.Due.CHECKPOINT, now);
    stores.users().put(user, owed);
    due.owe(user, owed, now);
    return owed;
  }

  /**
   * A rating was learned.
   *
   * @param source partition of {@code ratings} that it came from
   * @param millis since it was sent to its user
   * @param isBacklog whether many ratings wait
   */
  void waited(int source, long millis, boolean isBacklog) {
    rate.waited(source, millis, isMoving(), isBacklog);
  }

  private boolean isMoving() {
    return progress.adopted() != progress.generation();
  }

  private boolean begin(long now) {
    @Nullable CheckpointEnd end = stores.pending().end();
    if (end == null) {
      return false;
    }
    boolean isReady =
        end.generation() > progress.generation() && replica.generation() == end.generation();
    if (isReady) {
      progress.switchTo(end.generation(), end.sequence());
      rate.begin(now);
      rounds.askForAll();
    }
    return isReady;
  }

  private List<Bytes> walk(long now) {
    List<Bytes> moved = new ArrayList<>();
    for (int looked = 0; looked < rate.looks() && rate.hasMore(); looked++) {
      while (ahead.isEmpty() && rounds.isOpen()) {
        rounds.read((user, value) -> ahead.add(user));
      }
      Bytes user = ahead.poll();
      if (user == null) {
        stores.pending().clear(progress.generation());
        progress.adopt();
        return moved;
      }
      if (moveNext(user, now)) {
        moved.add(user);
      }
    }
    return moved;
  }

  /** Whether the user had yet to move: the walk may have read an older state than the store has. */
  private boolean moveNext(Bytes user, long now) {
    @Nullable UserState before = stores.users().get(user, now);
    if (before == null || !move.isToCome(before)) {
      return false;
    }
    stores.users().put(user, inTurn(user, before).owed(UserState.Due.CHECKPOINT, now));
    return true;
  }

  private UserState inTurn(Bytes user, UserState before) {
    UserMove.Moved moved = move.move(user, before);
    rate.moved(moved.again());
    return moved.state();
  }
}
