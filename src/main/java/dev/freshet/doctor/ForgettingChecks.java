package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is left of users who asked to be forgotten. */
final class ForgettingChecks {

  static final List<Check> ALL =
      List.of(
          new Check(
              "forgotten",
              "nothing is left from before a user was forgotten",
              ForgettingChecks::forgotten));

  private ForgettingChecks() {}

  private static CheckOutcome forgotten(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    evidence
        .users()
        .forEach(
            (id, user) -> {
              evidence
                  .ratings()
                  .getOrDefault(id, Map.of())
                  .forEach(
                      (movie, rating) -> {
                        if (rating.eventTime() <= user.forgottenUpTo()) {
                          findings.add(left(id, user, movie, rating));
                        }
                      });
              if (user.isGone() && evidence.lists().containsKey(id)) {
                findings.add(new Finding("user " + id, "forgotten, with a list"));
              }
            });
    return CheckOutcome.of(findings);
  }

  private static Finding left(String id, User user, String movie, Evidence.MatrixRating rating) {
    String problem =
        "forgotten up to %d, %s of %d is in the matrix"
            .formatted(user.forgottenUpTo(), movie, rating.eventTime());
    return new Finding("user " + id, problem);
  }
}
