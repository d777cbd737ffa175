package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.topics.Topic;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.Ids;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.UnreadableException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each record of a global topic to the replica, decoded first: what cannot be read changes
 * nothing. It is passed over, counted and said; the record stays in its topic.
 */
final class Replicate extends ContextualProcessor<byte[], byte[], Void, Void> {

  private static final Logger LOG = LoggerFactory.getLogger(Replicate.class);

  private final Topic topic;
  private final LearningListener listener;
  private final Target target;

  /** Takes in one record of the followed topic; a null value removes. */
  interface Target {
    void accept(int partition, byte[] key, byte @Nullable [] value);
  }

  Replicate(Topic topic, LearningListener listener, Target target) {
    this.topic = topic;
    this.listener = listener;
    this.target = target;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      byte @Nullable [] key = record.key();
      if (key == null) {
        throw new UnreadableException("there is no key");
      }
      target.accept(Rejected.metadata(context()).partition(), key, record.value());
    } catch (UnreadableException e) {
      listener.unreadable(topic.suffix());
      LOG.warn(
          "passed over what cannot be read, {}: {}", Rejected.place(context()), e.getMessage());
    }
  }

  /** Factors of movies and genres, and marks of generations. */
  static Target factors(MovieReplica replica) {
    return (partition, key, value) -> {
      if (GenerationMark.isKey(key)) {
        replica.take(GenerationMark.fromBytes(value));
      } else if (GenreIds.isKey(key)) {
        if (value != null) {
          replica.putGenre(GenreIds.genre(text(key)), MovieFactors.finite(value));
        }
      } else {
        requireId(key);
        if (value == null) {
          replica.removeFactors(text(key));
        } else {
          replica.put(text(key), StoredMovie.finite(value));
        }
      }
    };
  }

  /** Ranking vectors, and ends of their generations. */
  static Target vectors(MovieReplica replica) {
    return (partition, key, value) -> {
      if (CheckpointEnd.isKey(key)) {
        CheckpointEnd end = CheckpointEnd.fromBytes(value);
        replica.endVectors(partition, end.generation(), end.rank());
      } else {
        requireId(key);
        Factors read = MovieFactors.finite(value);
        replica.putVector(text(key), read.generation(), read.vector());
      }
    };
  }

  /** Movies of the catalogue. */
  static Target catalogue(MovieReplica replica, MovieParser parser) {
    return (partition, key, value) -> {
      requireId(key);
      try {
        replica.take(parser.parse(key, value));
      } catch (RejectedException e) {
        throw new UnreadableException(e.getMessage());
      }
    };
  }

  private static void requireId(byte[] key) {
    if (!Ids.isId(key)) {
      throw new UnreadableException("the key is of no movie");
    }
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
