package dev.freshet.retrain;

import dev.freshet.online.MovieTakes;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.train.TrainingException;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.UnreadableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what a candidate is trained on. What cannot be read is passed over. */
final class MatrixReader {

  /**
   * What reading, training and judging hold for each rating: docs/benchmarks/generations.md says
   * how it was measured.
   */
  private static final int BYTES_PER_RATING = 36;

  /** Of a predecessor while takes are counted anew: id, weight and the entry of what follows it. */
  private static final int BYTES_PER_PREDECESSOR = 40;

  /** Of a movie's counts while takes are counted anew. */
  private static final long BYTES_PER_MOVIE = 150;

  /** Of a user's last movies while takes are counted anew. */
  private static final long BYTES_PER_USER = 64;

  /** Of a row of takes, where interactions are among them: what was liked, and by whom. */
  private static final long TABLES_OF_LISTS = 28;

  /** Parameters, gradients, two moments, the best epoch's and those of the attempt before. */
  private static final int COPIES_OF_FACTORS = 6;

  private final RetrainSettings settings;
  private final TopicScan scan;
  private final HeapRoom room;
  private final Skipped skipped;
  private final BooleanSupplier stop;

  /**
   * A reader.
   *
   * @param room that what is read must fit into
   * @param skipped is told what cannot be read
   * @param stop true ends it early
   */
  MatrixReader(
      RetrainSettings settings,
      TopicScan scan,
      HeapRoom room,
      Skipped skipped,
      BooleanSupplier stop) {
    this.settings = settings;
    this.scan = scan;
    this.room = room;
    this.skipped = skipped;
    this.stop = stop;
  }

  /**
   * Reads all ratings that stand.
   *
   * @throws TrainingException if the heap has no room for them
   * @throws dev.freshet.wire.NewerFormatException if a newer Freshet wrote some: without them a
   *     candidate would not contain what it says
   */
  Snapshot ratings() {
    String topic = Topic.USER_RATINGS_CHANGELOG.name(settings.prefix());
    Snapshot snapshot =
        new Snapshot(
            settings.partitions(),
            settings.watch().window().ratings(),
            room,
            settings.interactions(),
            new ControlArm(settings.control()));
    try {
      scan.read(topic, settings.partitions(), stop, record -> take(snapshot, record));
    } catch (HeapRoom.TooLittle e) {
      long records = scan.records(topic, settings.partitions());
      throw new TrainingException(
          "no room for all ratings: after %,d of them %s; the %,d records of %s need up to %,d MiB; %s"
              .formatted(
                  snapshot.size(),
                  e.getMessage(),
                  records,
                  topic,
                  HeapRoom.mebibytes(records * BYTES_PER_RATING),
                  HeapRoom.REMEDY));
    }
    return snapshot;
  }

  private void take(Snapshot snapshot, ConsumerRecord<byte[], byte[]> record) {
    try {
      snapshot.add(record.partition(), record.key(), record.value());
    } catch (UnreadableException e) {
      skipped.skip(record, e.getMessage());
    }
  }

  /**
   * Checks that training fits too, as far as can be told before.
   *
   * @throws TrainingException if it does not
   */
  void requireRoomToTrain(RatingMatrix matrix) {
    long vectors = (long) matrix.userIds().size() + matrix.movieIds().size();
    long factors = COPIES_OF_FACTORS * Float.BYTES * vectors * (settings.sgd().rank() + 1L);
    long rows = matrix.takes().size();
    boolean areAllRatings = rows == matrix.size();
    long tables = 3L * Integer.BYTES * matrix.size();
    tables += areAllRatings ? 0 : TABLES_OF_LISTS * rows;
    try {
      room.require(factors + tables + takes(matrix));
    } catch (HeapRoom.TooLittle e) {
      throw new TrainingException(
          "no room to train %,d users and %,d movies of rank %d on %,d ratings: %s; %s"
              .formatted(
                  matrix.userIds().size(),
                  matrix.movieIds().size(),
                  settings.sgd().rank(),
                  matrix.size(),
                  e.getMessage(),
                  HeapRoom.REMEDY));
    }
  }

  /** Bytes that takes need while lists are judged. */
  private static long takes(RatingMatrix matrix) {
    long takes = IntStream.range(0, matrix.takes().size()).filter(matrix.takes()::isTake).count();
    long predecessors =
        Math.min(
            (long) MovieTakes.MOST_PREDECESSORS * matrix.movieIds().size(),
            MovieTakes.LOOK_BACK * takes);
    long counted = BYTES_PER_MOVIE * matrix.movieIds().size();
    long recent = BYTES_PER_USER * matrix.userIds().size();
    return BYTES_PER_PREDECESSOR * predecessors + counted + recent;
  }

  /** Genres of each movie of the catalogue. */
  Map<String, List<String>> genres() {
    MovieParser parser = new MovieParser();
    Map<String, List<String>> genres = new LinkedHashMap<>();
    scan.read(
        Topic.CATALOGUE.name(settings.prefix()),
        settings.partitions(),
        stop,
        record -> {
          try {
            MovieEvent event = parser.parse(record.key(), record.value());
            Movie movie = event.movie();
            if (movie == null) {
              genres.remove(event.movieId());
            } else {
              genres.put(event.movieId(), movie.genres());
            }
          } catch (RejectedException e) {
            skipped.skip(record, e.getMessage());
          }
        });
    return genres;
  }
}
