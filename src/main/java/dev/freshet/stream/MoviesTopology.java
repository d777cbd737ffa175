package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Side;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The movie side.
 *
 * <pre>
 * movie-updates ──────▶ [learn-movie] ──▶ learning-progress
 * checkpoint-movies ──▶  │ movie-factors (its changelog is what replicas read)
 *                        │ movie-progress
 *                        └──▶ ratings-rejected, what cannot be read
 * </pre>
 */
final class MoviesTopology {

  private static final String MOVIE_UPDATES = "movie-updates";
  private static final String CHECKPOINT_MOVIES = "checkpoint-movies";
  static final String LEARN_MOVIE = "learn-movie";

  static final String LEARNING_PROGRESS = "learning-progress";

  private MoviesTopology() {}

  /**
   * The topology.
   *
   * @param prefix of all topics
   * @param sgd the step
   * @param progressInterval how often each partition reports
   * @param commits how often they are asked for
   * @param logs what is known of the logs that are read
   * @param gate is told what was learned
   * @param listener is told what happens
   */
  static Topology build(
      String prefix,
      OnlineSgd sgd,
      Duration progressInterval,
      MovieCommits commits,
      SourceLogs logs,
      StalenessGate gate,
      LearningListener listener) {
    var read = new ByteArrayDeserializer();
    var write = new ByteArraySerializer();
    String checkpoints = Topic.CHECKPOINT_MOVIES.name(prefix);
    Topology topology = new Topology();
    topology
        .addSource(MOVIE_UPDATES, read, read, Topic.MOVIE_UPDATES.name(prefix))
        .addSource(
            AutoOffsetReset.earliest(), CHECKPOINT_MOVIES, new Beginning(), read, read, checkpoints)
        .addProcessor(
            LEARN_MOVIE,
            () -> new LearnMovie(checkpoints, sgd, progressInterval, commits, logs, gate, listener),
            MOVIE_UPDATES,
            CHECKPOINT_MOVIES)
        .addSink(SetAside.SINK, Topic.RATINGS_REJECTED.name(prefix), write, write, LEARN_MOVIE)
        .addSink(
            LEARNING_PROGRESS, Topic.LEARNING_PROGRESS.name(prefix), write, write, LEARN_MOVIE);
    Store.of(Side.MOVIES).forEach(store -> store.addTo(topology));
    return topology;
  }
}
