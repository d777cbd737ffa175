package dev.freshet.stream;

import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.sources.PartitionLog;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.RejectReason;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.SourceLog;
import dev.freshet.wire.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Checks each rating event and sends it to its user, or whole to the rejected ones. */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class IngestRatings implements Processor<byte[], byte[], byte[], byte[]> {

  private final RatingParser parser;
  private final KnownMovies movies;
  private final SourceLogs logs;
  private final LearningListener listener;
  private ProcessorContext<byte[], byte[]> context;
  private int mostBytes;

  /** The partition's log; null before its first record here. */
  private @Nullable PartitionLog log;

  private long newest;

  IngestRatings(
      RatingParser parser, KnownMovies movies, SourceLogs logs, LearningListener listener) {
    this.parser = parser;
    this.movies = movies;
    this.logs = logs;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.mostBytes = StreamsProperties.largestInput(context.appConfigs());
    this.log = null;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = Rejected.metadata(context);
    long now = context.currentSystemTimeMs();
    SourceLog from = logAt(at);
    try {
      RatingEvent event = parser.parse(record.value(), record.timestamp());
      if (event.kind() == RatingEvent.Kind.RATE || event.kind() == RatingEvent.Kind.INTERACT) {
        requireKnown(Objects.requireNonNull(event.movieId()));
      }
      long arrival = record.timestamp() > 0 ? Math.min(record.timestamp(), now) : now;
      RoutedEvent routed =
          RoutedEvent.of(event, arrival, new SourcePosition(at.partition(), at.offset()), from);
      byte[] user = event.userId().getBytes(StandardCharsets.UTF_8);
      context.forward(new Record<>(user, routed.toBytes(), now), UsersTopology.RATINGS_BY_USER);
    } catch (RejectedException e) {
      listener.rejected(e.reason().code());
      context.forward(
          Rejected.record(record, at, e, now, mostBytes), UsersTopology.RATINGS_REJECTED);
    }
  }

  private void requireKnown(String movieId) throws RejectedException {
    switch (movies.has(movieId)) {
      case YES -> {}
      case UNTOLD -> listener.unknownUntold();
      case NO ->
          throw new RejectedException(
              RejectReason.UNKNOWN_MOVIE, "the catalogue has no movie " + movieId);
    }
  }

  /**
   * Which log the record comes from: at the first and where offsets go back, its id is asked for.
   */
  private SourceLog logAt(RecordMetadata at) {
    PartitionLog known = log;
    if (known == null || at.offset() <= newest) {
      known = logs.of(new TopicPartition(at.topic(), at.partition()));
      known.doubt();
      log = known;
    }
    known.settle();
    newest = at.offset();
    return SourceLog.of(known.epochAt(at.offset()), known.topicId());
  }
}
