package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the settings ask for factors of another kind than those that are live: other rank, scale
 * or μ. If so, the trainer retrains at once, instead of when it is time. It does so once for each
 * live generation and start of the trainer: a candidate that was refused would be refused again.
 * Not thread-safe.
 */
final class Migration {

  private final RetrainSettings settings;
  private int lookedAt = -1;
  private @Nullable String reason;
  private boolean tried;

  Migration(RetrainSettings settings) {
    this.settings = settings;
  }

  /**
   * What changed, in words; null if nothing did. Reads once per live generation.
   *
   * @param live the live generation
   * @param of its record in {@code checkpoints}; null for generation 0
   */
  @Nullable String reason(int live, @Nullable Checkpoint of, BooleanSupplier stop) {
    if (live != lookedAt) {
      Checkpoint.Content content = of == null ? null : of.content();
      Checkpoint.Space wanted = settings.space();
      reason = between(content == null ? guessed(live, wanted, stop) : content.space(), wanted);
      tried = false;
      lookedAt = live;
    }
    return reason;
  }

  /**
   * Whether it is time to retrain for it: there is enough to train on and to judge by.
   *
   * @param events that were taken in
   */
  boolean isDue(long events) {
    return reason != null && !tried && events >= 2L * settings.gate().least();
  }

  /** A retraining has begun. */
  void tried() {
    tried = true;
  }

  /** It failed: that was no verdict, so it is due again. */
  void failed() {
    tried = false;
  }

  /** Generation 0 and old records do not say what they are; movies that are stored have a rank. */
  private Checkpoint.Space guessed(int live, Checkpoint.Space wanted, BooleanSupplier stop) {
    AtomicInteger rank = new AtomicInteger();
    new TopicScan(TopicScan.consumers(settings.consumer()))
        .read(
            Topic.MOVIE_FACTORS.name(settings.prefix()),
            settings.partitions(),
            () -> rank.get() > 0 || stop.getAsBoolean(),
            record -> {
              boolean isMovie =
                  !GenerationMark.isKey(record.key()) && !GenreIds.isKey(record.key());
              Factors movie = isMovie ? MovieFactors.orNull(record.value()) : null;
              if (movie != null && movie.generation() == live) {
                rank.set(movie.rank());
              }
            });
    return rank.get() == 0
        ? wanted
        : new Checkpoint.Space(rank.get(), wanted.mu(), wanted.min(), wanted.max());
  }

  /** What differs between two kinds of factors, in words; null if nothing does. */
  static @Nullable String between(Checkpoint.Space live, Checkpoint.Space wanted) {
    List<String> changes = new ArrayList<>();
    if (live.rank() != wanted.rank()) {
      changes.add("learn.rank changed from " + live.rank() + " to " + wanted.rank());
    }
    if (live.min() != wanted.min() || live.max() != wanted.max()) {
      changes.add(
          String.format(
              Locale.ROOT,
              "the scale changed from %s-%s to %s-%s",
              live.min(),
              live.max(),
              wanted.min(),
              wanted.max()));
    } else if (live.mu() != wanted.mu()) { // otherwise the middle of the scale, which says it
      changes.add("learn.mean changed from " + live.mu() + " to " + wanted.mu());
    }
    return changes.isEmpty() ? null : String.join(", ", changes);
  }
}
