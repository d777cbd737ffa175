package dev.freshet.online;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Counts takes one after the other, as the stream does but with nothing late, and orders movies by
 * them: what a replay of ratings needs. Users and movies are indexes. Not thread-safe.
 */
public final class SequentialTakes {

  private final List<String> movieIds;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final TakenMovies taken = new TakenMovies();
  private final MovieTakes[] movies;

  /** By user: the last movies, the newest first. */
  private final int[][] recent;

  private final BitSet seen = new BitSet();
  private final TakeScores scores = new TakeScores();
  private final float[] order;

  /**
   * No takes.
   *
   * @param users number of users
   * @param movieIds id of each movie
   */
  public SequentialTakes(int users, List<String> movieIds) {
    this.movieIds = movieIds;
    this.movies = new MovieTakes[movieIds.size()];
    this.order = new float[movies.length];
    Arrays.fill(movies, MovieTakes.NONE);
    movieIds.forEach(id -> indexes.put(id, indexes.size()));
    this.recent = new int[users][0];
  }

  /**
   * Learns from a user's first event on a movie.
   *
   * @param isTake whether the movie was liked
   * @param time event time, milliseconds since the epoch
   */
  public void learn(int user, int movie, boolean isTake, long time) {
    learn(user, movie, isTake ? 1 : 0, time);
  }

  /**
   * Learns from what a user did with a movie.
   *
   * @param take weight of the take; 0 for none
   * @param time event time, milliseconds since the epoch
   */
  public void learn(int user, int movie, float take, long time) {
    int[] last = recent[user];
    if (take > 0) {
      List<String> before =
          Arrays.stream(last).filter(m -> m != movie).mapToObj(movieIds::get).toList();
      movies[movie] = movies[movie].taken(time, before, take);
      taken.put(movie, movies[movie], indexes(movies[movie].predecessors()));
    }
    recent[user] = newest(movie, last);
    seen.set(movie);
  }

  private static int[] newest(int movie, int[] before) {
    int[] others = Arrays.stream(before).filter(other -> other != movie).toArray();
    int kept = Math.min(others.length, MovieTakes.LOOK_BACK - 1);
    int[] all = new int[kept + 1];
    all[0] = movie;
    System.arraycopy(others, 0, all, 1, kept);
    return all;
  }

  private int[] indexes(List<String> ids) {
    return ids.stream().mapToInt(id -> indexes.getOrDefault(id, -1)).toArray();
  }

  /** Whether the user has an event, and somebody took the movie. */
  public boolean isKnown(int user, int movie) {
    return recent[user].length > 0 && movies[movie].takes() > 0;
  }

  /** Whether nobody took the movie. */
  public boolean isUntaken(int movie) {
    return movies[movie].takes() == 0;
  }

  /**
   * Scores of all movies for a user.
   *
   * @param mix weighs the signals
   * @param vectors of movies
   * @param liked the last movies that the user liked
   * @param rated all that the user rated
   * @return what the scores were made with; good until the next call
   */
  public TakeOrder order(
      int user, TakeMix mix, RankingVectors vectors, Likes liked, RatedMovies rated) {
    scores.prepare(taken, vectors, recent[user], liked, rated);
    scores.score(mix, 0, order);
    return new TakeOrder(scores, mix, 0);
  }

  /** Scores by movie, of the last {@link #order}; not a copy. */
  public float[] scores() {
    return order;
  }

  /**
   * The best movies of the last {@link #order} that have an event and that the user has none on.
   *
   * @param eligible asked only of promising ones
   * @param head overwritten
   */
  public void head(RatedMovies rated, IntPredicate eligible, TopN head) {
    head.clear(TakeMix.HEAD);
    for (int movie = seen.nextSetBit(0); movie >= 0; movie = seen.nextSetBit(movie + 1)) {
      if (order[movie] >= head.bound() && !rated.contains(movie) && eligible.test(movie)) {
        head.offer(movie, order[movie]);
      }
    }
    head.sort();
  }
}
