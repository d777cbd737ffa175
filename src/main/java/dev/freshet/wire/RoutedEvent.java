package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code ratings-by-user}: an accepted event without its user, who is the record's key.
 *
 * <pre>
 *  0  version  1 byte = 2; version 1 had no log
 *  1  kind     1 byte: 0 rate, 1 retract, 2 forget
 *  2  rating   float, NaN unless rate
 *  6  eventTime long, ms since the epoch
 * 14  arrival  long, ms since the epoch: timestamp of the record in ratings
 * 22  source partition int, offset long
 * 34  source log: leader epoch int, -1 if unknown; short form of the topic's id int, 0 if unknown
 * 42  movieId  UTF-8 to the end; empty for forget
 * </pre>
 *
 * @param kind what the user did
 * @param movieId the movie; null exactly for {@link RatingEvent.Kind#FORGET}
 * @param rating on the scale; {@code NaN} unless {@link RatingEvent.Kind#RATE}
 * @param eventTime milliseconds since the epoch
 * @param arrival when it was produced to {@code ratings}, milliseconds since the epoch
 * @param source where it stands in {@code ratings}
 * @param log which log of {@code ratings} that was
 */
public record RoutedEvent(
    RatingEvent.Kind kind,
    @Nullable String movieId,
    float rating,
    long eventTime,
    long arrival,
    SourcePosition source,
    SourceLog log) {

  private static final byte VERSION = 2;
  private static final int HEADER = 42;
  private static final Format FORMAT =
      new Format("ratings-by-user", 1, VERSION, HEADER, Format.SMALL);

  /** An event from a log of which nothing is known. */
  public RoutedEvent(
      RatingEvent.Kind kind,
      @Nullable String movieId,
      float rating,
      long eventTime,
      long arrival,
      SourcePosition source) {
    this(kind, movieId, rating, eventTime, arrival, source, SourceLog.UNKNOWN);
  }

  /** An accepted event, on its way to its user. */
  public static RoutedEvent of(
      RatingEvent event, long arrival, SourcePosition source, SourceLog log) {
    return new RoutedEvent(
        event.kind(), event.movieId(), event.rating(), event.eventTime(), arrival, source, log);
  }

  /** This event as bytes. */
  public byte[] toBytes() {
    byte[] movie = movieId == null ? new byte[0] : Binary.utf8(movieId);
    ByteBuffer out = ByteBuffer.allocate(HEADER + movie.length);
    out.put(VERSION).put(kind.code()).putFloat(rating).putLong(eventTime);
    out.putLong(arrival).putInt(source.partition()).putLong(source.offset());
    out.putInt(log.leaderEpoch()).putInt(log.topic());
    return out.put(movie).array();
  }

  /** Reads {@link #toBytes}. */
  public static RoutedEvent fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, RoutedEvent::read);
  }

  private static RoutedEvent read(ByteBuffer in, int version) {
    RatingEvent.Kind kind = RatingEvent.Kind.of(in.get());
    float rating = in.getFloat();
    long eventTime = in.getLong();
    long arrival = in.getLong();
    SourcePosition source = new SourcePosition(in.getInt(), in.getLong());
    SourceLog log = version == 1 ? SourceLog.UNKNOWN : new SourceLog(in.getInt(), in.getInt());
    Binary.checkCounts(source.partition(), source.offset());
    if (kind == RatingEvent.Kind.RATE && !Float.isFinite(rating)) {
      throw new UnreadableException("a rating of " + rating);
    }
    String movieId = kind == RatingEvent.Kind.FORGET ? null : Binary.getLastId(in);
    return new RoutedEvent(kind, movieId, rating, eventTime, arrival, source, log);
  }
}
