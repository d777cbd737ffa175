package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.staleness.StalenessGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How both applications run.
 *
 * @param kafka settings of every Kafka client, {@code bootstrap.servers} among them, as Kafka
 *     Streams takes them
 * @param prefix of topics, application ids, groups and transactional ids
 * @param stateDir where RocksDB keeps its files: a cache of Kafka
 * @param partitions of {@code movie-updates} and all internal topics
 * @param userThreads threads of the user side
 * @param movieThreads threads of the movie side
 * @param exactlyOnce exactly once (v2), or at least once
 * @param commitInterval how long what was learned may stay unseen by others; see {@link
 *     MovieCommits} for the movie side
 * @param standbys copies of each store on other instances
 * @param cacheBytes record cache of each side
 * @param rocksDbBytes block cache and write buffers of all stores together
 * @param sgd the online step
 * @param scale of ratings
 * @param lists how lists are made
 * @param staleness how far the user side may run ahead
 * @param forgetRetention how long a forgotten user's marker is kept
 * @param progressInterval how often each partition reports
 * @param rejectsUnknown whether ratings of movies that are not in the catalogue are rejected
 */
public record StreamSettings(
    Map<String, Object> kafka,
    String prefix,
    Path stateDir,
    int partitions,
    int userThreads,
    int movieThreads,
    boolean exactlyOnce,
    Duration commitInterval,
    int standbys,
    long cacheBytes,
    long rocksDbBytes,
    OnlineSgd.Settings sgd,
    Scale scale,
    ListSettings lists,
    StalenessGate.Settings staleness,
    Duration forgetRetention,
    Duration progressInterval,
    boolean rejectsUnknown) {

  /** Application id of the user side. */
  public String userApplication() {
    return prefix + "users";
  }

  /** Application id of the movie side. */
  public String movieApplication() {
    return prefix + "movies";
  }

  /** How often the movie side commits. */
  MovieCommits movieCommits() {
    return new MovieCommits(commitInterval, partitions, staleness.least());
  }

  /** The same on another cluster. */
  public StreamSettings at(
      Map<String, Object> kafka, String prefix, Path stateDir, int partitions) {
    return new StreamSettings(
        kafka,
        prefix,
        stateDir,
        partitions,
        userThreads,
        movieThreads,
        exactlyOnce,
        commitInterval,
        standbys,
        cacheBytes,
        rocksDbBytes,
        sgd,
        scale,
        lists,
        staleness,
        forgetRetention,
        progressInterval,
        rejectsUnknown);
  }

  /** The same with ratings on another scale. */
  public StreamSettings withScale(Scale scale) {
    return new StreamSettings(
        kafka,
        prefix,
        stateDir,
        partitions,
        userThreads,
        movieThreads,
        exactlyOnce,
        commitInterval,
        standbys,
        cacheBytes,
        rocksDbBytes,
        sgd,
        scale,
        lists,
        staleness,
        forgetRetention,
        progressInterval,
        rejectsUnknown);
  }
}
