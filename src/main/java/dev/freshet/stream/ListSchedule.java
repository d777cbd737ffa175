package dev.freshet.stream;

import dev.freshet.wire.Recommendations;
import dev.freshet.wire.UserState;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lists of a partition's users when they are due. At each tick it sends as many as fit
 * into a slice of time, but only one while there is a backlog of ratings. Not thread-safe.
 */
final class ListSchedule {

  /** A list that cannot be made yet is tried again after this. */
  private static final Duration LATER = Duration.ofMillis(200);

  private final Duration slice;
  private final DueUsers due;
  private final UserSweep sweep;
  private final ListWriter writer;
  private final UserStores stores;
  private final Current current;
  private final Sender sender;
  private final LearningListener listener;
  private final CatchingUp catchingUp = new CatchingUp();

  /** Reads a user, in the generation that the list is to be from: {@link Adoption#current}. */
  interface Current {
    UserState of(Bytes user, long now);
  }

  /** Sends a list to its user. */
  interface Sender {
    void send(Bytes user, Recommendations list, long now);
  }

  /**
   * The schedule of one partition.
   *
   * @param due who awaits a list
   * @param rounds walks over the users to find who is owed one for another reason than a rating
   */
  ListSchedule(
      UsersTopology.Parts parts,
      DueUsers due,
      UserRounds rounds,
      UserStart start,
      UserTaste taste,
      UserStores stores,
      Current current,
      Sender sender) {
    this.slice = parts.lists().slice().time();
    this.due = due;
    this.sweep =
        new UserSweep(
            stores.users().store(),
            rounds,
            stores.users()::get,
            parts.replica(),
            parts.lists().recommender().listLength(),
            parts.forgetRetention(),
            due,
            System::nanoTime);
    this.writer =
        new ListWriter(
            parts.sgd(), start, parts.replica(), taste, parts.lists(), parts.ratingsTopic());
    this.stores = stores;
    this.current = current;
    this.sender = sender;
    this.listener = parts.listener();
  }

  /** A list is owed to a user, in turn, however long ago the last one was. */
  void owe(Bytes user, UserState state, long now) {
    due.owe(user, state, now);
  }

  /** An event was learned. */
  void learned(long now) {
    catchingUp.learned(now);
  }

  /** Whether there was a backlog at the last tick. */
  boolean isBehind() {
    return catchingUp.isBehind();
  }

  /** Users who await a list. */
  int size() {
    return due.size();
  }

  /**
   * A tick begins: looks for a backlog, and for users who are owed a list.
   *
   * @param waiting events of the partition that wait
   */
  void look(long waiting, long now) {
    catchingUp.tick(waiting, now);
    sweep.run(now);
  }

  /** Sends what is due. While there is a backlog lists can wait, all but one in a tick. */
  void sendDue(long now) {
    long end = System.nanoTime() + (isBehind() ? 0 : slice.toNanos());
    Bytes user = due.poll(now);
    while (user != null) {
      send(user, now);
      user = System.nanoTime() < end ? due.poll(now) : null;
    }
  }

  /** The user has moved: a list from the new generation, but no earlier than they may have one. */
  void refresh(Bytes user, long now) {
    UserState state = stores.users().getOrNew(user, now);
    long from = due.from(state.listedAt(), now);
    if (from > now) {
      due.add(user, state.due(), from);
    } else {
      send(user, now);
    }
  }

  private void send(Bytes user, long now) {
    UserState state = current.of(user, now);
    if (!state.isDue()) {
      return; // forgotten since
    }
    long start = System.nanoTime();
    @Nullable Recommendations list = writer.write(user, state, stores.ratings(), now);
    state = stores.users().recounted(user, state);
    if (list == null) {
      due.add(user, state.due(), now + LATER.toMillis());
      return;
    }
    sender.send(user, list, now);
    stores.users().put(user, state.sent(list.movies()));
    long waited = Math.max(0, now - state.dueSince()); // the rating may have another's time
    listener.listed(list.reason(), waited, System.nanoTime() - start);
  }
}
