package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.RatingJson;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.RejectedException;
import java.time.InstantSource;
import java.util.BitSet;

/** The events of a set that the stream does not reject, told by the stream's own parser. */
final class Accepted {

  private final RatingSet set;
  private final BitSet events;

  private Accepted(RatingSet set, BitSet events) {
    this.set = set;
    this.events = events;
  }

  /**
   * Looks through a set.
   *
   * @param settings say which scale and names are accepted
   */
  static Accepted of(RatingSet set, StreamSettings settings) {
    RatingParser parser =
        new RatingParser(settings.scale(), settings.users().interactions(), InstantSource.system());
    Ratings ratings = set.ratings();
    BitSet events = new BitSet();
    for (int i = 0; i < ratings.size(); i++) {
      try {
        parser.parse(RatingJson.write(ratings.event(i)), ratings.eventTime(i));
        events.set(i);
      } catch (RejectedException e) {
        // It stays out.
      }
    }
    return new Accepted(set, events);
  }

  /** These events, in their order. */
  RatingSet set() {
    return events.cardinality() == set.ratings().size() ? set : set.where(events::get);
  }

  /** Whether the event at a place of the whole set is one of these. */
  boolean has(int event) {
    return events.get(event);
  }

  /** How many of the first {@code end} events of the whole set are of these. */
  int before(int end) {
    return events.get(0, end).cardinality();
  }
}
