package dev.freshet.doctor;

import dev.freshet.doctor.CheckOutcome.Finding;
import dev.freshet.doctor.Evidence.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Factors that can be computed with: every number finite, every vector of a generation of one
 * length.
 */
final class FactorChecks {

  static final List<Check> ALL =
      List.of(
          new Check("factors-finite", "every factor is a number", FactorChecks::finite),
          new Check(
              "factors-rank", "all vectors of a generation are of one length", FactorChecks::rank));

  private FactorChecks() {}

  private static CheckOutcome finite(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    shapes(evidence)
        .forEach(
            (whose, factors) -> {
              if (!factors.finite()) {
                findings.add(new Finding(whose, "not finite"));
              }
            });
    return CheckOutcome.of(findings);
  }

  /** Each generation has one length; the one that most have is taken for right. */
  private static CheckOutcome rank(Evidence evidence) {
    Map<Integer, Map<String, Shape>> byGeneration = new TreeMap<>();
    shapes(evidence)
        .forEach(
            (whose, factors) ->
                byGeneration
                    .computeIfAbsent(factors.generation(), g -> new LinkedHashMap<>())
                    .put(whose, factors));
    List<Finding> findings = new ArrayList<>();
    byGeneration.values().forEach(shapes -> unusual(shapes, findings));
    return CheckOutcome.of(findings);
  }

  private static void unusual(Map<String, Shape> shapes, List<Finding> findings) {
    Map<Integer, Integer> ranks = new HashMap<>();
    shapes.values().forEach(factors -> ranks.merge(factors.rank(), 1, Integer::sum));
    int usual =
        ranks.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0);
    shapes.forEach(
        (whose, factors) -> {
          if (factors.rank() != usual) {
            findings.add(
                new Finding(whose, "of rank " + factors.rank() + ", most are of " + usual));
          }
        });
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
    for (Evidence.PublishedFactors trained : evidence.trained()) {
      String whose =
          "checkpoint %d %s %s"
              .formatted(trained.factors().generation(), trained.side(), trained.id());
      shapes.put(whose, trained.factors());
    }
    return shapes;
  }
}
