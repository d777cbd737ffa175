package dev.freshet.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * How often people take what lists of one generation and arm had. In JSON the counts stand beside
 * the others.
 *
 * @param generation of the lists
 * @param arm of the lists
 * @param counts how often they were taken
 */
public record LiveRecall(int generation, Arm arm, @JsonUnwrapped ListHits counts) {

  /** Stands over lines of such figures. */
  public static final String TITLE =
      System.lineSeparator()
          + "What people took of their last list, by its generation and arm:"
          + System.lineSeparator();

  private record Lists(int generation, Arm arm) {}

  /** One line for people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%10d  %-9s  %,11d takes: %5.2f%% were in the last list, %5.2f%% in one by popularity"
            + " (%+.2f%%, standard error %.2f%%)",
        generation,
        arm,
        counts.takes(),
        100 * counts.recall(),
        100 * counts.popularRecall(),
        100 * (counts.recall() - counts.popularRecall()),
        100 * counts.error());
  }

  /** What partitions of the user side counted, added up: by generation, then by arm. */
  public static List<LiveRecall> sum(Collection<LearningProgress> reports) {
    TreeMap<Lists, ListHits> sums =
        new TreeMap<>(Comparator.comparingInt(Lists::generation).thenComparing(Lists::arm));
    for (LearningProgress report : reports) {
      for (LiveRecall row : report.lists()) {
        sums.merge(new Lists(row.generation, row.arm), row.counts, ListHits::plus);
      }
    }
    return sums.entrySet().stream()
        .map(sum -> new LiveRecall(sum.getKey().generation(), sum.getKey().arm(), sum.getValue()))
        .toList();
  }
}
