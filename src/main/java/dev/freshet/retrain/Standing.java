package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with generations, as the trainer sees them.
 *
 * @param judged the newest checkpoint whose candidate was compared with the live model; null if
 *     there is none
 * @param live the live checkpoint; null in generation 0
 * @param adoption share of both sides' partitions that have adopted the live generation
 */
public record Standing(@Nullable Checkpoint judged, @Nullable Checkpoint live, double adoption) {

  /** Nothing is known: another process is the trainer. */
  static final Standing UNKNOWN = new Standing(null, null, Double.NaN);

  static Standing of(NavigableMap<Integer, Checkpoint> checkpoints, int live, double adoption) {
    Checkpoint judged =
        checkpoints.descendingMap().values().stream()
            .filter(c -> c.judgement().rmse() != null)
            .findFirst()
            .orElse(null);
    return new Standing(judged, checkpoints.get(live), adoption);
  }
}
