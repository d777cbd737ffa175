package dev.freshet.measure.faults;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must have become of the events that were produced, by the contract's own words and without
 * any code of Freshet's. Each user's events are told in the order in which they arrive. Not
 * thread-safe.
 */
public final class Recount {

  private final Map<String, User> users = new TreeMap<>();
  private final Map<RecountedOutcome, Long> outcomes = new TreeMap<>();
  private final Map<String, Integer> movieSteps = new HashMap<>();

  /** What an event comes to. */
  public enum RecountedOutcome {
    /** A rating, new or replaced. */
    LEARNED,
    /** The identical event again. */
    UNCHANGED,
    /** It gives way to what stands. */
    LATE,
    /** A rating taken back. */
    RETRACTED,
    /** A request to be forgotten, or an event of before one. */
    FORGOTTEN,
    /** Not an event at all. */
    REJECTED
  }

  /**
   * The word on a movie that stands.
   *
   * @param stars as given; null where the rating was taken back
   * @param time of the event, milliseconds since the epoch
   */
  public record Said(@Nullable Double stars, long time) {

    /**
     * Whether this gives way to {@code other}: the newer, a retraction, the higher rating stays.
     */
    private boolean givesWayTo(Said other) {
      if (time != other.time) {
        return time < other.time;
      }
      if (stars == null || other.stars == null) {
        return other.stars == null;
      }
      return stars <= other.stars;
    }
  }

  private static final class User {
    private final Map<String, Said> said = new HashMap<>();
    private long forgottenUpTo = Long.MIN_VALUE;
  }

  /** A record that is no event. */
  RecountedOutcome rejected() {
    return note(RecountedOutcome.REJECTED);
  }

  /** A request to forget what is at or before {@code time}. */
  RecountedOutcome forget(String userId, long time) {
    User user = user(userId);
    if (time > user.forgottenUpTo) {
      user.forgottenUpTo = time;
      user.said.values().removeIf(said -> said.time <= time);
    }
    return note(RecountedOutcome.FORGOTTEN);
  }

  /** A rating, or with {@code stars == null} a retraction. */
  RecountedOutcome say(String userId, String movieId, @Nullable Double stars, long time) {
    User user = user(userId);
    Said now = new Said(stars, time);
    Said before = user.said.get(movieId);
    if (time <= user.forgottenUpTo) {
      return note(RecountedOutcome.FORGOTTEN);
    }
    if (now.equals(before)) {
      return note(RecountedOutcome.UNCHANGED);
    }
    if (before != null && now.givesWayTo(before)) {
      return note(RecountedOutcome.LATE);
    }
    user.said.put(movieId, now);
    if (stars == null) {
      return note(RecountedOutcome.RETRACTED);
    }
    movieSteps.merge(movieId, 1, Integer::sum);
    return note(RecountedOutcome.LEARNED);
  }

  private User user(String userId) {
    return users.computeIfAbsent(userId, id -> new User());
  }

  private RecountedOutcome note(RecountedOutcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
    return outcome;
  }

  /** Number of events that came to this. */
  long count(RecountedOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Number of all events. */
  long produced() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Everybody who was named in an event. */
  Collection<String> users() {
    return users.keySet();
  }

  /** What stands of a user, retractions included, by movie. */
  Map<String, Said> said(String userId) {
    User user = users.get(userId);
    return user == null ? Map.of() : user.said;
  }

  /** Movies of a user's ratings that stand. */
  Set<String> standing(String userId) {
    return said(userId).entrySet().stream()
        .filter(entry -> entry.getValue().stars != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether there must be a list: not for who was forgotten and has said nothing that stands. */
  boolean hasList(String userId) {
    User user = users.get(userId);
    if (user == null) {
      return false;
    }
    boolean forgotten = user.forgottenUpTo != Long.MIN_VALUE;
    return !standing(userId).isEmpty() || (!forgotten && !user.said.isEmpty());
  }

  /** Learned ratings by movie, replaced and forgotten ones included. */
  Map<String, Integer> movieSteps() {
    return movieSteps;
  }
}
