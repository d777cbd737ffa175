package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Ranking;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings an earlier generation back as a new one (invariant I5), with its factors and its snapshot
 * as they were published. Everything that came after that snapshot is learned again. Generation 0
 * had no factors and no snapshot: everybody starts afresh and learns all ratings again.
 */
final class Restoration {

  private final RetrainSettings settings;
  private final int generation;
  private final int incumbent;
  private final int restored;
  private final @Nullable Checkpoint of;
  private final Ranking live;
  private final BooleanSupplier stop;

  /**
   * A restoration.
   *
   * @param generation number of the new generation
   * @param incumbent the live one
   * @param restored the one that comes back
   * @param of its record in {@code checkpoints}; null if there is none
   * @param live the live ranking head
   */
  Restoration(
      RetrainSettings settings,
      int generation,
      int incumbent,
      int restored,
      @Nullable Checkpoint of,
      Ranking live,
      BooleanSupplier stop) {
    this.settings = settings;
    this.generation = generation;
    this.incumbent = incumbent;
    this.restored = restored;
    this.of = of;
    this.live = live;
    this.stop = stop;
  }

  /** Reads what was published. */
  Run.Decided execute() {
    long start = System.nanoTime();
    if (restored == 0) {
      return promoted(Map.of(), Map.of(), vectors(Ranking.NONE), zeros(), 0, start);
    }
    if (of == null || !of.wasPromoted()) {
      return refused(
          "generation " + restored + " was never promoted, so it cannot come back", start);
    }
    PublishedGeneration found =
        PublishedGeneration.read(
            TopicScan.consumers(settings.consumer()), settings.prefix(), restored, stop);
    String gap = Soundness.gap(of, found);
    if (gap != null) {
      return refused(gap, start);
    }
    Map<String, Factors> users = renumbered(found.users());
    Map<String, Factors> movies = renumbered(found.movies());
    movies.putAll(renumbered(found.genres()));
    String flaw =
        Soundness.flaw(generation, settings.sgd().rank(), users::forEach, movies::forEach);
    if (flaw != null) {
      return refused("generation " + restored + " cannot come back: " + flaw, start);
    }
    Ranking ranking = of.rankingOrNone();
    Map<String, Factors> vectors = vectors(ranking);
    return vectors == null && !isLive(ranking)
        ? refused("the ranking vectors of generation " + restored + " are no longer kept", start)
        : promoted(users, movies, vectors, of.snapshot(), of.ratings(), start);
  }

  private boolean isLive(Ranking of) {
    return of.generation() == live.generation();
  }

  /** The vectors that are to be live again; null if they are, and if not all of them are there. */
  private @Nullable Map<String, Factors> vectors(Ranking of) {
    if (isLive(of)) {
      return null;
    }
    Map<String, Factors> found =
        of.generation() == 0
            ? Map.of()
            : PublishedGeneration.vectors(
                TopicScan.consumers(settings.consumer()), settings.prefix(), of.generation(), stop);
    return found == null || found.size() < of.movies() ? null : renumbered(found);
  }

  private Run.Decided refused(String why, long start) {
    return Run.Decided.nothing(checkpoint(Checkpoint.Fate.REFUSED, why, zeros(), 0, start));
  }

  private List<Long> zeros() {
    return Collections.nCopies(settings.partitions(), 0L);
  }

  private Map<String, Factors> renumbered(Map<String, Factors> published) {
    Map<String, Factors> all = new HashMap<>();
    published.forEach(
        (id, f) ->
            all.put(id, new Factors(generation, f.steps(), f.bias(), f.baseline(), f.vector())));
    return all;
  }

  private Run.Decided promoted(
      Map<String, Factors> users,
      Map<String, Factors> movies,
      @Nullable Map<String, Factors> vectors,
      List<Long> snapshot,
      long ratings,
      long start) {
    String why = "generation " + restored + " was asked back";
    return new Run.Decided(
        checkpoint(Checkpoint.Fate.PROMOTED, why, snapshot, ratings, start),
        users::forEach,
        movies::forEach,
        vectors == null ? null : vectors::forEach);
  }

  private Checkpoint checkpoint(
      Checkpoint.Fate fate, String why, List<Long> snapshot, long ratings, long start) {
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Checkpoint(
            generation,
            new Checkpoint.Decision(fate, why, System.currentTimeMillis()),
            new Checkpoint.Lineage(incumbent, restored),
            ratings,
            Checkpoint.Judgement.NONE,
            new Checkpoint.Seconds(seconds, 0, 0, 0),
            snapshot)
        .ranked(Ranking.NONE.staying(live));
  }
}
