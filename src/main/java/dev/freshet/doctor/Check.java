package dev.freshet.doctor;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that must hold.
 *
 * @param name in lower case with dashes
 * @param holds what is true when it holds
 * @param examine looks at the evidence
 * @param lasting how long the same thing must be wrong until it is broken
 */
record Check(
    String name,
    String holds,
    Function<Evidence, CheckOutcome> examine,
    Function<Evidence, Duration> lasting) {

  /** One of which nothing may be wrong for longer than {@link Examination#LASTING}. */
  Check(String name, String holds, Function<Evidence, CheckOutcome> examine) {
    this(name, holds, examine, evidence -> Examination.LASTING);
  }

  /** All of them, in the order in which they are reported. */
  static List<Check> all() {
    return Stream.of(
            FlowChecks.ALL,
            CountChecks.ALL,
            TakeChecks.ALL,
            ForgettingChecks.ALL,
            GenerationChecks.ALL,
            FactorChecks.ALL,
            ListChecks.ALL,
            OwedChecks.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
