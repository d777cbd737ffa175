package dev.freshet.endtoend;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must be true once every produced event has been taken in, by the contract's own words and
 * without any code of Freshet's. Each user's events must be told in the order of production.
 */
final class Expectation {

  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, Integer> movieSteps = new TreeMap<>();
  private final Map<String, Integer> userSteps = new HashMap<>();
  private final Map<Outcome, Long> outcomes = new TreeMap<>();
  private long produced;

  /** What an event comes to. */
  enum Outcome {
    LEARNED,
    UNCHANGED,
    LATE,
    RETRACTED,
    FORGOTTEN,
    REJECTED
  }

  /**
   * The newest word on a movie; {@code rating} is null where it was taken back.
   *
   * @param rating as given
   * @param eventTime milliseconds since the epoch
   */
  record Said(Double rating, long eventTime) {

    /** At one time a retraction counts more than a rating, and the higher of two ratings. */
    private boolean isAfter(Said other) {
      return eventTime == other.eventTime ? weight() > other.weight() : eventTime > other.eventTime;
    }

    private double weight() {
      return rating == null ? Double.POSITIVE_INFINITY : rating;
    }
  }

  private static final class User {
    private final Map<String, Said> said = new TreeMap<>();
    private long forgottenUpTo = Long.MIN_VALUE;
    private boolean hasList;
  }

  void rejected() {
    count(Outcome.REJECTED);
  }

  void forget(String userId, long eventTime) {
    count(Outcome.FORGOTTEN);
    User user = user(userId);
    if (eventTime > user.forgottenUpTo) {
      user.said.values().removeIf(said -> said.eventTime() <= eventTime);
      user.forgottenUpTo = eventTime;
      userSteps.put(userId, rated(userId).size()); // those that are newer are learned afresh
      user.hasList = true;
      leave(userId, user);
    }
  }

  /** A rating, or with {@code rating == null} a retraction. */
  void say(String userId, String movieId, Double rating, long eventTime) {
    User user = user(userId);
    Said now = new Said(rating, eventTime);
    Said before = user.said.get(movieId);
    if (eventTime <= user.forgottenUpTo) {
      count(Outcome.FORGOTTEN);
    } else if (now.equals(before)) {
      count(Outcome.UNCHANGED);
    } else if (before != null && !now.isAfter(before)) {
      count(Outcome.LATE);
    } else {
      user.said.put(movieId, now);
      user.hasList = true;
      if (rating == null) {
        count(Outcome.RETRACTED);
        leave(userId, user);
      } else {
        count(Outcome.LEARNED);
        movieSteps.merge(movieId, 1, Integer::sum);
        userSteps.merge(userId, 1, Integer::sum);
      }
    }
  }

  /** Nothing is left of who was forgotten and has no newer rating. */
  private void leave(String userId, User user) {
    if (user.forgottenUpTo > Long.MIN_VALUE && rated(userId).isEmpty()) {
      user.hasList = false;
      userSteps.remove(userId);
    }
  }

  private User user(String userId) {
    return users.computeIfAbsent(userId, id -> new User());
  }

  private void count(Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
    produced++;
  }

  long produced() {
    return produced;
  }

  long count(Expectation.Outcome... which) {
    long sum = 0;
    for (Outcome outcome : which) {
      sum += outcomes.getOrDefault(outcome, 0L);
    }
    return sum;
  }

  /** By user and movie, retractions included. */
  Map<String, Said> ratings() {
    Map<String, Said> all = new TreeMap<>();
    users.forEach(
        (id, user) -> user.said.forEach((movie, said) -> all.put(id + " " + movie, said)));
    return all;
  }

  /** What one user said, by movie. */
  Map<String, Said> ratings(String userId) {
    return user(userId).said;
  }

  /** Learned ratings by movie, since the beginning. */
  Map<String, Integer> movieSteps() {
    return movieSteps;
  }

  /** Learned ratings by user, since the user was forgotten or else since the beginning. */
  Map<String, Integer> userSteps() {
    return new TreeMap<>(userSteps);
  }

  /** Number of ratings that stand, for each user who must have a list. */
  Map<String, Integer> listed() {
    Map<String, Integer> standing = new TreeMap<>();
    users.forEach(
        (id, user) -> {
          if (user.hasList) {
            standing.put(id, rated(id).size());
          }
        });
    return standing;
  }

  /** Movies that the user rated and did not take back. */
  Set<String> rated(String userId) {
    Set<String> movies = new HashSet<>();
    user(userId)
        .said
        .forEach(
            (movie, said) -> {
              if (said.rating() != null) {
                movies.add(movie);
              }
            });
    return movies;
  }
}
