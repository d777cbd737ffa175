package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.StoredInteraction;
import dev.freshet.wire.StoredRating;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a stream tell of takes, as the live system decides it. A user takes a movie
 * once at most: by a first rating that says that the movie was liked, whole; by other events as
 * much as all of them count together, at most whole. A re-rating is no new take. Lists are judged
 * by the first event on a movie that counts as a question by itself.
 */
final class Takes {

  private final Ratings ratings;
  private final float likedFrom;
  private final InteractionWeights weights;

  /** By event: what the take of its user and movie gained by it. */
  private final float[] gain;

  private final BitSet whole = new BitSet();
  private final BitSet questions = new BitSet();
  private final BitSet had = new BitSet();
  private final BitSet hides = new BitSet();

  private static final StoredRating NOTHING = StoredRating.none();

  /** What is known of one user and movie. */
  private static final class Pair {
    float take;
    boolean isRated;
    boolean isAsked;
    StoredRating others = NOTHING;

    boolean isHidden(InteractionWeights by) {
      return isRated || others.hides(by);
    }
  }

  /**
   * Looks through the stream once.
   *
   * @param likedFrom lowest rating that says that a movie was liked
   * @param weights of other events
   */
  Takes(Ratings ratings, float likedFrom, InteractionWeights weights) {
    this.ratings = ratings;
    this.likedFrom = likedFrom;
    this.weights = weights;
    this.gain = new float[ratings.size()];
    Map<Long, Pair> pairs = new HashMap<>();
    for (int i = 0; i < gain.length; i++) {
      long key = ((long) ratings.user(i) << Integer.SIZE) | ratings.movie(i);
      Pair pair = pairs.computeIfAbsent(key, first -> new Pair());
      @Nullable Interaction what = ratings.interaction(i);
      if (what == null) {
        rate(i, pair);
      } else {
        interact(i, what, pair);
      }
      hides.set(i, pair.isHidden(weights));
    }
  }

  private void rate(int event, Pair pair) {
    if (!pair.isRated) {
      had.set(event);
      if (ratings.rating(event) >= likedFrom) {
        ask(event, pair);
        take(event, 1, pair);
      }
    }
    pair.isRated = true;
  }

  private void interact(int event, Interaction what, Pair pair) {
    StoredInteraction before = pair.others.interaction(what.name());
    long time = ratings.eventTime(event);
    if (before.effect(time, what.value()) != StoredInteraction.Effect.COUNTS) {
      return;
    }
    StoredRating known = pair.others.with(before.with(time, what.value(), event));
    if (weights.isQuestion(what.name(), what.value())) {
      ask(event, pair);
    }
    take(event, known.strength(weights), pair);
    had.set(event, weights.count(what.name(), what.value()) > 0);
    pair.others = known;
  }

  /** What hid the movie before this event is known of the pair. */
  private void ask(int event, Pair pair) {
    questions.set(event, !pair.isAsked && !pair.isHidden(weights));
    pair.isAsked = true;
  }

  /** The take of a pair grows, or stays. */
  private void take(int event, float now, Pair pair) {
    if (now > pair.take) {
      gain[event] = now - pair.take;
      whole.set(
          event, pair.take < InteractionWeights.QUESTION && now >= InteractionWeights.QUESTION);
      pair.take = now;
    }
  }

  Ratings ratings() {
    return ratings;
  }

  float likedFrom() {
    return likedFrom;
  }

  /** By how much the take of the event's user and movie grew with it; 0 where it did not. */
  float gain(int event) {
    return gain[event];
  }

  /**
   * Whether the take counts {@value InteractionWeights#QUESTION} or more from this event on. It
   * does so once at most.
   */
  boolean isWhole(int event) {
    return whole.get(event);
  }

  /**
   * Whether lists are judged by the event: it counts {@value InteractionWeights#QUESTION} or more
   * by itself, as the first of a user and movie, and the movie was not hidden before.
   */
  boolean isQuestion(int event) {
    return questions.get(event);
  }

  /** Whether its movie is the last that the user had: by a first rating, or what counts above 0. */
  boolean isHad(int event) {
    return had.get(event);
  }

  /** Whether the user's lists leave its movie out from this event on. */
  boolean hides(int event) {
    return hides.get(event);
  }
}
