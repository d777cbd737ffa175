package dev.freshet.stream;

import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieJson;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Checks each catalogue record and sends it on to every instance, or whole to the rejected ones.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class IngestMovies implements Processor<byte[], byte[], byte[], byte[]> {

  private final MovieParser parser;
  private final LearningListener listener;
  private ProcessorContext<byte[], byte[]> context;
  private int mostBytes;

  IngestMovies(MovieParser parser, LearningListener listener) {
    this.parser = parser;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.mostBytes = StreamsProperties.largestInput(context.appConfigs());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long now = context.currentSystemTimeMs();
    try {
      MovieEvent event = parser.parse(record.key(), record.value());
      Movie movie = event.movie();
      byte[] key = event.movieId().getBytes(StandardCharsets.UTF_8);
      byte @Nullable [] value = movie == null ? null : MovieJson.write(movie);
      context.forward(new Record<>(key, value, now), UsersTopology.CATALOGUE);
    } catch (RejectedException e) {
      listener.rejected(e.reason().code());
      context.forward(
          Rejected.record(record, Rejected.metadata(context), e, now, mostBytes),
          UsersTopology.MOVIES_REJECTED);
    }
  }
}
