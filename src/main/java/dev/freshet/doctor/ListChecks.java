package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a list may contain. */
final class ListChecks {

  /** Twice what a walk over a thousand users takes on an idle machine. */
  private static final Duration WALK_OF_A_THOUSAND = Duration.ofMillis(200);

  static final List<Check> ALL =
      List.of(
          new Check("lists-rated", "no list has a movie that its user rated", ListChecks::rated),
          new Check(
              "lists-because",
              "every reason in a list is an event of its user's that stands",
              ListChecks::because),
          new Check(
              "lists-catalogue",
              "no list has a movie that is not in the catalogue",
              ListChecks::catalogue,
              ListChecks::walk));

  private ListChecks() {}

  private static CheckOutcome rated(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    forEachSettled(
        evidence,
        (id, list, rated) ->
            list.movies().stream()
                .filter(movie -> stands(rated.get(movie)))
                .forEach(movie -> findings.add(contains(id, movie, "which the user rated"))));
    return CheckOutcome.of(findings);
  }

  private static CheckOutcome because(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    forEachSettled(
        evidence,
        (id, list, rated) ->
            list.because().stream()
                .filter(movie -> !isAnything(rated.get(movie)))
                .forEach(movie -> findings.add(isNoReason(id, movie))));
    return CheckOutcome.of(findings);
  }

  /** What is done with a user's list and ratings. */
  private interface Look {
    void at(String user, Listed list, Map<String, MatrixRating> rated);
  }

  /** A user who is owed a list has rated since the last one. */
  private static void forEachSettled(Evidence evidence, Look look) {
    evidence
        .lists()
        .forEach(
            (id, list) -> {
              User user = evidence.users().get(id);
              if (user == null || !user.isDue()) {
                look.at(id, list, evidence.ratings().getOrDefault(id, Map.of()));
              }
            });
  }

  private static boolean stands(@org.jspecify.annotations.Nullable MatrixRating rating) {
    return rating != null && rating.stands();
  }

  private static boolean isAnything(@org.jspecify.annotations.Nullable MatrixRating rating) {
    return rating != null && (rating.stands() || rating.isInteracted());
  }

  private static CheckOutcome catalogue(Evidence evidence) {
    if (!evidence.background().hasHadCatalogue()) {
      return CheckOutcome.of(List.of());
    }
    Map<String, String> outdated = new TreeMap<>();
    Map<Integer, Integer> left = new HashMap<>();
    evidence
        .lists()
        .forEach(
            (id, list) ->
                list.movies().stream()
                    .filter(movie -> !evidence.catalogue().contains(movie))
                    .findFirst()
                    .ifPresent(
                        movie -> {
                          outdated.put(id, movie);
                          left.merge(partition(evidence, id), 1, Integer::sum);
                        }));
    List<Finding> findings = new ArrayList<>();
    outdated.forEach(
        (id, movie) -> {
          int lists = left.getOrDefault(partition(evidence, id), 0);
          String problem =
              "which is not in the catalogue (%d such lists in the partition)".formatted(lists);
          findings.add(contains(id, movie, problem));
        });
    return CheckOutcome.of(findings);
  }

  /** The user's; -1 for a list of nobody. */
  private static int partition(Evidence evidence, String userId) {
    User user = evidence.users().get(userId);
    return user == null ? -1 : user.partition();
  }

  /** A walk over the users of a partition may come to its first such list late, or to its last. */
  private static Duration walk(Evidence evidence) {
    Map<Integer, Long> users = new HashMap<>();
    evidence.users().values().forEach(user -> users.merge(user.partition(), 1L, Long::sum));
    long most = users.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return Examination.LASTING.plus(WALK_OF_A_THOUSAND.multipliedBy(most / 1_000));
  }

  private static Finding contains(String user, String movie, String problem) {
    return new Finding("list of " + user, "contains " + movie + ", " + problem);
  }

  private static Finding isNoReason(String user, String movie) {
    return new Finding("list of " + user, "because of " + movie + ", no rating of the user's");
  }
}
