package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.online.Factors;
import dev.freshet.online.HeadSignals;
import dev.freshet.online.LastLiked;
import dev.freshet.online.ListChoice;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.SequentialLearner;
import dev.freshet.online.SequentialTakes;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeOrder;
import dev.freshet.online.TopN;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The order of takes that lists have, learned by one thread with nothing stale: what the stream
 * serves differs from it by what is late there, and by movies that are explored. Of other events
 * than ratings it knows less: a take that grows is one more take, and a user's taste is of what
 * counts half of a liked rating or more.
 */
final class TakeLine implements Line {

  /** More than any score: what is not in the head stands behind it. */
  private static final float BEHIND = 1e3f;

  /** Places of a list. */
  private static final int LENGTH = 10;

  private final Takes takes;
  private final Ratings ratings;
  private final TakeMix mix;
  private final OnlineSgd sgd;
  private final SequentialTakes sequence;
  private final SequentialLearner learner;
  private final RetrainedVectors vectors;
  private final Variety variety;
  private final ListChoice choice = new ListChoice();
  private final TopN best = new TopN(0);
  private final List<BitSet> own = new ArrayList<>();
  private final List<LastLiked> liked = new ArrayList<>();
  private final RatedMovies rated = new RatedMovies();
  private final TopN head = new TopN(0);
  private final HeadSignals signals = new HeadSignals();
  private @Nullable TakeOrder order;
  private int orderedFor = -1;

  /**
   * How different the movies of a list must be.
   *
   * @param maxPerGenre movies of one genre; 0 for no limit
   * @param diversity how much it counts against a movie that it is like one above it
   * @param genres of a movie; null where they are not known
   */
  record Variety(int maxPerGenre, float diversity, IntFunction<@Nullable List<String>> genres) {

    /** All may be alike. */
    static final Variety NONE = new Variety(0, 0, movie -> null);

    boolean isWanted() {
      return maxPerGenre > 0 || diversity > 0;
    }
  }

  /**
   * The order.
   *
   * @param mix weighs the signals, and learns
   * @param sgd learns what users are predicted to rate
   * @param vectors of movies
   * @param variety of a list
   */
  TakeLine(Takes takes, TakeMix mix, OnlineSgd sgd, RetrainedVectors vectors, Variety variety) {
    this.variety = variety;
    this.takes = takes;
    this.ratings = takes.ratings();
    this.mix = mix;
    this.sgd = sgd;
    this.vectors = vectors;
    this.learner = new SequentialLearner(sgd);
    this.sequence = new SequentialTakes(ratings.userIds().size(), ratings.movieIds());
    ratings.userIds().forEach(user -> own.add(new BitSet()));
    ratings.userIds().forEach(user -> liked.add(new LastLiked()));
  }

  /** The head stands before all others, by the signals that it alone has, too. */
  @Override
  public void score(int event, double[] into) {
    order(event);
    float[] scores = sequence.scores();
    for (int movie = 0; movie < scores.length; movie++) {
      into[movie] = scores[movie] - BEHIND;
    }
    for (int place = 0; place < head.size(); place++) {
      into[head.index(place)] = signals.score(mix, place, head.score(place));
    }
    if (variety.isWanted()) {
      choose(vectors.at(event), into);
    }
  }

  /** Puts the chosen before all others. */
  private void choose(RankingVectors now, double[] into) {
    best.clear(head.size());
    for (int place = 0; place < head.size(); place++) {
      best.offer(head.index(place), (float) into[head.index(place)]);
    }
    best.sort();
    var wish = new ListChoice.Wish(LENGTH, variety.maxPerGenre(), variety.diversity());
    int[] places = choice.choose(best, wish, variety.genres(), now);
    for (int k = 0; k < places.length; k++) {
      into[best.index(places[k])] = BEHIND - k;
    }
  }

  private TakeOrder order(int event) {
    TakeOrder known = order;
    if (orderedFor == event && known != null) {
      return known;
    }
    int user = ratings.user(event);
    rated.clear();
    own.get(user).stream().forEach(movie -> rated.add(movie, 0));
    RankingVectors now = vectors.at(event);
    TakeOrder made = sequence.order(user, mix, now, liked.get(user).likes(), rated);
    sequence.head(rated, movie -> true, head);
    @Nullable Factors of = learner.user(ratings.userIds().get(user));
    signals.look(head, made.scores(), movie -> of == null ? 0 : predicted(of, movie));
    order = made;
    orderedFor = event;
    return made;
  }

  private float predicted(Factors user, int movie) {
    @Nullable Factors factors = learner.movie(ratings.movieIds().get(movie));
    return factors == null || sequence.isUntaken(movie)
        ? 0
        : sgd.scale().share(sgd.predict(user, factors));
  }

  @Override
  public void learn(int event) {
    int user = ratings.user(event);
    int movie = ratings.movie(event);
    if (takes.isQuestion(event) && sequence.isKnown(user, movie)) {
      order(event).learn(head, signals, movie);
    }
    if (takes.isHad(event)) {
      sequence.learn(user, movie, takes.gain(event), ratings.eventTime(event));
    }
    if (takes.isWhole(event)) {
      liked.get(user).offer(movie, event);
    }
    if (ratings.isRating(event)) {
      learner.learn(
          ratings.userIds().get(user), ratings.movieIds().get(movie), ratings.rating(event));
    }
    if (takes.hides(event)) {
      own.get(user).set(movie);
    }
    orderedFor = -1;
  }
}
