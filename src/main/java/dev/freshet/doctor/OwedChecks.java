package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Invariant I7: due means sent. */
final class OwedChecks {

  static final List<Check> ALL =
      List.of(
          new Check(
              "lists-owed", "who is owed a list gets it", OwedChecks::owed, OwedChecks::lasting));

  private OwedChecks() {}

  /**
   * Checks that users get the lists that are due. Lists are sent about in the order in which they
   * became due. So a finding says how many are as old: while lists are sent that number falls,
   * which makes another finding of it. Lists that become due later do not change it.
   */
  private static CheckOutcome owed(Evidence evidence) {
    if (!evidence.flow().isTakenIn()) {
      return CheckOutcome.skipped("lists may wait while there is a backlog");
    }
    if (!evidence.isAdopted()) {
      return CheckOutcome.skipped("generation " + evidence.live() + " is not adopted everywhere");
    }
    if (evidence.movies().isEmpty() && evidence.catalogue().isEmpty()) {
      return CheckOutcome.skipped("there is no movie that could be in a list");
    }
    Map<Integer, Map<Long, Integer>> asOld = asOld(evidence);
    List<Finding> findings = new ArrayList<>();
    evidence
        .users()
        .forEach(
            (id, user) -> {
              if (user.isDue()) {
                int lists =
                    asOld.getOrDefault(user.partition(), Map.of()).getOrDefault(user.dueSince(), 0);
                String problem =
                    "owed a list since %s (%d as old in partition %d)"
                        .formatted(Instant.ofEpochMilli(user.dueSince()), lists, user.partition());
                findings.add(new Finding("user " + id, problem));
              }
            });
    return CheckOutcome.of(findings);
  }

  /** By partition, how many lists are owed since a time or longer. */
  private static Map<Integer, Map<Long, Integer>> asOld(Evidence evidence) {
    Map<Integer, Map<Long, Integer>> asOld = new HashMap<>();
    for (User user : evidence.users().values()) {
      if (user.isDue()) {
        asOld
            .computeIfAbsent(user.partition(), partition -> new TreeMap<>())
            .merge(user.dueSince(), 1, Integer::sum);
      }
    }
    for (Map<Long, Integer> lists : asOld.values()) {
      int sum = 0;
      for (Map.Entry<Long, Integer> since : lists.entrySet()) {
        sum += since.getValue();
        since.setValue(sum);
      }
    }
    return asOld;
  }

  /** A list waits for the interval to pass, by a clock that may be off by one interval more. */
  private static Duration lasting(Evidence evidence) {
    return Examination.LASTING.plus(evidence.background().listInterval().multipliedBy(2));
  }
}
