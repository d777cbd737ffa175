package dev.freshet.stream;

import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lists that a {@link ListProbe} looks at, from what real lists are made of, and sends
 * none of them. Not thread-safe: one per processor.
 */
final class ProbedLists {

  private final ListProbe probe;
  private final ListWriter writer;
  private final UserStores stores;

  private ProbedLists(ListProbe probe, ListWriter writer, UserStores stores) {
    this.probe = probe;
    this.writer = writer;
    this.stores = stores;
  }

  /** The lists of one partition; null where nobody looks at them. */
  static @Nullable ProbedLists of(
      UsersTopology.Parts parts, UserStart start, UserTaste taste, UserStores stores) {
    if (parts.probe() == ListProbe.NONE) {
      return null;
    }
    return new ProbedLists(
        parts.probe(),
        new ListWriter(
            parts.sgd(),
            start,
            parts.replica(),
            taste,
            parts.lists().places(parts.probe().length()),
            parts.ratingsTopic()),
        stores);
  }

  /**
   * An event is about to be learned.
   *
   * @param state of the user, before
   */
  void before(Bytes user, UserState state, RoutedEvent event) {
    if (event.kind() != RatingEvent.Kind.RATE && event.kind() != RatingEvent.Kind.INTERACT) {
      return;
    }
    String userId = new String(user.get(), StandardCharsets.UTF_8);
    String movieId = Objects.requireNonNull(event.movieId());
    if (probe.asks(userId, movieId, event.eventTime())) {
      probe.answered(userId, movieId, writer.places(user, state, stores.ratings()));
    }
  }
}
