package dev.freshet.measure.faults;

import dev.freshet.measure.faults.Committed.Listed;
import dev.freshet.measure.faults.Recount.RecountedOutcome;
import dev.freshet.measure.faults.Recount.Said;
import dev.freshet.wire.StoredRating;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The difference between what was produced and what was committed.
 *
 * @param lost events that one of the sides has not taken in, at least
 * @param doubled events that one of the sides has taken in more than once, at least
 * @param wrong everything that is not as it must be
 */
record Audit(long lost, long doubled, List<String> wrong) {

  private static final String USERS = "users";
  private static final String MOVIES = "movies";

  boolean isClean() {
    return wrong.isEmpty();
  }

  /** Compares what was produced with what was found committed. */
  static Audit of(Recount produced, Committed found) {
    List<String> wrong = new ArrayList<>();
    long[] lostAndDoubled = counts(produced, found, wrong);
    matrix(produced, found, wrong);
    lists(produced, found, wrong);
    if (found.generations().isEmpty()) {
      steps(produced, found, wrong);
    }
    return new Audit(lostAndDoubled[0], lostAndDoubled[1], List.copyOf(wrong));
  }

  private static long[] counts(Recount produced, Committed found, List<String> wrong) {
    long taken = found.rejected();
    for (RecountedOutcome outcome : RecountedOutcome.values()) {
      long counted = found.rejected();
      if (outcome != RecountedOutcome.REJECTED) {
        counted = found.sum(USERS, outcome.name().toLowerCase(java.util.Locale.ROOT));
        taken += counted;
      }
      if (counted != produced.count(outcome)) {
        wrong.add(
            "%s: %d produced, %d counted".formatted(outcome, produced.count(outcome), counted));
      }
    }
    long learned = produced.count(RecountedOutcome.LEARNED);
    long steps = found.sum(MOVIES, "learned") + found.sum(MOVIES, "dropped");
    if (steps != learned) {
      wrong.add("movie side: %d ratings, %d learned or dropped".formatted(learned, steps));
    }
    long lost = Math.max(0, Math.max(produced.produced() - taken, learned - steps));
    long doubled = Math.max(0, Math.max(taken - produced.produced(), steps - learned));
    return new long[] {lost, doubled};
  }

  private static void matrix(Recount produced, Committed found, List<String> wrong) {
    Set<String> users = new TreeSet<>(produced.users());
    users.addAll(found.raters());
    for (String user : users) {
      Map<String, Said> said = produced.said(user);
      Map<String, StoredRating> stored = found.ratings(user);
      Set<String> movies = new TreeSet<>(said.keySet());
      movies.addAll(stored.keySet());
      for (String movie : movies) {
        Said must = said.get(movie);
        StoredRating is = stored.get(movie);
        Said holds = is == null ? null : new Said(stars(is), is.eventTime());
        if (!Objects.equals(must, holds)) {
          wrong.add("matrix: %s %s must be %s and is %s".formatted(user, movie, must, holds));
        }
      }
    }
  }

  private static @org.jspecify.annotations.Nullable Double stars(StoredRating rating) {
    return !rating.stands() ? null : (double) rating.rating();
  }

  private static void lists(Recount produced, Committed found, List<String> wrong) {
    Set<String> users = new TreeSet<>(produced.users());
    users.addAll(found.lists().keySet());
    for (String user : users) {
      Listed list = found.lists().get(user);
      if ((list != null) != produced.hasList(user)) {
        wrong.add("list of %s: there is %s".formatted(user, list == null ? "none" : "one"));
      } else if (list != null) {
        list(user, list, produced.standing(user), wrong);
      }
    }
  }

  private static void list(String user, Listed list, Set<String> rated, List<String> wrong) {
    if (list.ratings() != rated.size()) {
      wrong.add(
          "list of %s: of %d ratings, %d stand".formatted(user, list.ratings(), rated.size()));
    }
    for (String movie : list.movies()) {
      if (rated.contains(movie)) {
        wrong.add("list of %s: has %s, which was rated".formatted(user, movie));
      }
    }
    for (String reason : list.reasons()) {
      if (!rated.contains(reason)) {
        wrong.add("list of %s: because of %s, not rated".formatted(user, reason));
      }
    }
    if (list.movies().isEmpty()) {
      wrong.add("list of %s: is empty".formatted(user));
    }
  }

  /** While there is one generation, a movie has taken a step for each rating. */
  private static void steps(Recount produced, Committed found, List<String> wrong) {
    Set<String> movies = new TreeSet<>(produced.movieSteps().keySet());
    movies.addAll(found.movieSteps().keySet());
    for (String movie : movies) {
      int must = produced.movieSteps().getOrDefault(movie, 0);
      int is = found.movieSteps().getOrDefault(movie, 0);
      if (must != is) {
        wrong.add("movie %s: %d ratings, %d steps".formatted(movie, must, is));
      }
    }
  }
}
