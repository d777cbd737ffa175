package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.Counters;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.wire.Reapplied;
import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Invariants I2 and I3: no mixed spaces, and nobody is left behind. */
final class GenerationChecks {

  static final List<Check> ALL =
      List.of(
          new Check(
              "generations",
              "factors and lists are of their partition's generation",
              GenerationChecks::generations),
          new Check(
              "adoption",
              "every partition reports the newest promoted generation",
              GenerationChecks::adoption),
          new Check(
              "reapplied",
              "the movie side learned what users learned again for the generation",
              GenerationChecks::reapplied));

  private static final Counters NONE = new Counters(0, 0, 0, Map.of());

  private GenerationChecks() {}

  private static CheckOutcome generations(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    evidence.movies().forEach((id, movie) -> movie(evidence, id, movie, findings));
    evidence
        .users()
        .forEach(
            (id, user) -> {
              Counters counters = counters(evidence, user);
              user(id, user, counters, findings);
              list(evidence, id, counters, findings);
            });
    return CheckOutcome.of(findings);
  }

  /** While a partition adopts, those that the checkpoint brought so far are ahead of its mark. */
  private static void movie(
      Evidence evidence, String id, Evidence.KnownMovie movie, List<Finding> findings) {
    int mark = evidence.marks().getOrDefault(movie.partition(), 0);
    int generation = movie.factors().generation();
    boolean isBeingAdopted = generation == evidence.live() && generation > mark;
    if (generation != mark && !isBeingAdopted) {
      String problem =
          "of generation %d, partition %d is in %d".formatted(generation, movie.partition(), mark);
      findings.add(new Finding("movie " + id, problem));
    }
  }

  private static void user(String id, User user, Counters counters, List<Finding> findings) {
    Shape factors = user.factors();
    if (factors == null) {
      return;
    }
    int generation = factors.generation();
    if (generation < counters.adopted() || generation > counters.generation()) {
      String problem =
          "of generation %d, partition %d has adopted %d"
              .formatted(generation, user.partition(), counters.adopted());
      findings.add(new Finding("user " + id, problem));
    }
  }

  private static void list(
      Evidence evidence, String id, Counters counters, List<Finding> findings) {
    Evidence.Listed list = evidence.lists().get(id);
    if (list != null && list.generation() > counters.generation()) {
      String problem =
          "of generation %d, the user's partition is in %d"
              .formatted(list.generation(), counters.generation());
      findings.add(new Finding("list of " + id, problem));
    }
  }

  private static Counters counters(Evidence evidence, User user) {
    return evidence.counters().getOrDefault(user.partition(), NONE);
  }

  /** What moves on is being adopted: how far it is makes it another finding each time. */
  private static CheckOutcome adoption(Evidence evidence) {
    int live = evidence.live();
    List<Finding> findings = new ArrayList<>();
    for (Side side : Side.values()) {
      for (int partition = 0; partition < evidence.partitions(); partition++) {
        int reported = evidence.reported(side, partition);
        if (reported != live) {
          String problem =
              "reports generation %d, the newest promoted is %d (%s)"
                  .formatted(reported, live, howFar(evidence, side, partition));
          findings.add(new Finding(side + " partition " + partition, problem));
        }
      }
    }
    return CheckOutcome.of(findings);
  }

  /** Sums of counters: those of a generation begin anew with it, on both sides. */
  private static CheckOutcome reapplied(Evidence evidence) {
    if (!evidence.flow().isQuiet() || !evidence.isAdopted()) {
      return CheckOutcome.skipped(CountChecks.unsettled(evidence));
    }
    Reapplied again = Reapplied.of(evidence.reports());
    if (!again.isKnown()) {
      return CheckOutcome.skipped("it was not counted from the generation's beginning to its end");
    }
    long missing = again.sent() - again.learned();
    if (missing >= 0 && missing <= again.unreadable()) {
      return CheckOutcome.of(List.of());
    }
    String problem =
        "%d sent again by the user side, %d learned again by the movie side, %d unreadable"
            .formatted(again.sent(), again.learned(), again.unreadable());
    return CheckOutcome.of(List.of(new Finding("generation " + evidence.live(), problem)));
  }

  private static String howFar(Evidence evidence, Side side, int partition) {
    List<Shape> shapes = new ArrayList<>();
    if (side == Side.USERS) {
      for (User user : evidence.users().values()) {
        Shape factors = user.factors();
        if (user.partition() == partition && factors != null) {
          shapes.add(factors);
        }
      }
    } else {
      for (Evidence.KnownMovie movie : evidence.movies().values()) {
        if (movie.partition() == partition) {
          shapes.add(movie.factors());
        }
      }
    }
    long moved = shapes.stream().filter(s -> s.generation() == evidence.live()).count();
    return "%d of %d moved, checkpoints read up to %d"
        .formatted(moved, shapes.size(), evidence.flow().checkpointsRead());
  }
}
