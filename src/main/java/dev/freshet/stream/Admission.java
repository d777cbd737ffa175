package dev.freshet.stream;

import dev.freshet.event.RatingEvent.Kind;
import dev.freshet.event.RoutedEvent;
import dev.freshet.event.StoredRating;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an accepted event means beside what is stored: every event has exactly one outcome.
 */
public final class Admission {

  /**
   * What becomes of an event. The counts of all outcomes and of rejected records add up to what was
   * produced.
   */
  public enum Outcome {
    /** A rating, new or replaced: one step on each side. */
    LEARNED,
    /** The identical event again. */
    UNCHANGED,
    /** Older than what is stored on this user and movie. */
    LATE,
    /** A rating taken back; a marker stays. */
    RETRACTED,
    /** A request to be forgotten, or an event from before one. */
    FORGOTTEN
  }

  private Admission() {}

  /**
   * Decides.
   *
   * @param event the event
   * @param stored what is stored on the same user and movie, a retraction's marker included
   * @param forgottenUpTo event time up to which this user's events are ignored
   */
  public static Outcome decide(
      RoutedEvent event, @Nullable StoredRating stored, long forgottenUpTo) {
    if (event.kind() == Kind.FORGET || event.eventTime() <= forgottenUpTo) {
      return Outcome.FORGOTTEN;
    }
    if (stored != null) {
      if (event.eventTime() < stored.eventTime()) {
        return Outcome.LATE;
      }
      if (event.eventTime() == stored.eventTime() && saysTheSame(event, stored)) {
        return Outcome.UNCHANGED;
      }
    }
    return event.kind() == Kind.RETRACT ? Outcome.RETRACTED : Outcome.LEARNED;
  }

  private static boolean saysTheSame(RoutedEvent event, StoredRating stored) {
    return event.kind() == Kind.RETRACT
        ? stored.isRetracted()
        : Float.compare(event.rating(), stored.rating()) == 0;
  }
}
