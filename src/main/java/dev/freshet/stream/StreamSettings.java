package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * How both applications run.
 *
 * @param deployment where
 * @param stateDir where RocksDB keeps its files: a cache of Kafka; may not exist yet
 * @param processing how both process
 * @param sgd the online step
 * @param scale of ratings
 * @param users settings of the user side
 * @param movies settings of the movie side
 * @param staleness how far the user side may run ahead
 * @param progressInterval how often each partition reports
 */
public record StreamSettings(
    Deployment deployment,
    Path stateDir,
    Processing processing,
    OnlineSgd.Settings sgd,
    Scale scale,
    UserSide users,
    MovieSide movies,
    StalenessGate.Settings staleness,
    Duration progressInterval) {

  /** What a crash may do to the counts. */
  public enum Guarantee {
    /** A crash does nothing to the counts. */
    EXACTLY_ONCE_V2,
    /** After a crash ratings may count twice. */
    AT_LEAST_ONCE;

    /** The value of the setting {@code processing.guarantee} of Kafka Streams. */
    public String kafkaValue() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of ratings of movies that are not in the catalogue. */
  public enum UnknownMovies {
    /** Ratings of unknown movies are learned, and the movies with them. */
    ACCEPT,
    /** Ratings of unknown movies are rejected. */
    REJECT
  }

  /**
   * How the two applications process.
   *
   * @param guarantee what a crash may do to the counts
   * @param commitInterval how long what was learned may stay unseen by others; see {@link
   *     MovieCommits} for the movie side
   * @param cacheBytes heap for the record cache of each side
   * @param standbys copies of each store on other instances
   * @param rocksDbBytes block cache and write buffers of all stores together, outside the heap
   */
  public record Processing(
      Guarantee guarantee,
      Duration commitInterval,
      long cacheBytes,
      int standbys,
      long rocksDbBytes) {}

  /**
   * The user side.
   *
   * @param threads that process
   * @param lists how lists are made
   * @param forgetRetention how long the marker of a forgotten user keeps older events out
   * @param unknownMovies what becomes of events on movies that are not in the catalogue
   * @param interactions that are accepted, and what they count
   */
  public record UserSide(
      int threads,
      ListSettings lists,
      Duration forgetRetention,
      UnknownMovies unknownMovies,
      InteractionWeights interactions) {

    /** A user side that accepts the usual interactions. */
    public UserSide(
        int threads, ListSettings lists, Duration forgetRetention, UnknownMovies unknownMovies) {
      this(threads, lists, forgetRetention, unknownMovies, InteractionWeights.defaults());
    }
  }

  /**
   * The movie side.
   *
   * @param threads that process
   */
  public record MovieSide(int threads) {}

  /** What the names of all topics, groups and transactional ids start with. */
  public String prefix() {
    return deployment.prefix();
  }

  /** Partitions of {@code movie-updates} and all internal topics. */
  public int partitions() {
    return deployment.partitions();
  }

  /** Application id of the user side. */
  public String userApplication() {
    return prefix() + "users";
  }

  /** Application id of the movie side. */
  public String movieApplication() {
    return prefix() + "movies";
  }

  /** Whether each rating counts once, whatever happens. */
  public boolean exactlyOnce() {
    return processing.guarantee() == Guarantee.EXACTLY_ONCE_V2;
  }

  /** How often the movie side commits. */
  MovieCommits movieCommits() {
    return new MovieCommits(processing.commitInterval(), partitions(), staleness.least());
  }

  /** A copy for another place. */
  public StreamSettings at(Deployment other, Path otherStateDir) {
    return new StreamSettings(
        other, otherStateDir, processing, sgd, scale, users, movies, staleness, progressInterval);
  }

  /** A copy whose user side may run ahead otherwise. */
  public StreamSettings withStaleness(StalenessGate.Settings other) {
    return new StreamSettings(
        deployment, stateDir, processing, sgd, scale, users, movies, other, progressInterval);
  }

  /** A copy for ratings on another scale. */
  public StreamSettings withScale(Scale other) {
    return new StreamSettings(
        deployment, stateDir, processing, sgd, other, users, movies, staleness, progressInterval);
  }
}
