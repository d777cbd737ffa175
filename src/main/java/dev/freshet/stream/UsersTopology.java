package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.replica.ReplicaStore;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.Side;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The user side.
 *
 * <pre>
 * ratings ──▶ [ingest-ratings] ──▶ ratings-by-user ──▶ [learn-user] ──▶ recommendations
 *                    └──▶ ratings-rejected               │    │ │
 * movies ───▶ [ingest-movies] ──▶ catalogue              │    │ └──▶ learning-progress
 *                    └──▶ ratings-rejected               │    ├──▶ movie-updates
 *                                                        │    └──▶ ratings-rejected, what cannot be read
 *                                             user-factors, user-ratings, user-progress
 * checkpoint-users ──▶ [take-checkpoint] ── user-pending, read by learn-user
 *
 * movie-factors ──▶ [replicate-factors]   ──▶ the replica, read by learn-user
 * catalogue ──────▶ [replicate-catalogue] ──▶ the same
 * ranking-vectors ▶ [replicate-vectors]   ──▶ the same
 * </pre>
 */
public final class UsersTopology {

  static final String RATINGS_BY_USER = "to-ratings-by-user";
  static final String RATINGS_REJECTED = "to-ratings-rejected";
  static final String CATALOGUE = "to-catalogue";
  static final String MOVIES_REJECTED = "to-movies-rejected";
  static final String MOVIE_UPDATES = "to-movie-updates";
  static final String RECOMMENDATIONS = "to-recommendations";
  static final String LEARNING_PROGRESS = "to-learning-progress";

  private static final String RATINGS = "ratings";
  private static final String MOVIES = "movies";
  private static final String BY_USER = "ratings-by-user";
  private static final String INGEST_RATINGS = "ingest-ratings";
  private static final String INGEST_MOVIES = "ingest-movies";
  static final String LEARN_USER = "learn-user";
  private static final String CHECKPOINT_USERS = "checkpoint-users";
  static final String TAKE_CHECKPOINT = "take-checkpoint";

  private UsersTopology() {}

  /**
   * What the processors work with.
   *
   * @param settings of the streams
   * @param sgd the step
   * @param replica all movies, filled by this topology
   * @param ratingParser reads events
   * @param movies whose ratings are taken
   * @param movieParser reads the catalogue
   * @param logs what is known of the logs that are read
   * @param gate is told what was learned
   * @param listener is told what happens
   * @param probe is told where movies stood in lists
   * @param order time in which partitions may learn the order of lists
   */
  public record Parts(
      StreamSettings settings,
      OnlineSgd sgd,
      MovieReplica replica,
      RatingParser ratingParser,
      KnownMovies movies,
      MovieParser movieParser,
      SourceLogs logs,
      StalenessGate gate,
      LearningListener listener,
      ListProbe probe,
      TimeShare order) {

    String prefix() {
      return settings.prefix();
    }

    ListSettings lists() {
      return settings.users().lists();
    }

    Duration forgetRetention() {
      return settings.users().forgetRetention();
    }

    Duration progressInterval() {
      return settings.progressInterval();
    }

    /** Full name of the topic of ratings. */
    String ratingsTopic() {
      return Topic.RATINGS.name(prefix());
    }
  }

  /** The topology. */
  public static Topology build(Parts parts) {
    Topology topology = new Topology();
    addIngest(topology, parts);
    addReplica(topology, parts);
    addLearning(topology, parts);
    addVectors(topology, parts);
    return topology;
  }

  private static void addIngest(Topology topology, Parts parts) {
    var read = new ByteArrayDeserializer();
    var write = new ByteArraySerializer();
    String prefix = parts.prefix();
    String rejected = Topic.RATINGS_REJECTED.name(prefix);
    topology
        .addSource(RATINGS, read, read, Topic.RATINGS.name(prefix))
        .addProcessor(
            INGEST_RATINGS,
            () ->
                new IngestRatings(
                    parts.ratingParser(), parts.movies(), parts.logs(), parts.listener()),
            RATINGS)
        .addSink(RATINGS_BY_USER, Topic.RATINGS_BY_USER.name(prefix), write, write, INGEST_RATINGS)
        .addSink(RATINGS_REJECTED, rejected, write, write, INGEST_RATINGS)
        .addSource(MOVIES, read, read, Topic.MOVIES.name(prefix))
        .addProcessor(
            INGEST_MOVIES, () -> new IngestMovies(parts.movieParser(), parts.listener()), MOVIES)
        .addSink(CATALOGUE, Topic.CATALOGUE.name(prefix), write, write, INGEST_MOVIES)
        .addSink(MOVIES_REJECTED, rejected, write, write, INGEST_MOVIES);
  }

  private static void addReplica(Topology topology, Parts parts) {
    MovieReplica replica = parts.replica();
    var factors = new Followed(Topic.MOVIE_FACTORS, "movie-factors", "replicate-factors");
    follow(topology, parts, Store.FACTOR_REPLICA, factors, () -> Replicate.factors(replica));
    var catalogue = new Followed(Topic.CATALOGUE, "catalogue", "replicate-catalogue");
    follow(
        topology,
        parts,
        Store.CATALOGUE_REPLICA,
        catalogue,
        () -> Replicate.catalogue(replica, parts.movieParser()));
  }

  /** The last one: numbers of tasks, which name directories on disk, follow what comes before. */
  private static void addVectors(Topology topology, Parts parts) {
    var vectors = new Followed(Topic.RANKING_VECTORS, "ranking-vectors", "replicate-vectors");
    follow(
        topology, parts, Store.VECTORS_REPLICA, vectors, () -> Replicate.vectors(parts.replica()));
  }

  /** A topic that every instance follows, and the names of its source and processor. */
  private record Followed(Topic topic, String source, String processor) {}

  private static void follow(
      Topology topology,
      Parts parts,
      String store,
      Followed of,
      Supplier<Replicate.Target> target) {
    var read = new ByteArrayDeserializer();
    topology.addGlobalStore(
        ReplicaStore.builder(store),
        of.source,
        read,
        read,
        of.topic.name(parts.prefix()),
        of.processor,
        () -> new Replicate(of.topic, parts.listener(), target.get()));
  }

  private static void addLearning(Topology topology, Parts parts) {
    var read = new ByteArrayDeserializer();
    var write = new ByteArraySerializer();
    String prefix = parts.prefix();
    topology
        .addSource(BY_USER, read, read, Topic.RATINGS_BY_USER.name(prefix))
        .addProcessor(LEARN_USER, () -> new LearnUser(parts), BY_USER)
        .addSource(
            AutoOffsetReset.earliest(),
            CHECKPOINT_USERS,
            new Beginning(),
            read,
            read,
            Topic.CHECKPOINT_USERS.name(prefix))
        .addProcessor(TAKE_CHECKPOINT, () -> new TakeCheckpoint(parts.listener()), CHECKPOINT_USERS)
        .addSink(SetAside.SINK, Topic.RATINGS_REJECTED.name(prefix), write, write, LEARN_USER)
        .addSink(MOVIE_UPDATES, Topic.MOVIE_UPDATES.name(prefix), write, write, LEARN_USER)
        .addSink(RECOMMENDATIONS, Topic.RECOMMENDATIONS.name(prefix), write, write, LEARN_USER)
        .addSink(LEARNING_PROGRESS, Topic.LEARNING_PROGRESS.name(prefix), write, write, LEARN_USER);
    Store.of(Side.USERS).forEach(store -> store.addTo(topology));
  }
}
