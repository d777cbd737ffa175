package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.sources.OnlyOnce;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UnreadableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the movie's SGD step from its own, always fresh factors. Its store's cache coalesces the
 * steps of one commit into one record of the changelog, which is what every replica reads. Adopts
 * the movies of a new generation as its checkpoint comes, and is in it at the checkpoint's end.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class LearnMovie implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(LearnMovie.class);

  /** Candidates between two that are promoted, by far. */
  private static final int MOST_AHEAD = 1_000;

  private final String checkpoints;
  private final OnlineSgd sgd;
  private final Duration progressInterval;
  private final MovieCommits commits;
  private final SourceLogs logs;
  private final StalenessGate gate;
  private final LearningListener listener;
  private ProcessorContext<byte[], byte[]> context;
  private StoredMovies movies;
  private KeyValueStore<Bytes, byte[]> progressStore;
  private MovieProgress progress;

  /** Passes over updates that were taken in before; null before the first update. */
  private @Nullable OnlyOnce once;

  private SetAside aside;
  private final Function<byte[], MovieUpdate> updates = this::update;
  private final Function<byte[], TakesChanged> changes = TakesChanged::fromBytes;
  private final List<Cancellable> schedules = new ArrayList<>();
  private final ReportTurn reports = new ReportTurn();

  /** Updates since {@link #counted}: a commit was asked for then, or has happened unasked since. */
  private int uncommitted;

  private long counted;

  /** Length of the vectors of the generation that is stepped, whatever the settings say. */
  private int rank;

  /**
   * A processor.
   *
   * @param checkpoints the topic of checkpoints; all others hold updates
   */
  LearnMovie(
      String checkpoints,
      OnlineSgd sgd,
      Duration progressInterval,
      MovieCommits commits,
      SourceLogs logs,
      StalenessGate gate,
      LearningListener listener) {
    this.checkpoints = checkpoints;
    this.gate = gate;
    this.sgd = sgd;
    this.progressInterval = progressInterval;
    this.commits = commits;
    this.logs = logs;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    progressStore = context.getStateStore(Store.MOVIE_PROGRESS);
    int partition = context.taskId().partition();
    byte @Nullable [] bytes = progressStore.get(Progress.KEY);
    @Nullable MovieProgress saved =
        Progress.read(Store.MOVIE_PROGRESS, partition, bytes, MovieProgress::fromBytes);
    progress = saved == null ? new MovieProgress() : saved;
    aside = new SetAside(context, listener);
    movies = new StoredMovies(context.getStateStore(Store.MOVIE_FACTORS), aside, sgd);
    listener.generationOfMovies(context.taskId().partition(), progress.generation());
    once = null; // a task that is revived comes here again
    reports.restart();
    rank = movies.rank(progress.generation());
    uncommitted = 0;
    schedules.add(
        context.schedule(progressInterval, PunctuationType.WALL_CLOCK_TIME, this::report));
    schedules.add(
        context.schedule(
            Instant.EPOCH, commits.least(), PunctuationType.WALL_CLOCK_TIME, this::commit));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = Rejected.metadata(context);
    if (at.topic().equals(checkpoints)) {
      adopt(record);
    } else {
      if (once(at).takesIn(progress, at.offset())) {
        learn(record);
      }
      uncommitted++;
      gate.learnedByMovies(at.partition(), at.offset());
    }
    progressStore.put(Progress.KEY, progress.toBytes());
  }

  private OnlyOnce once(RecordMetadata at) {
    OnlyOnce known = once;
    if (known == null) {
      known = new OnlyOnce(new TopicPartition(at.topic(), at.partition()), logs);
      once = known;
    }
    return known;
  }

  private void learn(Record<byte[], byte[]> record) {
    if (TakesChanged.isIn(record.value())) {
      count(record);
      return;
    }
    @Nullable MovieUpdate update = aside.read(Topic.MOVIE_UPDATES, record, updates);
    if (update == null) {
      progress.unreadable();
    } else {
      learn(Bytes.wrap(record.key()), update);
    }
  }

  private void count(Record<byte[], byte[]> record) {
    @Nullable TakesChanged change = aside.read(Topic.MOVIE_UPDATES, record, changes);
    if (change == null) {
      progress.unreadable();
      return;
    }
    Bytes movieId = Bytes.wrap(record.key());
    StoredMovie movie = movies.present(movieId, progress.generation(), rank);
    if (change.take() != null || movie.isTaken()) { // else its changelog was made anew from less
      movies.put(movieId, movie.with(change));
    }
  }

  /** An update, unless it is of a generation that no candidate can have come to. */
  private MovieUpdate update(byte[] bytes) {
    MovieUpdate update = MovieUpdate.fromBytes(bytes);
    if (update.user().generation() - (long) progress.generation() > MOST_AHEAD) {
      throw new UnreadableException("an update of generation " + update.user().generation());
    }
    return update;
  }

  private void learn(Bytes movieId, MovieUpdate update) {
    int generation = update.user().generation();
    if (generation > progress.generation()) {
      throw new IllegalStateException(
          "an update of generation " + generation + " before " + progress.generation() + " ended");
    }
    boolean isOld = generation < progress.generation();
    int ofRank = isOld ? rank : update.user().rank();
    StoredMovie movie = movies.present(movieId, progress.generation(), ofRank).with(update);
    if (generation < movie.factors().generation()) {
      drop(movieId, movie, update);
    } else {
      learn(movieId, movie, update);
    }
  }

  @Override
  public void close() {
    schedules.forEach(Cancellable::cancel);
    schedules.clear();
    gate.leftByMovies(context.taskId().partition());
  }

  /**
   * Drops an update of an older generation: its user has yet to move, and will send it again then.
   * The baseline, which has no generation, learns it now unless it has it already.
   */
  private void drop(Bytes movieId, StoredMovie movie, MovieUpdate update) {
    if (update.reapplied()) {
      progress.droppedReapplied();
    } else {
      Factors after = sgd.stepMovieBaseline(update.user(), movie.factors(), update.rating());
      movies.put(movieId, movie.with(after));
      listener.movieLearned();
      progress.dropped();
    }
  }

  private void learn(Bytes movieId, StoredMovie stored, MovieUpdate update) {
    Factors begun = update.beginning(stored.factors());
    Factors before =
        sgd.starts().movieOfRank(StoredMovies.id(movieId), begun, update.user().rank());
    Factors after = sgd.stepMovie(update.user(), before, update.rating());
    if (after.steps() == before.steps()) {
      progress.refused();
      listener.refused(Side.MOVIES);
    }
    if (update.reapplied()) {
      movies.put(movieId, stored.with(after.withBaseline(before.baseline())));
      progress.reapplied();
    } else {
      movies.put(movieId, stored.with(after));
      progress.learned();
      listener.movieLearned();
    }
  }

  private void adopt(Record<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    if (key != null && CheckpointEnd.isKey(key)) {
      CheckpointEnd end = CheckpointEnd.orNull(record.value());
      if (end == null) {
        passOver();
      } else if (end.generation() > progress.generation()) {
        end(end);
      }
      return;
    }
    Factors adopted = MovieFactors.orNull(record.value());
    if (key == null || adopted == null) {
      passOver();
    } else if (adopted.generation() > progress.generation()) {
      Bytes movieId = Bytes.wrap(key);
      StoredMovie before = movies.read(movieId, progress.generation(), rank);
      Factors factors = adopted.withBaseline(before.factors().baseline());
      movies.put(movieId, before.with(factors));
    }
  }

  /** Somebody else wrote into the topic of checkpoints. */
  private void passOver() {
    listener.refused(Side.MOVIES);
    LOG.warn("passed over what is of no checkpoint: {}", Rejected.place(context));
  }

  /**
   * Ends the adoption of a checkpoint. A movie that the checkpoint does not know, or not in its own
   * rank, starts afresh. A movie of which nothing was learned in the whole generation before
   * leaves: nobody's rating of it stands.
   */
  private void end(CheckpointEnd end) {
    rank = end.rank() > 0 ? end.rank() : sgd.settings().rank();
    int generation = end.generation();
    movies.keys().forEach(movieId -> startAfresh(movieId, generation));
    progress.adopt(generation);
    int partition = context.taskId().partition();
    listener.generationOfMovies(partition, generation);
    movies.put(new GenerationMark(partition, generation));
    reports.restart();
  }

  private void startAfresh(Bytes movieId, int generation) {
    if (GenreIds.isKey(movieId.get())) {
      forgetGenre(movieId, generation);
      return;
    }
    StoredMovie stored = movies.read(movieId, progress.generation(), rank);
    Factors movie = stored.factors();
    boolean isUnrated = movie.steps() == 0 && !stored.isTaken();
    if (movie.generation() < generation && isUnrated) {
      movies.delete(movieId);
      return;
    }
    boolean isOfAnotherRank = movie.generation() == generation && movie.rank() != rank;
    if (isOfAnotherRank) {
      passOver();
    }
    if (movie.generation() < generation || isOfAnotherRank) {
      movies.put(movieId, movies.restarted(movieId, stored, generation, rank));
    }
  }

  private void forgetGenre(Bytes genre, int generation) {
    Factors stored = movies.read(genre, progress.generation(), rank).factors();
    if (stored.generation() == generation && stored.rank() != rank) {
      passOver();
    }
    if (stored.generation() < generation || stored.rank() != rank) {
      movies.delete(genre);
    }
  }

  private void commit(long now) {
    boolean isBusy = uncommitted >= commits.most();
    if (isBusy) {
      context.commit();
    }
    if (isBusy || now - counted >= commits.usual().toMillis()) {
      uncommitted = 0;
      counted = now;
    }
  }

  private void report(long now) {
    if (reports.isDue(progress.counted(), now)) {
      var report = progress.report(context.taskId().partition());
      context.forward(
          new Record<>(report.key(), report.toJson(), now), MoviesTopology.LEARNING_PROGRESS);
    }
  }
}
