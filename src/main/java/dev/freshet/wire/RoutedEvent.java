package dev.freshet.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code ratings-by-user}: an accepted event without its user, who is the record's key.
 *
 * <pre>
 *  0  version  1 byte = 2, or 3 for an interaction; version 1 had no log
 *  1  kind     1 byte: 0 rate, 1 retract, 2 forget, 3 interact, 4 undo
 *  2  rating   float, NaN unless rate; of an interaction its value
 *  6  eventTime long, ms since the epoch
 * 14  arrival  long, ms since the epoch: timestamp of the record in ratings
 * 22  source partition int, offset long
 * 34  source log: leader epoch int, -1 if unknown; short form of the topic's id int, 0 if unknown
 * 42  name of the interaction: 1 byte length, ASCII; version 3 alone
 *     movieId  UTF-8 to the end; empty for forget
 * </pre>
 *
 * @param kind what the user did
 * @param movieId the movie; null exactly for {@link RatingEvent.Kind#FORGET}
 * @param rating on the scale; {@code NaN} unless {@link RatingEvent.Kind#RATE}
 * @param eventTime milliseconds since the epoch
 * @param arrival when it was produced to {@code ratings}, milliseconds since the epoch
 * @param source where it stands in {@code ratings}
 * @param log which log of {@code ratings} that was
 * @param interaction of the user with the movie; null unless {@link RatingEvent.Kind#isInteraction}
 */
public record RoutedEvent(
    RatingEvent.Kind kind,
    @Nullable String movieId,
    float rating,
    long eventTime,
    long arrival,
    SourcePosition source,
    SourceLog log,
    @Nullable Interaction interaction) {

  private static final byte VERSION = 2;
  private static final byte INTERACTION = 3;
  private static final int HEADER = 42;
  private static final Format FORMAT =
      new Format("ratings-by-user", 1, INTERACTION, HEADER, Format.SMALL);

  /** An event from a log of which nothing is known. */
  public RoutedEvent(
      RatingEvent.Kind kind,
      @Nullable String movieId,
      float rating,
      long eventTime,
      long arrival,
      SourcePosition source) {
    this(kind, movieId, rating, eventTime, arrival, source, SourceLog.UNKNOWN, null);
  }

  /** An accepted event, on its way to its user. */
  public static RoutedEvent of(
      RatingEvent event, long arrival, SourcePosition source, SourceLog log) {
    return new RoutedEvent(
        event.kind(),
        event.movieId(),
        event.rating(),
        event.eventTime(),
        arrival,
        source,
        log,
        event.interaction());
  }

  /** This event as bytes. */
  public byte[] toBytes() {
    byte[] movie = movieId == null ? new byte[0] : Binary.utf8(movieId);
    Interaction what = interaction;
    byte[] name = what == null ? new byte[0] : Binary.utf8(what.name());
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + (what == null ? 0 : 1 + name.length) + movie.length);
    out.put(what == null ? VERSION : INTERACTION).put(kind.code());
    out.putFloat(what == null ? rating : what.value()).putLong(eventTime);
    out.putLong(arrival).putInt(source.partition()).putLong(source.offset());
    out.putInt(log.leaderEpoch()).putInt(log.topic());
    if (what != null) {
      out.put((byte) name.length).put(name);
    }
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
    if (kind.isInteraction() != (version == INTERACTION)) {
      throw new UnreadableException("a " + kind + " in version " + version);
    }
    Interaction what = version == INTERACTION ? interaction(kind, in, rating) : null;
    String movieId = kind == RatingEvent.Kind.FORGET ? null : Binary.getLastId(in);
    float stars = what == null ? rating : Float.NaN;
    return new RoutedEvent(kind, movieId, stars, eventTime, arrival, source, log, what);
  }

  private static Interaction interaction(RatingEvent.Kind kind, ByteBuffer in, float value) {
    String name = Binary.getId(in);
    boolean isSound = kind == RatingEvent.Kind.UNDO ? Float.isNaN(value) : value >= 0;
    if (!Interaction.isName(name) || !isSound || value > Interaction.MOST) {
      throw new UnreadableException("an interaction of " + value);
    }
    return new Interaction(name, value);
  }
}
