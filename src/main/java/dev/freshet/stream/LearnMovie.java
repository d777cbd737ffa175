package dev.freshet.stream;

import dev.freshet.event.MovieFactors;
import dev.freshet.event.MovieProgress;
import dev.freshet.event.MovieUpdate;
import dev.freshet.model.Factors;
import dev.freshet.model.OnlineSgd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes the movie's SGD step from its own, always fresh factors. Its store's cache coalesces the
 * steps of one commit into one record of the changelog, which is what every replica reads.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class LearnMovie implements Processor<byte[], byte[], byte[], byte[]> {

  static final Bytes PROGRESS = Bytes.wrap(new byte[] {0});

  private final OnlineSgd sgd;
  private final Duration progressInterval;
  private final StalenessGate gate;
  private final LearningListener listener;
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> movies;
  private KeyValueStore<Bytes, byte[]> progressStore;
  private MovieProgress progress;
  private Cancellable reports;
  private long reported = -1;

  LearnMovie(
      OnlineSgd sgd, Duration progressInterval, StalenessGate gate, LearningListener listener) {
    this.gate = gate;
    this.sgd = sgd;
    this.progressInterval = progressInterval;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    movies = context.getStateStore(Store.MOVIE_FACTORS);
    progressStore = context.getStateStore(Store.MOVIE_PROGRESS);
    byte[] saved = progressStore.get(PROGRESS);
    progress = saved == null ? new MovieProgress() : MovieProgress.fromBytes(saved);
    reported = -1; // a task that is revived comes here again
    reports = context.schedule(progressInterval, PunctuationType.WALL_CLOCK_TIME, this::report);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    MovieUpdate update = MovieUpdate.fromBytes(record.value());
    int generation = update.user().generation();
    if (generation > progress.generation()) {
      throw new IllegalStateException(
          "an update of generation " + generation + " before " + progress.generation() + " ended");
    }
    if (generation < progress.generation()) {
      progress.dropped();
    } else {
      learn(Bytes.wrap(record.key()), update);
    }
    progressStore.put(PROGRESS, progress.toBytes());
    gate.learnedByMovies(context.taskId().partition(), Rejected.metadata(context).offset());
  }

  @Override
  public void close() {
    reports.cancel();
    gate.leftByMovies(context.taskId().partition());
  }

  private void learn(Bytes movieId, MovieUpdate update) {
    Factors before = read(movieId);
    Factors after = sgd.stepMovie(update.user(), before, update.rating());
    if (after.steps() == before.steps()) {
      progress.refused();
      listener.refused(FreshetStreams.Side.MOVIES);
    }
    movies.put(movieId, MovieFactors.toBytes(after));
    progress.learned();
    listener.movieLearned();
  }

  private Factors read(Bytes movieId) {
    byte @Nullable [] stored = movies.get(movieId);
    return stored == null
        ? sgd.newMovie(new String(movieId.get(), StandardCharsets.UTF_8), progress.generation())
        : MovieFactors.fromBytes(stored);
  }

  private void report(long now) {
    if (progress.sequence() != reported) {
      var report = progress.report(context.taskId().partition());
      context.forward(new Record<>(report.key(), report.toJson(), now));
      reported = progress.sequence();
    }
  }
}
