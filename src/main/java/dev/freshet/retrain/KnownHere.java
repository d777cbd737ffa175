package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.UnreadableException;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What of an imported generation belongs to users and movies of this system. Who was forgotten
 * stays forgotten: a user who began after the generation's snapshot, or, where that cannot be told,
 * one with a forget marker, has nothing of it. Not thread-safe.
 */
final class KnownHere {

  private final ImportedGeneration source;
  private final Skipped skipped;

  /** The snapshot in this system's sequences; null if the generation is another system's. */
  private final @Nullable List<Long> snapshot;

  private final Map<String, Factors> users;
  private final Map<String, Factors> movies;
  private final Set<String> known = new HashSet<>();
  private final Set<String> begunAnew = new HashSet<>();
  private final Set<String> movieIds = new HashSet<>();
  private final SortedSet<String> unknownUsers = new TreeSet<>();
  private final SortedSet<String> unknownMovies = new TreeSet<>();

  private KnownHere(ImportedGeneration source, @Nullable List<Long> snapshot, Skipped skipped) {
    this.source = source;
    this.skipped = skipped;
    this.snapshot = snapshot;
    this.users = new HashMap<>(source.users());
    this.movies = new HashMap<>(source.movies());
  }

  /**
   * Reads who is known.
   *
   * @param checkpoints of this system: they tell whether the generation was made here
   * @param scan reads the states of users
   * @param stop true ends it early
   */
  static KnownHere of(
      ImportedGeneration source,
      Checkpoints checkpoints,
      TopicScan scan,
      RetrainSettings settings,
      Skipped skipped,
      BooleanSupplier stop) {
    Checkpoint same = checkpoints.get(source.of().generation());
    boolean isOurs =
        same != null
            && same.decision().at() == source.of().decision().at()
            && same.snapshot().equals(source.of().snapshot())
            && same.snapshot().size() == settings.partitions();
    KnownHere here = new KnownHere(source, isOurs ? source.of().snapshot() : null, skipped);
    scan.read(
        Topic.USER_FACTORS_CHANGELOG.name(settings.prefix()),
        settings.partitions(),
        stop,
        here::take);
    here.unknownUsers.addAll(source.users().keySet());
    here.unknownUsers.removeAll(here.known);
    here.users.keySet().retainAll(here.known);
    here.users.keySet().removeAll(here.begunAnew);
    return here;
  }

  /** The snapshot of the generation in this system's sequences; null if it is another system's. */
  @Nullable List<Long> snapshot() {
    return snapshot;
  }

  /**
   * A state of a user, newer than those before; a record without a value says that nothing is known
   * any more.
   */
  private void take(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    if (key == null) {
      return;
    }
    String id = new String(key, StandardCharsets.UTF_8);
    byte @Nullable [] value = record.value();
    known.remove(id);
    begunAnew.remove(id);
    if (value == null) {
      return;
    }
    try {
      UserState state = UserState.fromBytes(value);
      known.add(id);
      if (isSomebodyElse(state, record.partition())) {
        begunAnew.add(id);
      }
    } catch (UnreadableException e) {
      skipped.skip(record, String.valueOf(e.getMessage()));
    }
  }

  private boolean isSomebodyElse(UserState state, int partition) {
    if (snapshot == null || state.startedAt() == 0) {
      return state.hasMarker();
    }
    return state.startedAt() > snapshot.get(partition);
  }

  /** Says which movies are known: those that are rated or in the catalogue. */
  void movies(Collection<String> ids) {
    movieIds.addAll(ids);
    Set<String> named = new TreeSet<>(movies.keySet());
    named.removeIf(GenreIds::isGenre);
    named.addAll(source.vectors() == null ? Set.of() : source.vectors().keySet());
    named.removeAll(movieIds);
    unknownMovies.addAll(named);
    movies.keySet().removeAll(named);
  }

  /**
   * Checks that all are known; those who were forgotten are.
   *
   * @throws ImportRefusedException if some are not
   */
  void requireNoneUnknown() {
    if (unknownUsers.isEmpty() && unknownMovies.isEmpty()) {
      return;
    }
    List<String> what = new ArrayList<>();
    if (!unknownUsers.isEmpty()) {
      what.add("%,d users (such as %s)".formatted(unknownUsers.size(), unknownUsers.first()));
    }
    if (!unknownMovies.isEmpty()) {
      what.add("%,d movies (such as %s)".formatted(unknownMovies.size(), unknownMovies.first()));
    }
    throw new ImportRefusedException(
        String.join(" and ", what)
            + " of it are unknown here; wait until all ratings and movies are taken in, or leave"
            + " them out with --force");
  }

  /** Number of users and movies of the generation that have nothing of it here. */
  int leftOut() {
    return source.users().size() - users.size() + unknownMovies.size();
  }

  /** What the generation knows of a user; null for nothing, or nothing of this one. */
  @Nullable Factors user(String id) {
    return users.get(id);
  }

  /** What the generation knows of a movie; null for nothing. */
  @Nullable Factors movie(String id) {
    return movies.get(id);
  }

  /** Movies of a candidate, and the genres of the import, as they are to be published. */
  Publisher.FactorSource withGenres(Candidate candidate, int generation) {
    return each -> {
      candidate.movies(each);
      movies.forEach(
          (id, factors) -> {
            if (GenreIds.isGenre(id)) {
              each.accept(id, renumbered(factors, generation));
            }
          });
    };
  }

  /** Vectors of movies that are known, as they are to be published; null if it has none. */
  Publisher.@Nullable FactorSource vectors(int generation) {
    Map<String, Factors> vectors = source.vectors();
    return vectors == null
        ? null
        : each ->
            vectors.forEach(
                (id, factors) -> {
                  if (movieIds.contains(id)) {
                    each.accept(id, renumbered(factors, generation));
                  }
                });
  }

  private static Factors renumbered(Factors of, int generation) {
    return new Factors(generation, of.steps(), of.bias(), of.baseline(), of.vector());
  }
}
