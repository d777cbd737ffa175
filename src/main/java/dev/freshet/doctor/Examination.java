package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Diagnosis.Result;
import dev.freshet.doctor.Diagnosis.Status;
import dev.freshet.wire.LiveRecall;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Comes to a diagnosis by looking several times. Topics cannot all be read at one moment, and some
 * things take time that the contract allows. So a check holds if it held at one look. It is broken
 * if the same thing was wrong at every look for {@link #LASTING}, or for as long as the check says
 * that it may take. Otherwise it cannot be told.
 */
public final class Examination {

  /** Longer than anything may be wrong that does not take the longer the more there is of it. */
  public static final Duration LASTING = Duration.ofSeconds(6);

  private static final int EXAMPLES = 3;

  private final List<Course> courses = Check.all().stream().map(Course::new).toList();
  private int generation;
  private List<LiveRecall> lists = List.of();

  /** What the looks at one check came to so far. */
  private static final class Course {
    private final Check check;
    private final Set<Finding> lasting = new LinkedHashSet<>();
    private Duration since = Duration.ZERO;
    private Duration looked = Duration.ZERO;
    private CheckOutcome last = CheckOutcome.skipped("not looked at");
    private @Nullable Status decided;

    Course(Check check) {
      this.check = check;
    }

    void look(Evidence evidence, Duration at) {
      if (decided != null) {
        return;
      }
      last = check.examine().apply(evidence);
      if (last.isGood()) {
        decided = Status.OK;
      } else if (!last.isSkipped()) {
        weigh(check.lasting().apply(evidence), at);
      }
    }

    private void weigh(Duration enough, Duration at) {
      looked = at;
      lasting.retainAll(Set.copyOf(last.findings()));
      if (lasting.isEmpty()) {
        lasting.addAll(last.findings());
        since = at;
      } else if (at.minus(since).compareTo(enough) >= 0) {
        decided = Status.BROKEN;
      }
    }

    Result result() {
      if (decided == Status.OK) {
        return new Result(check.name(), Status.OK, check.holds(), 0, List.of());
      }
      if (decided == Status.BROKEN) {
        List<String> examples = lasting.stream().limit(EXAMPLES).map(Finding::toString).toList();
        return new Result(
            check.name(), Status.BROKEN, "not so: " + check.holds(), lasting.size(), examples);
      }
      String reason = last.isSkipped() ? last.skipped() : undecided();
      return new Result(check.name(), Status.SKIPPED, reason, 0, List.of());
    }

    private String undecided() {
      String why = looked.equals(since) ? "it goes on changing: " : "it may yet change (--wait): ";
      return why + last.findings().get(0);
    }
  }

  /**
   * Looks at what is still open.
   *
   * @param evidence as it is now
   * @param at time since the examination began
   */
  public void look(Evidence evidence, Duration at) {
    generation = evidence.live();
    lists = LiveRecall.sum(evidence.reports());
    courses.forEach(course -> course.look(evidence, at));
  }

  /** Whether nothing is open any more. */
  public boolean isDecided() {
    return courses.stream().allMatch(course -> course.decided != null);
  }

  /** What was found so far; what is open counts as skipped. */
  public Diagnosis diagnosis() {
    return new Diagnosis(generation, courses.stream().map(Course::result).toList(), lists);
  }
}
