package dev.freshet.retrain;

import dev.freshet.event.Checkpoint;
import dev.freshet.event.CheckpointEnd;
import dev.freshet.event.MovieFactors;
import dev.freshet.event.Topic;
import dev.freshet.model.Factors;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings an earlier generation back as a new one (invariant I5): its factors as they were
 * published, its snapshot, so that everything that came after it is learned again. Generation 0 had
 * no factors and no snapshot: everybody starts afresh and learns all ratings again.
 */
final class Restoration {

  private final RetrainSettings settings;
  private final int generation;
  private final int incumbent;
  private final int restored;
  private final @Nullable Checkpoint of;
  private final BooleanSupplier stop;

  /**
   * A restoration.
   *
   * @param generation number of the new generation
   * @param incumbent the live one
   * @param restored the one that comes back
   * @param of its record in {@code checkpoints}; null if there is none
   */
  Restoration(
      RetrainSettings settings,
      int generation,
      int incumbent,
      int restored,
      @Nullable Checkpoint of,
      BooleanSupplier stop) {
    this.settings = settings;
    this.generation = generation;
    this.incumbent = incumbent;
    this.restored = restored;
    this.of = of;
    this.stop = stop;
  }

  /** Reads what was published. */
  Run.Result execute() {
    long start = System.nanoTime();
    if (restored == 0) {
      return promoted(Map.of(), Map.of(), zeros(), 0, start);
    }
    if (of == null || of.fate() == Checkpoint.Fate.REFUSED) {
      String why = "generation " + restored + " was never promoted, so it cannot come back";
      return new Run.Result(
          checkpoint(Checkpoint.Fate.REFUSED, why, zeros(), 0, start), null, null);
    }
    Map<String, Factors> users = read(Topic.CHECKPOINT_USERS);
    Map<String, Factors> movies = read(Topic.CHECKPOINT_MOVIES);
    if (users.isEmpty() && movies.isEmpty() && of.ratings() > 0) {
      String why = "generation " + restored + " is no longer kept";
      return new Run.Result(
          checkpoint(Checkpoint.Fate.REFUSED, why, zeros(), 0, start), null, null);
    }
    return promoted(users, movies, of.snapshot(), of.ratings(), start);
  }

  private List<Long> zeros() {
    return Collections.nCopies(settings.partitions(), 0L);
  }

  private Map<String, Factors> read(Topic topic) {
    Map<String, Factors> all = new HashMap<>();
    new TopicScan(settings.consumer())
        .read(
            topic.name(settings.prefix()),
            settings.partitions(),
            stop,
            record -> {
              if (CheckpointEnd.isKey(record.key())) {
                return;
              }
              Factors f = MovieFactors.fromBytes(record.value());
              if (f.generation() == restored) {
                all.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    new Factors(generation, f.steps(), f.bias(), f.baseline(), f.vector()));
              }
            });
    return all;
  }

  private Run.Result promoted(
      Map<String, Factors> users,
      Map<String, Factors> movies,
      List<Long> snapshot,
      long ratings,
      long start) {
    String why = "generation " + restored + " was asked back";
    return new Run.Result(
        checkpoint(Checkpoint.Fate.PROMOTED, why, snapshot, ratings, start),
        users::forEach,
        movies::forEach);
  }

  private Checkpoint checkpoint(
      Checkpoint.Fate fate, String why, List<Long> snapshot, long ratings, long start) {
    return new Checkpoint(
        generation,
        fate,
        why,
        System.currentTimeMillis(),
        incumbent,
        restored,
        ratings,
        0,
        null,
        null,
        null,
        null,
        (System.nanoTime() - start) * 1e-9,
        0,
        0,
        0,
        snapshot);
  }
}
