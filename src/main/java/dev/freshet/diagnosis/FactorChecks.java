package dev.freshet.diagnosis;

import dev.freshet.diagnosis.Evidence.Shape;
import dev.freshet.diagnosis.Verdict.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Factors that can be computed with: every number finite, every vector of one length. */
final class FactorChecks {

  static final List<Check> ALL =
      List.of(
          new Check("factors-finite", "every factor is a number", FactorChecks::finite),
          new Check("factors-rank", "all vectors are of one length", FactorChecks::rank));

  private FactorChecks() {}

  private static Verdict finite(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    shapes(evidence)
        .forEach(
            (whose, factors) -> {
              if (!factors.finite()) {
                findings.add(new Finding(whose, "not finite"));
              }
            });
    return Verdict.of(findings);
  }

  /** The length that most have is taken for right. */
  private static Verdict rank(Evidence evidence) {
    Map<String, Shape> shapes = shapes(evidence);
    Map<Integer, Integer> ranks = new HashMap<>();
    shapes.values().forEach(factors -> ranks.merge(factors.rank(), 1, Integer::sum));
    int usual =
        ranks.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0);
    List<Finding> findings = new ArrayList<>();
    shapes.forEach(
        (whose, factors) -> {
          if (factors.rank() != usual) {
            findings.add(
                new Finding(whose, "of rank " + factors.rank() + ", most are of " + usual));
          }
        });
    return Verdict.of(findings);
  }

  private static Map<String, Shape> shapes(Evidence evidence) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    evidence
        .users()
        .forEach(
            (id, user) -> {
              Shape factors = user.factors();
              if (factors != null) {
                shapes.put("user " + id, factors);
              }
            });
    evidence.movies().forEach((id, movie) -> shapes.put("movie " + id, movie.factors()));
    for (Evidence.Trained trained : evidence.trained()) {
      String whose =
          "checkpoint %d %s %s"
              .formatted(trained.factors().generation(), trained.side(), trained.id());
      shapes.put(whose, trained.factors());
    }
    return shapes;
  }
}
