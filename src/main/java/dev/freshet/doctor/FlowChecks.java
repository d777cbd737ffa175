package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether records can be read, and flow (invariant I6). */
final class FlowChecks {

  static final List<Check> ALL =
      List.of(
          new Check(
              "records", "every record is what its topic should hold", FlowChecks::unreadable),
          new Check("sources", "no source lost what was taken in", FlowChecks::sources),
          new Check("set-aside", "nothing that was to be learned was lost", FlowChecks::setAside),
          new Check("staleness", "few ratings wait for the movie side", FlowChecks::staleness),
          new Check(
              "transactions",
              "no partition keeps a transaction open that is over",
              FlowChecks::transactions));

  private FlowChecks() {}

  private static CheckOutcome unreadable(Evidence evidence) {
    return CheckOutcome.of(
        evidence.unreadable().stream().map(at -> new Finding(at, "cannot be read")).toList());
  }

  private static CheckOutcome sources(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (LearningProgress report : evidence.reports()) {
      if (report.truncated() > 0) {
        String of = report.side() == Side.USERS ? "ratings or ratings-by-user" : "movie-updates";
        findings.add(
            new Finding(
                "partition %d of the %s side".formatted(report.partition(), report.side()),
                ("%s was cut off or created anew, times %d: what was lost with it may be learned on"
                        + " one side alone; the log has the offsets")
                    .formatted(of, report.truncated())));
      }
    }
    return CheckOutcome.of(findings);
  }

  /** What was set aside is not learned, and was an event or an update unless somebody else's. */
  private static CheckOutcome setAside(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (LearningProgress report : evidence.reports()) {
      if (report.unreadable() > 0) {
        String topic =
            (report.side() == Side.USERS ? Topic.RATINGS_BY_USER : Topic.MOVIE_UPDATES).suffix();
        String problem =
            "%d records of %s could not be read, look for them in ratings-rejected"
                .formatted(report.unreadable(), topic);
        findings.add(new Finding(report.side() + " partition " + report.partition(), problem));
      }
    }
    return CheckOutcome.of(findings);
  }

  private static CheckOutcome staleness(Evidence evidence) {
    Evidence.Flow flow = evidence.flow();
    if (flow.ratings() <= flow.bound()) {
      return CheckOutcome.of(List.of());
    }
    String problem = "more than " + flow.bound() + " ratings wait for the movie side";
    return CheckOutcome.of(List.of(new Finding("movie-updates", problem)));
  }

  private static CheckOutcome transactions(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    Optional<OpenTransaction> untold = Optional.empty();
    for (OpenTransaction transaction : evidence.flow().transactions()) {
      switch (transaction.told()) {
        case GOES_ON -> {}
        case OVER -> findings.add(hanging(transaction));
        case NOTHING -> untold = Optional.of(transaction);
      }
    }
    return findings.isEmpty() && untold.isPresent()
        ? CheckOutcome.skipped(
            "no coordinator tells of the transaction of %s that is open at %s"
                .formatted(untold.get().producer(), untold.get().partition()))
        : CheckOutcome.of(findings);
  }

  private static Finding hanging(OpenTransaction transaction) {
    return new Finding(
        transaction.partition().toString(),
        "open since offset %d, by %s: docs/operations.md says what to do"
            .formatted(transaction.since(), transaction.producer()));
  }
}
