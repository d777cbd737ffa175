package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The factors of a generation as they were published, read back from {@code checkpoint-users} and
 * {@code checkpoint-movies}. Somebody else's records there are passed over.
 */
public final class PublishedGeneration {

  private final SortedMap<String, Factors> users;
  private final SortedMap<String, Factors> movies;
  private final SortedMap<String, Factors> genres;
  private final boolean endedEverywhere;

  PublishedGeneration(
      SortedMap<String, Factors> users,
      SortedMap<String, Factors> moviesAndGenres,
      boolean endedEverywhere) {
    this.users = users;
    this.movies = new TreeMap<>(moviesAndGenres);
    this.movies.keySet().removeIf(GenreIds::isGenre);
    this.genres = new TreeMap<>(moviesAndGenres);
    this.genres.keySet().removeIf(id -> !GenreIds.isGenre(id));
    this.endedEverywhere = endedEverywhere;
  }

  /**
   * Reads the factors of a generation from the topics of checkpoints.
   *
   * @param consumers makes consumers of the cluster
   * @param prefix of the topics
   * @param stop true ends it early: then not everything is there
   */
  public static PublishedGeneration read(
      Supplier<Consumer<byte[], byte[]>> consumers,
      String prefix,
      int generation,
      BooleanSupplier stop) {
    TopicScan scan = new TopicScan(consumers);
    Reading users = new Reading(generation);
    Reading movies = new Reading(generation);
    int userEnds = scan.read(Topic.CHECKPOINT_USERS.name(prefix), stop, users::take);
    int movieEnds = scan.read(Topic.CHECKPOINT_MOVIES.name(prefix), stop, movies::take);
    return new PublishedGeneration(
        users.factors,
        movies.factors,
        users.ended.size() == userEnds && movies.ended.size() == movieEnds);
  }

  /**
   * Reads the vectors of a generation of the ranking head.
   *
   * @param consumers makes consumers of the cluster
   * @param prefix of the topic
   * @param stop true ends it early: then it is not whole
   * @return vectors by movie id; null unless every partition holds the generation's end
   */
  public static @Nullable SortedMap<String, Factors> vectors(
      Supplier<Consumer<byte[], byte[]>> consumers,
      String prefix,
      int generation,
      BooleanSupplier stop) {
    Reading vectors = new Reading(generation);
    int ends =
        new TopicScan(consumers).read(Topic.RANKING_VECTORS.name(prefix), stop, vectors::take);
    return vectors.ended.size() == ends ? vectors.factors : null;
  }

  /** Users by id. */
  public SortedMap<String, Factors> users() {
    return users;
  }

  /** Movies by id. */
  public SortedMap<String, Factors> movies() {
    return movies;
  }

  /** Genres by their {@linkplain GenreIds ids}: where movies without ratings start. */
  public SortedMap<String, Factors> genres() {
    return genres;
  }

  /** Whether every partition of both topics holds the generation's end. */
  boolean isEndedEverywhere() {
    return endedEverywhere;
  }

  /** What one topic holds of the generation. */
  private static final class Reading {
    private final int generation;
    private final SortedMap<String, Factors> factors = new TreeMap<>();
    private final Set<Integer> ended = new HashSet<>();

    Reading(int generation) {
      this.generation = generation;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      byte @Nullable [] key = record.key();
      if (key == null) {
        return;
      }
      if (CheckpointEnd.isKey(key)) {
        CheckpointEnd end = CheckpointEnd.orNull(record.value());
        if (end != null && end.generation() == generation) {
          ended.add(record.partition());
        }
        return;
      }
      Factors read = MovieFactors.orNull(record.value());
      if (read != null && read.generation() == generation) {
        factors.put(new String(key, StandardCharsets.UTF_8), read);
      }
    }
  }
}
