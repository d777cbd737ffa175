package dev.freshet.diagnosis;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that must hold.
 *
 * @param name in lower case with dashes
 * @param holds what is true when it holds
 * @param examine looks at the evidence
 */
record Check(String name, String holds, Function<Evidence, Verdict> examine) {

  /** All of them, in the order in which they are reported. */
  static List<Check> all() {
    return Stream.of(
            FlowChecks.ALL,
            CountChecks.ALL,
            ForgettingChecks.ALL,
            GenerationChecks.ALL,
            FactorChecks.ALL,
            ListChecks.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
