package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Ranking;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a generation from outside the live one. It learns what was rated here and is not in it,
 * then publishes it as the trainer would, in one transaction under the trainer's name. So the
 * trainer and an import exclude each other, and what dies halfway leaves nothing (invariant I3).
 */
public final class GenerationImport {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationImport.class);

  /** With less of what it was learned from here, this is another system, or not caught up. */
  private static final double ENOUGH = .9;

  private final RetrainSettings settings;
  private final BooleanSupplier stop;
  private final Skipped skipped = new Skipped(() -> {});

  /**
   * An import into a running system.
   *
   * @param stop true ends it early
   */
  public GenerationImport(RetrainSettings settings, BooleanSupplier stop) {
    this.settings = settings;
    this.stop = stop;
  }

  /** Whether users and movies that are unknown here are left out, or nothing is imported. */
  public enum Unknown {
    /** Nothing is imported. */
    REFUSED,
    /** They are left out, and ratings that are not here are not missed. */
    LEFT_OUT
  }

  /**
   * What was imported.
   *
   * @param checkpoint its record, as it was published
   * @param again ratings that were learned on top of it
   * @param leftOut users and movies that are not known here, or whose factors are not theirs any
   *     more
   */
  public record Imported(Checkpoint checkpoint, long again, int leftOut) {}

  /**
   * Imports.
   *
   * @param from where it was read from, in words
   * @throws ImportRefusedException if it does not fit, or if another generation was decided
   *     meanwhile; then nothing was published
   */
  public Imported run(ImportedGeneration source, Unknown unknown, String from) {
    long start = System.nanoTime();
    requireSound(source);
    Checkpoints checkpoints = checkpoints();
    Place place = place(checkpoints);
    requireSpace(source, checkpoints.get(place.live), place.live);
    MatrixReader reading =
        new MatrixReader(
            settings, new TopicScan(settings.consumer()), HeapRoom.ofThisProcess(), skipped, stop);
    Snapshot snapshot = reading.ratings();
    // Users after ratings: who asks to be forgotten in between is seen, or asked after the
    // snapshot.
    KnownHere here =
        KnownHere.of(
            source, checkpoints, new TopicScan(settings.consumer()), settings, skipped, stop);
    List<Long> newest = snapshot.newest();
    List<Long> earlier = here.snapshot();
    BitSet known = earlier == null ? null : snapshot.seenRows(earlier);
    Checkpoint.Watch watch = Checkpoint.Watch.before(snapshot.errors());
    RatingMatrix matrix = snapshot.matrix(reading.genres());
    here.movies(matrix.movieIds());
    if (unknown == Unknown.REFUSED) {
      here.requireNoneUnknown();
      requireLearnedFrom(source, matrix);
    }
    OnlineSgd sgd = new OnlineSgd(settings.sgd(), settings.scale());
    Candidate candidate = Candidate.known(matrix, sgd, place.next, here);
    long again = candidate.learnUnknown(known);
    Publisher.FactorSource movies = here.withGenres(candidate, place.next);
    String flaw = Soundness.flaw(place.next, settings.sgd().rank(), candidate::users, movies);
    if (flaw != null) {
      throw new ImportRefusedException(flaw + "; nothing was published");
    }
    Checkpoint live = checkpoints.get(place.live);
    Checkpoint checkpoint =
        new Checkpoint(
                place.next,
                new Checkpoint.Decision(
                    Checkpoint.Fate.PROMOTED,
                    reason(source, from, again),
                    System.currentTimeMillis()),
                new Checkpoint.Lineage(place.live, null),
                matrix.size(),
                Checkpoint.Judgement.NONE,
                new Checkpoint.Seconds((System.nanoTime() - start) * 1e-9, 0, 0, 0),
                newest)
            .because(Checkpoint.Trigger.REQUEST)
            .watched(watch)
            .ranked(Ranking.NONE.staying(live == null ? Ranking.NONE : live.rankingOrNone()));
    Run.Decided decided =
        new Run.Decided(checkpoint, candidate::users, movies, here.vectors(place.next));
    return new Imported(publish(decided, place), again, here.leftOut());
  }

  /** Numbers that must be the same when it is published. */
  private record Place(int live, int next) {}

  private Checkpoints checkpoints() {
    return Checkpoints.read(new TopicScan(settings.consumer()), settings.prefix(), stop, skipped);
  }

  private Place place(Checkpoints checkpoints) {
    int live = checkpoints.live();
    try (Adopted adopted = new Adopted(settings, skipped)) {
      awaitUpdates(adopted, live);
      if (!adopted.isEverywhere(live)) {
        throw new ImportRefusedException(
            "generation %d is not adopted everywhere yet (%.0f%%); try again when it is"
                .formatted(live, 100 * adopted.share(live)));
      }
      return new Place(live, checkpoints.next(adopted.generations()));
    }
  }

  /**
   * Looks how far the adoption is. If but updates are missing that users sent again, it waits until
   * they are learned, or taken for lost.
   */
  private void awaitUpdates(Adopted adopted, int live) {
    String told = null;
    do {
      adopted.look(stop);
      String obstacle = adopted.obstacle(live);
      if (obstacle != null && !obstacle.equals(told)) {
        LOG.info(obstacle);
        told = obstacle;
      }
    } while (adopted.isMoved(live)
        && !adopted.isEverywhere(live)
        && !stop.getAsBoolean()
        && rest());
  }

  private static boolean rest() {
    try {
      Thread.sleep(Agenda.AGAIN.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Fences the trainer, then looks whether anything was decided since. */
  private Checkpoint publish(Run.Decided decided, Place place) {
    try (Publisher publisher = new Publisher(settings)) {
      if (!place(checkpoints()).equals(place)) {
        throw new ImportRefusedException(
            "another generation was decided meanwhile; nothing was published, try again");
      }
      return publisher.commit(decided, null, Map.of(), null);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new ImportRefusedException(
          "the trainer, or another import, began to publish; nothing was published, try again");
    }
  }

  private static String reason(ImportedGeneration source, String from, long again) {
    return String.format(
        Locale.ROOT,
        "generation %d was imported from %s; %d ratings that are not in it were learned",
        source.of().generation(),
        from,
        again);
  }

  private void requireSound(ImportedGeneration source) {
    int generation = source.of().generation();
    String flaw =
        Soundness.flaw(
            generation, source.space().rank(), source.users()::forEach, source.movies()::forEach);
    Map<String, Factors> vectors = source.vectors();
    if (flaw == null && vectors != null) {
      flaw = Soundness.flaw(generation, RankingFit.RANK, taker -> {}, vectors::forEach);
    }
    if (flaw != null) {
      throw new ImportRefusedException(flaw + "; nothing was published");
    }
  }

  private void requireSpace(ImportedGeneration source, @Nullable Checkpoint live, int generation) {
    String toLive = new Migration(settings).reason(generation, live, stop);
    if (toLive != null) {
      throw new ImportRefusedException(
          toLive + " since generation " + generation + "; give the settings that it has");
    }
    Checkpoint.Space here = settings.space();
    Checkpoint.Space there = source.space();
    if (!there.equals(here)) {
      throw new ImportRefusedException(
          String.format(
              Locale.ROOT,
              "it has rank %d, a scale of %s to %s and mean %s; here rank is %d, the scale %s to %s"
                  + " and the mean %s",
              there.rank(),
              there.min(),
              there.max(),
              there.mu(),
              here.rank(),
              here.min(),
              here.max(),
              here.mu()));
    }
  }

  private static void requireLearnedFrom(ImportedGeneration source, RatingMatrix matrix) {
    long learned = source.of().ratings();
    if (matrix.size() < ENOUGH * learned) {
      throw new ImportRefusedException(
          String.format(
              Locale.ROOT,
              "it was learned from %,d ratings, and %,d stand here; wait until all are taken in, or"
                  + " --force",
              learned,
              matrix.size()));
    }
  }
}
