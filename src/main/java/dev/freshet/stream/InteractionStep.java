package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.StoredInteraction;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction makes of its user: no factors learn from it, but it is stored, and what the
 * user took may have grown. A user takes a movie once at most; the take weighs what all
 * interactions count together, at most 1, as of the one that last made it grow in the order of
 * their times. Writes nothing but the counters. Not thread-safe.
 */
final class InteractionStep {

  private final InteractionWeights weights;
  private final UserProgress progress;

  /**
   * The step of one partition.
   *
   * @param progress is counted in
   */
  InteractionStep(InteractionWeights weights, UserProgress progress) {
    this.weights = weights;
    this.progress = progress;
  }

  /**
   * Counts an interaction.
   *
   * @param state of the user, before
   * @param stored what is stored on the same user and movie
   * @param sequence of the event
   */
  RatingStep.Taken count(
      UserState state, RoutedEvent event, @Nullable StoredRating stored, long sequence) {
    String movieId = Objects.requireNonNull(event.movieId());
    Interaction what = Objects.requireNonNull(event.interaction());
    StoredRating before = stored == null ? StoredRating.none() : stored;
    StoredInteraction more =
        before.interaction(what.name()).with(event.eventTime(), what.value(), sequence);
    StoredRating after = before.with(more);
    @Nullable Take old = before.take();
    @Nullable Take take = taken(state, event, before, after);
    progress.interacted();
    UserState known =
        state
            .after(
                state.factors(),
                state.ratings(),
                state.interacted() + (before.isInteracted() ? 0 : 1),
                event,
                sequence)
            .hiding(hiding(before, after));
    boolean isLiked = weights.count(what.name(), what.value()) > 0;
    boolean isEnough = weights.isQuestion(what.name(), what.value());
    boolean isQuestion = isEnough && isQuestion(stored);
    return new RatingStep.Taken(
        Admission.Outcome.COUNTED,
        isLiked ? known.had(movieId) : known,
        after.withTake(take).asked(before.asked() || isEnough),
        null,
        changed(old, take),
        isQuestion);
  }

  /**
   * Takes back all interactions of a name. Where none were, a marker stays all the same.
   *
   * @param state of the user, before
   * @param stored what is stored on the same user and movie
   * @param sequence of the event
   */
  RatingStep.Taken undo(
      UserState state, RoutedEvent event, @Nullable StoredRating stored, long sequence) {
    String movieId = Objects.requireNonNull(event.movieId());
    String name = Objects.requireNonNull(event.interaction()).name();
    StoredRating before = stored == null ? StoredRating.none() : stored;
    StoredRating after =
        before.with(before.interaction(name).takenBack(event.eventTime(), sequence));
    @Nullable Take old = before.take();
    @Nullable Take left = taken(state, event, before, after);
    progress.retracted();
    int lost = before.isInteracted() && !after.isInteracted() ? 1 : 0;
    UserState known =
        state
            .after(state.factors(), state.ratings(), state.interacted() - lost, event, sequence)
            .hiding(hiding(before, after));
    return new RatingStep.Taken(
        Admission.Outcome.RETRACTED,
        after.isAnything() ? known : known.hadNot(movieId),
        after.withTake(left),
        null,
        changed(old, left),
        false);
  }

  /**
   * The take after an event: a first rating that was liked is a whole one, whatever was rated
   * since; else interactions weigh what they count together. Neither weight nor time depends on the
   * order in which interactions arrive. What was before it is what was before the event of its
   * time.
   */
  @Nullable Take taken(
      UserState state, RoutedEvent event, StoredRating before, StoredRating after) {
    float weight = after.taking(weights);
    if (weight == 0) {
      return null;
    }
    @Nullable Take old = before.take();
    long at = after.takenAt(weights);
    if (old == null) {
      return take(state, event, Math.min(at, event.arrival()), weight);
    }
    boolean isUnchanged = at == before.takenAt(weights) || isWholeBefore(event, old, weight);
    if (isUnchanged) {
      return old.weighing(weight);
    }
    long time = Math.min(at, Math.max(old.time(), event.arrival())); // it may be of long ago
    return at == event.eventTime() && time > old.time()
        ? take(state, event, time, weight)
        : old.asOf(time).weighing(weight);
  }

  private static Take take(UserState state, RoutedEvent event, long time, float weight) {
    List<String> before = new ArrayList<>(state.recent());
    before.remove(event.movieId());
    return new Take(time, before, weight);
  }

  /** Whether a take was whole before the time of an event that adds something, and is. */
  private static boolean isWholeBefore(RoutedEvent event, Take old, float weight) {
    return event.kind() != RatingEvent.Kind.UNDO
        && old.weight() == 1
        && weight == 1
        && event.eventTime() > old.time();
  }

  /**
   * Whether lists are judged by an event that counts enough: by the user's first on what lists may
   * contain.
   */
  boolean isQuestion(@Nullable StoredRating before) {
    return before == null || !(before.hides(weights) || before.asked());
  }

  /** How many movies more lists leave out for interactions: 1, 0 or -1. */
  int hiding(@Nullable StoredRating before, StoredRating after) {
    boolean wasHidden = before != null && before.hidesUnrated(weights);
    return (after.hidesUnrated(weights) ? 1 : 0) - (wasHidden ? 1 : 0);
  }

  /** What the movie side is told of a take that is another now; null where it is not. */
  static @Nullable TakesChanged changed(@Nullable Take old, @Nullable Take now) {
    return Objects.equals(old, now) ? null : new TakesChanged(old, now);
  }
}
