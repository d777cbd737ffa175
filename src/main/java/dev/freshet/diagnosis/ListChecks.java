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
              "lists-catalogue",
              "no list has a movie that is not in the catalogue",
              ListChecks::catalogue));

  private ListChecks() {}

  /** A user who is owed a list has rated since the last one. */
  private static Verdict rated(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    evidence
        .lists()
        .forEach(
            (id, list) -> {
              User user = evidence.users().get(id);
              if (user == null || !user.isDue()) {
                Map<String, Rating> rated = evidence.ratings().getOrDefault(id, Map.of());
                list.movies().stream()
                    .filter(movie -> stands(rated.get(movie)))
                    .forEach(movie -> findings.add(contains(id, movie, "which the user rated")));
              }
            });
    return Verdict.of(findings);
  }

  private static boolean stands(@org.jspecify.annotations.Nullable Rating rating) {
    return rating != null && rating.stands();
  }

  private static Verdict catalogue(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    if (!evidence.catalogue().isEmpty()) {
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
}
