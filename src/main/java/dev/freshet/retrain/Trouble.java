package dev.freshet.retrain;

import dev.freshet.wire.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a trainer from its work, in a row. Thread-safe. */
final class Trouble {

  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private final RetrainListener listener;
  private int terms;
  private String why = "";
  private long since;
  private List<Checkpoint> failed = List.of();
  private @Nullable String adoption;

  Trouble(RetrainListener listener) {
    this.listener = listener;
  }

  /**
   * A term ended by an error.
   *
   * @return how long to wait before the next
   */
  synchronized Duration termEnded(Throwable error, long now) {
    String words = Failure.words(error);
    since = terms == 0 ? now : since;
    Duration pause = Backoff.OF_TERMS.after(++terms);
    if (terms > 1 && words.equals(why)) {
      if (Integer.bitCount(terms) == 1) { // ever more seldom
        LOG.warn("no retraining since {}: try {} was no better", time(since), terms);
      }
    } else {
      LOG.warn("no retraining, the next try is in {} s: {}", pause.toSeconds(), words);
    }
    LOG.debug("because of", error);
    why = words;
    tell();
    return pause;
  }

  /** Whether terms have ended by errors since work last went on as it should. */
  synchronized boolean isOfTerms() {
    return terms > 0;
  }

  /** Work goes on as it should. */
  synchronized void isWell() {
    if (terms > 0) {
      LOG.info("retraining goes on");
      terms = 0;
      tell();
    }
  }

  /** These candidates failed in a row, the newest first; empty if the newest did not. */
  synchronized void failed(List<Checkpoint> candidates) {
    failed = List.copyOf(candidates);
    tell();
  }

  /**
   * How the adoption of the live generation goes.
   *
   * @param obstacle what keeps it from ending, in words; null if nothing does
   */
  synchronized void adopting(@Nullable String obstacle) {
    if (obstacle != null && !obstacle.equals(adoption)) {
      LOG.warn("no retraining until an adoption ends: {}", obstacle);
    }
    adoption = obstacle;
  }

  private void tell() {
    listener.failing(terms + failed.size());
  }

  /** What is wrong, in words; empty if nothing is. */
  synchronized Optional<String> problem() {
    if (terms > 0) {
      return Optional.of(ofTerms());
    }
    return Optional.ofNullable(adoption == null ? ofCandidates() : adoption);
  }

  private String ofTerms() {
    return "does not get to work since " + time(since) + ": " + why;
  }

  private @Nullable String ofCandidates() {
    if (failed.isEmpty()) {
      return null;
    }
    Checkpoint newest = failed.get(0);
    Checkpoint oldest = failed.get(failed.size() - 1);
    String often =
        failed.size() == 1
            ? "failed at " + time(newest.decision().at())
            : "failed %d times since %s".formatted(failed.size(), time(oldest.decision().at()));
    return "%s, generation %d: %s".formatted(often, newest.generation(), newest.reason());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
