package dev.freshet.stream;

import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.StoredInteraction;
import dev.freshet.wire.StoredRating;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an accepted event means beside what is stored: every event has exactly one outcome.
 *
 * <p>Event time decides. At one event time a fixed order decides: a request to be forgotten wins
 * over everything, a retraction wins over a rating of the same movie, and the higher of two ratings
 * wins over the lower. So the same events end in the same standing ratings and markers, whatever
 * the order of their arrival. Interactions of one name add up, one for each event time; taking them
 * back wins over those of its time and before.
 */
public final class Admission {

  /**
   * What becomes of an event. The counts of all outcomes and of rejected records add up to what was
   * produced.
   */
  public enum Outcome {
    /** A rating, new or replaced: one step on each side. */
    LEARNED,
    /** An interaction, beside the others of its name: no step, but lists know of it. */
    COUNTED,
    /** The identical event again. */
    UNCHANGED,
    /**
     * Older than what is stored on this user and movie, or at its time and weaker; or of one more
     * name than can be kept.
     */
    LATE,
    /** A rating, or all interactions of a name, taken back; a marker stays. */
    RETRACTED,
    /** A request to be forgotten, or an event from before one. */
    FORGOTTEN
  }

  private Admission() {}

  /**
   * The outcome of an event, given what is stored.
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
    @Nullable Interaction what = event.interaction();
    if (what != null) {
      return decide(event, what, stored == null ? StoredRating.none() : stored);
    }
    if (stored != null) {
      if (event.eventTime() < stored.eventTime()) {
        return Outcome.LATE;
      }
      if (event.eventTime() == stored.eventTime()) {
        int order = Float.compare(strength(event), strength(stored));
        if (order <= 0) {
          return order == 0 ? Outcome.UNCHANGED : Outcome.LATE;
        }
      }
    }
    return event.kind() == Kind.RETRACT ? Outcome.RETRACTED : Outcome.LEARNED;
  }

  private static Outcome decide(RoutedEvent event, Interaction what, StoredRating stored) {
    if (!stored.hasRoomFor(what.name())) {
      return Outcome.LATE;
    }
    StoredInteraction of = stored.interaction(what.name());
    boolean isUndo = event.kind() == Kind.UNDO;
    StoredInteraction.Effect effect =
        isUndo
            ? of.effectOfTakingBack(event.eventTime())
            : of.effect(event.eventTime(), what.value());
    return switch (effect) {
      case COUNTS -> isUndo ? Outcome.RETRACTED : Outcome.COUNTED;
      case NONE -> Outcome.UNCHANGED;
      case LATE -> Outcome.LATE;
    };
  }

  /** Among events of one user and movie at the same time the greatest stands. */
  private static float strength(RoutedEvent event) {
    return event.kind() == Kind.RETRACT ? Float.POSITIVE_INFINITY : event.rating();
  }

  private static float strength(StoredRating stored) {
    return stored.isRetracted() ? Float.POSITIVE_INFINITY : stored.rating();
  }
}
