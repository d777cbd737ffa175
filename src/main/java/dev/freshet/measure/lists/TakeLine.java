package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.online.Factors;
import dev.freshet.online.LastLiked;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.RatedMovies;
import dev.freshet.online.SequentialLearner;
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeOrder;
import dev.freshet.online.TakeScores;
import dev.freshet.online.TakenMovies;
import dev.freshet.online.TopN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of takes that lists have, learned by one thread with nothing stale: what the stream
 * serves differs from it by what is late there, and by movies that are explored.
 */
final class TakeLine implements Line {

  /** More than any score: what is not in the head stands behind it. */
  private static final float BEHIND = 1e3f;

  private final Takes takes;
  private final Ratings ratings;
  private final TakeMix mix;
  private final TakenMovies taken = new TakenMovies();
  private final MovieTakes[] movies;
  private final List<List<Integer>> recent = new ArrayList<>();
  private final List<BitSet> own = new ArrayList<>();
  private final List<LastLiked> liked = new ArrayList<>();
  private final BitSet seen = new BitSet();
  private final RatedMovies rated = new RatedMovies();
  private final TakeScores scores = new TakeScores();
  private final TopN head = new TopN(0);
  private final float[] predicted = new float[TakeMix.HEAD];
  private final Map<String, Integer> indexes = new HashMap<>();
  private final float[] order;
  private int orderedFor = -1;
  private final OnlineSgd sgd;
  private final SequentialLearner learner;

  /**
   * The order.
   *
   * @param mix weighs the signals, and learns
   * @param sgd learns what users are predicted to rate
   */
  TakeLine(Takes takes, TakeMix mix, OnlineSgd sgd) {
    this.sgd = sgd;
    this.learner = new SequentialLearner(sgd);
    this.takes = takes;
    this.ratings = takes.ratings();
    this.mix = mix;
    this.movies = new MovieTakes[ratings.movieIds().size()];
    Arrays.fill(movies, MovieTakes.NONE);
    ratings.userIds().forEach(user -> recent.add(new ArrayList<>()));
    ratings.userIds().forEach(user -> own.add(new BitSet()));
    ratings.userIds().forEach(user -> liked.add(new LastLiked()));
    ratings.movieIds().forEach(movie -> indexes.put(movie, indexes.size()));
    order = new float[movies.length];
  }

  @Override
  public void score(int event, double[] into) {
    order(event);
    for (int movie = 0; movie < order.length; movie++) {
      into[movie] = order[movie];
    }
  }

  private void order(int event) {
    if (orderedFor == event) {
      return;
    }
    int user = ratings.user(event);
    rated.clear();
    own.get(user).stream().forEach(movie -> rated.add(movie, 0));
    int[] last = recent.get(user).stream().mapToInt(Integer::intValue).toArray();
    scores.prepare(taken, last, liked.get(user).movies(), rated);
    scores.score(mix, 0, order);
    rateHead(user);
    orderedFor = event;
  }

  /** Puts the head before all others, with what its movies are predicted to be rated. */
  private void rateHead(int user) {
    head.clear(TakeMix.HEAD);
    for (int other = seen.nextSetBit(0); other >= 0; other = seen.nextSetBit(other + 1)) {
      if (!rated.contains(other)) {
        head.offer(other, order[other]);
      }
    }
    head.sort();
    @Nullable Factors of = learner.user(ratings.userIds().get(user));
    TakeOrder takes = new TakeOrder(scores, mix, 0);
    for (int i = 0; i < order.length; i++) {
      order[i] -= BEHIND;
    }
    for (int place = 0; place < head.size(); place++) {
      int movie = head.index(place);
      @Nullable Factors factors = learner.movie(ratings.movieIds().get(movie));
      predicted[place] =
          of == null || factors == null || movies[movie].takes() == 0
              ? 0
              : sgd.scale().share(sgd.predict(of, factors));
      order[movie] = takes.with(head.score(place), predicted[place]);
    }
  }

  @Override
  public void learn(int event) {
    int movie = ratings.movie(event);
    List<Integer> last = recent.get(ratings.user(event));
    if (takes.isFirst(event)) {
      if (takes.isTake(event)) {
        learnMix(event, movie, last);
        List<String> before = last.stream().map(ratings.movieIds()::get).toList();
        movies[movie] = movies[movie].taken(ratings.eventTime(event), before);
        put(movie);
        liked.get(ratings.user(event)).offer(movie, event);
      }
      last.add(0, movie);
      if (last.size() > MovieTakes.LOOK_BACK) {
        last.remove(last.size() - 1);
      }
    }
    String user = ratings.userIds().get(ratings.user(event));
    learner.learn(user, ratings.movieIds().get(movie), ratings.rating(event));
    seen.set(movie);
    own.get(ratings.user(event)).set(movie);
    orderedFor = -1;
  }

  private void learnMix(int event, int movie, List<Integer> last) {
    if (last.isEmpty() || movies[movie].takes() == 0) {
      return;
    }
    order(event);
    new TakeOrder(scores, mix, 0).learn(head, predicted, movie);
  }

  private void put(int movie) {
    int[] before =
        movies[movie].predecessors().stream()
            .mapToInt(id -> indexes.getOrDefault(id, -1))
            .toArray();
    taken.put(movie, movies[movie], before);
  }
}
