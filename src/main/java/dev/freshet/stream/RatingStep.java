package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What one event makes of its user: decides, predicts, learns and counts. Writes nothing but the
 * counters; whoever calls stores and sends what comes back. Not thread-safe.
 */
final class RatingStep {

  private final OnlineSgd sgd;
  private final UserStart start;
  private final UserLearner learner;
  private final MovieReplica replica;
  private final UserProgress progress;
  private final InteractionStep interactions;
  private final ControlArm control;
  private final LearningListener listener;

  /** Reads the ratings of a user that stand. */
  interface StandingRatingsOf {
    /** The ratings that stand and are newer than event time {@code forgottenUpTo}. */
    StandingRatings of(Bytes user, long forgottenUpTo);
  }

  /**
   * What became of an event. A request to be forgotten is only counted here: see {@link
   * Forgetting}.
   *
   * @param outcome what the event means
   * @param user after the event; as before, where it changes nothing
   * @param rating to store, a rating or a retraction's marker; null where nothing changes
   * @param update for the movie side; null where it learns nothing
   * @param takes for the movie side, where a take was taken back or an interaction is one; else
   *     null
   * @param isQuestion whether the user took what no list could know he took: lists learn from it
   */
  record Taken(
      Admission.Outcome outcome,
      UserState user,
      @Nullable StoredRating rating,
      @Nullable MovieUpdate update,
      @Nullable TakesChanged takes,
      boolean isQuestion) {

    /** One of an event that changed nothing. */
    static Taken nothing(Admission.Outcome outcome, UserState user) {
      return new Taken(outcome, user, null, null, null, false);
    }
  }

  /**
   * The step of one partition.
   *
   * @param progress is counted in
   * @param weights of interactions
   * @param control whose errors are no matter of the model that is judged
   * @param listener is told of what was learned
   */
  RatingStep(
      OnlineSgd sgd,
      UserStart start,
      UserLearner learner,
      MovieReplica replica,
      UserProgress progress,
      InteractionWeights weights,
      ControlArm control,
      LearningListener listener) {
    this.control = control;
    this.interactions = new InteractionStep(weights, progress);
    this.sgd = sgd;
    this.start = start;
    this.learner = learner;
    this.replica = replica;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Takes an event in. It gets the partition's next number.
   *
   * @param state of the user, before
   * @param stored what is stored on the same user and movie, a retraction's marker included
   * @param standing asked only if the user's ratings are folded in
   */
  Taken take(
      Bytes user,
      UserState state,
      RoutedEvent event,
      @Nullable StoredRating stored,
      StandingRatingsOf standing) {
    Admission.Outcome outcome = Admission.decide(event, stored, state.forgottenUpTo());
    long sequence = progress.nextSequence();
    switch (outcome) {
      case LEARNED -> {
        return learn(user, state, event, stored, sequence, standing);
      }
      case COUNTED -> {
        return interactions.count(state, event, stored, sequence);
      }
      case RETRACTED -> {
        return event.kind() == RatingEvent.Kind.UNDO
            ? interactions.undo(state, event, stored, sequence)
            : retract(state, event, stored, sequence);
      }
      case UNCHANGED -> progress.unchanged();
      case LATE -> progress.late();
      case FORGOTTEN -> progress.forgotten();
    }
    return Taken.nothing(outcome, state);
  }

  private Taken learn(
      Bytes user,
      UserState state,
      RoutedEvent event,
      @Nullable StoredRating stored,
      long sequence,
      StandingRatingsOf standing) {
    String movieId = Objects.requireNonNull(event.movieId());
    float rating = event.rating();
    Factors before = start.toLearn(state.factors(), user);
    Factors movie = replica.factorsBeside(before, movieId);
    float prediction = sgd.predict(before, movie);
    float baseline = sgd.predictBaseline(before, movie);
    Factors after =
        learner.step(
            user,
            before,
            movie,
            rating,
            () -> standing.of(user, state.forgottenUpTo()).with(movieId, rating, sequence));
    if (after.steps() == before.steps()) {
      listener.refused(Side.USERS);
    }
    count(user, rating, prediction, baseline);
    boolean isFirst = !stands(stored);
    boolean isLiked = sgd.scale().isLiked(rating);
    StoredRating known = stored == null ? StoredRating.none() : stored;
    @Nullable Take old = known.take();
    StoredRating made = made(event, known, sequence, before.generation(), prediction, baseline);
    @Nullable Take take = interactions.taken(state, event, known, made);
    boolean isWhole = take != null && take.weight() == 1 && !take.equals(old);
    @Nullable Take whole = isWhole ? take : null; // goes with the update
    UserState learned =
        state
            .after(after, state.ratings() + (isFirst ? 1 : 0), event, sequence)
            .hiding(interactions.hiding(stored, made));
    return new Taken(
        Admission.Outcome.LEARNED,
        isFirst ? learned.had(movieId) : learned,
        made.withTake(take),
        new MovieUpdate(rating, before, false, replica.startToTell(movie), whole),
        whole == null ? InteractionStep.changed(old, take) : InteractionStep.changed(old, null),
        isLiked && interactions.isQuestion(stored));
  }

  /** A rating as it is stored; what was before it stays, unless it was taken back. */
  private StoredRating made(
      RoutedEvent event,
      StoredRating known,
      long sequence,
      int generation,
      float prediction,
      float baseline) {
    boolean isFirstAndLiked = !known.stands() && sgd.scale().isLiked(event.rating());
    long now = isFirstAndLiked ? Math.min(event.eventTime(), event.arrival()) : Long.MIN_VALUE;
    return new StoredRating(
            event.rating(), event.eventTime(), sequence, generation, prediction, baseline)
        .withInteractionsOf(known)
        .likedAt(known.stands() ? known.likedAt() : now)
        .asked(known.asked() || isFirstAndLiked)
        .stoodAt(known.place(), known.placedAt());
  }

  private void count(Bytes user, float rating, float prediction, float baseline) {
    float mean = progress.mean(sgd.scale().middle());
    if (control.of(user) == Arm.CONTROL) {
      progress.learnedOfControl(rating, prediction, baseline, mean);
    } else {
      progress.learned(rating, prediction, baseline, mean);
    }
    listener.learned(rating, prediction, baseline, mean);
  }

  private Taken retract(
      UserState state, RoutedEvent event, @Nullable StoredRating stored, long sequence) {
    int stand = state.ratings() - (stands(stored) ? 1 : 0);
    String movieId = Objects.requireNonNull(event.movieId());
    StoredRating known = stored == null ? StoredRating.none() : stored;
    StoredRating marker =
        StoredRating.retracted(event.eventTime(), sequence, progress.generation())
            .withInteractionsOf(known)
            .asked(known.asked());
    @Nullable Take old = known.take();
    @Nullable Take left = interactions.taken(state, event, known, marker);
    if (left != null) {
      marker = marker.stoodAt(known.place(), known.placedAt());
    }
    progress.retracted();
    UserState after =
        state
            .after(state.factors(), stand, event, sequence)
            .hiding(interactions.hiding(stored, marker));
    return new Taken(
        Admission.Outcome.RETRACTED,
        marker.isInteracted() ? after : after.hadNot(movieId),
        marker.withTake(left),
        null,
        InteractionStep.changed(old, left),
        false);
  }

  private static boolean stands(@Nullable StoredRating stored) {
    return stored != null && stored.stands();
  }
}
