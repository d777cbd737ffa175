package dev.freshet.cli;

import dev.freshet.data.Ratings;
import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.Interaction;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of a file's events that the settings do not accept.
 *
 * @param unknown these names
 * @param events that are called so
 * @param of all events
 * @param accepted by the settings
 */
record EventNames(Set<String> unknown, long events, int of, InteractionWeights accepted) {

  /** Looks through a file. */
  static EventNames of(Ratings ratings, InteractionWeights accepted) {
    Set<String> unknown = new TreeSet<>();
    long events = 0;
    for (int i = 0; i < ratings.size(); i++) {
      @Nullable Interaction what = ratings.interaction(i);
      if (what != null && !accepted.accepts(what.name())) {
        unknown.add(what.name());
        events++;
      }
    }
    return new EventNames(unknown, events, ratings.size(), accepted);
  }

  /** Whether all are accepted. */
  boolean areKnown() {
    return unknown.isEmpty();
  }

  /** Which are not, how many events that are, and what to set; in one line, for people. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d events are called %s; the settings accept %s, and others by --set"
            + " events.NAME.weight=NUMBER",
        events,
        of,
        String.join(", ", unknown),
        accepted.names());
  }
}
