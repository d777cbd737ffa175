package dev.freshet.diagnosis;

import dev.freshet.diagnosis.Evidence.Listed;
import dev.freshet.diagnosis.Evidence.Rating;
import dev.freshet.diagnosis.Evidence.User;
import dev.freshet.diagnosis.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a list may contain. */
final class ListChecks {

  static final List<Check> ALL =
      List.of(
          new Check("lists-rated", "no list has a movie that its user rated", ListChecks::rated),
          new Check(
              "lists-because",
              "every reason in a list is a rating of its user's that stands",
              ListChecks::because),
          new Check(
              "lists-catalogue",
              "no list has a movie that is not in the catalogue",
              ListChecks::catalogue));

  private ListChecks() {}

  private static Verdict rated(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    forEachSettled(
        evidence,
        (id, list, rated) ->
            list.movies().stream()
                .filter(movie -> stands(rated.get(movie)))
                .forEach(movie -> findings.add(contains(id, movie, "which the user rated"))));
    return Verdict.of(findings);
  }

  private static Verdict because(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    forEachSettled(
        evidence,
        (id, list, rated) ->
            list.because().stream()
                .filter(movie -> !stands(rated.get(movie)))
                .forEach(movie -> findings.add(isNoReason(id, movie))));
    return Verdict.of(findings);
  }

  /** What is done with a user's list and ratings. */
  private interface Look {
    void at(String user, Listed list, Map<String, Rating> rated);
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

  private static boolean stands(@org.jspecify.annotations.Nullable Rating rating) {
    return rating != null && rating.stands();
  }

  private static Verdict catalogue(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    if (evidence.background().hasHadCatalogue()) {
      for (Map.Entry<String, Listed> entry : evidence.lists().entrySet()) {
        for (String movie : entry.getValue().movies()) {
          if (!evidence.catalogue().contains(movie)) {
            findings.add(contains(entry.getKey(), movie, "which is not in the catalogue"));
          }
        }
      }
    }
    return Verdict.of(findings);
  }

  private static Finding contains(String user, String movie, String problem) {
    return new Finding("list of " + user, "contains " + movie + ", " + problem);
  }

  private static Finding isNoReason(String user, String movie) {
    return new Finding("list of " + user, "because of " + movie + ", no rating of the user's");
  }
}
