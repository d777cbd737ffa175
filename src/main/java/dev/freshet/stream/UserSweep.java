package dev.freshet.stream;

import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.UnreadableException;
import dev.freshet.wire.UserGlance;
import dev.freshet.wire.UserState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all users of a partition, round and round in short slices, while there is a reason to.
 * After a start it looks for lists that were owed when the last process died. After a movie left
 * the catalogue it looks for lists that contain it. After the catalogue grew it looks for lists
 * that are shorter than asked for. Once in a while it looks for markers of forgotten users that
 * have served their time. A reason that comes during a walk lengthens it: the walk goes on, past
 * the end to the beginning, until everybody was looked at since the newest reason. A walk that a
 * crash cuts short begins anew. Not thread-safe.
 */
final class UserSweep {

  /** Time for one slice: a tenth of a tick, for the partitions of a thread add up. */
  private static final long SLICE = Duration.ofMillis(1).toNanos();

  /** Users between two looks at the clock: about 0.1 ms, and what each slice does at least. */
  private static final int UNTIMED = 64;

  /** Rounds do not begin more often: few users are soon walked over, and nobody gets more lists. */
  private static final Duration ROUNDS_APART = Duration.ofSeconds(1);

  private static final Duration MARKERS_EVERY = Duration.ofHours(1);

  /** A catalogue that is being read grows all the time: one reason for many movies. */
  private static final Duration GROWTH_EVERY = Duration.ofSeconds(5);

  private final KeyValueStore<Bytes, byte[]> users;
  private final States states;
  private final MovieReplica replica;
  private final int listSize;
  private final Duration forgetRetention;
  private final DueUsers due;
  private final LongSupplier nanoTime;
  private final UserRounds rounds;

  /** Users who were seen to need something, to be looked at again when it is written. */
  private final Deque<Bytes> found = new ArrayDeque<>();

  private long removalsSeen;
  private int listableSeen;

  private boolean hasBegun;

  /** Users read so far. */
  private long looked;

  /** When the newest reason came, and when the newest round began, ms since the epoch. */
  private long reasonAt;

  private long roundAt;

  /** When this slice ends, by the clock of {@code nanoTime}. */
  private long end;

  /** Users that this slice has looked at. */
  private int count;

  /** Whether this slice has time for more. */
  private boolean hasTime;

  /** Reads one user, as {@link StoredUsers#get}. */
  interface States {
    @Nullable UserState get(Bytes user, long now);
  }

  /**
   * A walk that is to begin.
   *
   * @param users of the partition
   * @param rounds walks over them for this alone
   * @param states reads them
   * @param replica knows which movies lists may contain
   * @param listSize movies in a list, at most
   * @param forgetRetention how long the marker of a forgotten user is kept
   * @param due is told who is owed a list
   * @param nanoTime measures the slices, as {@link System#nanoTime}
   */
  UserSweep(
      KeyValueStore<Bytes, byte[]> users,
      UserRounds rounds,
      States states,
      MovieReplica replica,
      int listSize,
      Duration forgetRetention,
      DueUsers due,
      LongSupplier nanoTime) {
    this.users = users;
    this.states = states;
    this.replica = replica;
    this.listSize = listSize;
    this.forgetRetention = forgetRetention;
    this.due = due;
    this.nanoTime = nanoTime;
    this.rounds = rounds;
  }

  /** Goes on with the walk, or begins one if there is a reason to. */
  void run(long now) {
    if (hasReason(now)) {
      removalsSeen = replica.removals();
      listableSeen = replica.listableSize();
      reasonAt = now;
      rounds.askForAll();
    }
    slice(now);
    hasBegun = true;
  }

  /** Users looked at since the start, each as often as it was. */
  long looked() {
    return looked;
  }

  private boolean hasReason(long now) {
    return !hasBegun
        || replica.removals() != removalsSeen
        || (replica.listableSize() > listableSeen && isOver(GROWTH_EVERY, reasonAt, now))
        || isOver(MARKERS_EVERY, reasonAt, now);
  }

  /**
   * Whether the time has passed. A clock that was set back by as much counts too: better too soon
   * than not at all.
   */
  private static boolean isOver(Duration time, long since, long now) {
    return Math.abs(now - since) >= time.toMillis();
  }

  private void slice(long now) {
    end = nanoTime.getAsLong() + SLICE;
    count = 0;
    hasTime = true;
    while (hasTime) {
      Bytes user = found.poll();
      if (user != null) {
        visit(user, now);
        count();
      } else if (isTurn(now)) {
        rounds.read((read, value) -> look(read, value, now));
      } else {
        return;
      }
    }
  }

  /** One more user, and whether there is time for others. */
  private boolean count() {
    count++;
    hasTime = count % UNTIMED != 0 || nanoTime.getAsLong() - end < 0;
    return hasTime;
  }

  private boolean isTurn(long now) {
    if (!rounds.isOpen()) {
      return false;
    }
    if (rounds.isAtBeginning()) {
      if (hasBegun && !isOver(ROUNDS_APART, roundAt, now)) {
        return false;
      }
      roundAt = now;
    }
    return true;
  }

  private boolean look(Bytes user, byte[] value, long now) {
    looked++;
    UserGlance glance;
    try {
      glance = UserGlance.of(value);
    } catch (UnreadableException e) {
      found.add(user);
      return count();
    }
    boolean isOwed = glance.isDue() ? !due.contains(user) : isWrong(glance);
    if (isOwed || isMarkerToChange(glance, now)) {
      found.add(user);
    }
    return count();
  }

  /**
   * Does what a user needs, as the store has it now: to write back what was read a while ago would
   * undo what was learned since.
   */
  private void visit(Bytes user, long now) {
    @Nullable UserState before = states.get(user, now);
    if (before == null) {
      return;
    }
    UserGlance glance = UserGlance.of(before.toBytes());
    UserState state = before;
    if (isWrong(glance)) {
      state = state.owed(UserState.Due.CATALOGUE, now);
    }
    if (isMarkerToChange(glance, now)) {
      state = state.forgottenAt() > now ? state.withMarkerOf(now) : state.withoutMarker();
    }
    if (!state.equals(before)) {
      users.put(user, state.equals(UserState.NEW) ? null : state.toBytes());
    }
    if (state.isDue()) {
      due.owe(user, state, now);
    }
  }

  /** Whether the last list has a movie that lists may not contain, or can be longer. */
  private boolean isWrong(UserGlance user) {
    return !user.hasListedOnly(replica::isListable)
        || (user.listedAt() > 0
            && user.listed() < listSize
            && replica.listableSize() - user.ratings() - user.hidden() > user.listed());
  }

  /** Whether a marker has served its time, or counts it from a time that is yet to come here. */
  private boolean isMarkerToChange(UserGlance user, long now) {
    return user.hasMarker()
        && (user.forgottenAt() > now || now - user.forgottenAt() > forgetRetention.toMillis());
  }
}
