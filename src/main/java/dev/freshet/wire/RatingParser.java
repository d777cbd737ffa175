package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.wire.RatingEvent.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads rating events, see {@code topology/schemas/rating-event.json}. Unknown fields are ignored.
 * Safe to share between threads.
 */
public final class RatingParser {

  /** Event times before this are rejected: 1990-01-01 UTC, milliseconds. */
  public static final long EARLIEST = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();

  /** Event times further ahead of now than this are rejected. */
  public static final Duration AHEAD = Duration.ofDays(1);

  private final Scale scale;
  private final InteractionWeights interactions;
  private final InstantSource clock;

  /**
   * Reads events of one installation.
   *
   * @param scale that ratings must lie on
   * @param interactions names that are accepted
   * @param clock tells now
   */
  public RatingParser(Scale scale, InteractionWeights interactions, InstantSource clock) {
    this.scale = scale;
    this.interactions = interactions;
    this.clock = clock;
  }

  /** Reads events of an installation that accepts the usual interactions. */
  public RatingParser(Scale scale, InstantSource clock) {
    this(scale, InteractionWeights.defaults(), clock);
  }

  /**
   * Reads one event.
   *
   * @param value of the record
   * @param recordTimestamp of the record, milliseconds since the epoch: the event time where the
   *     value gives none
   * @throws RejectedException if the record is not a valid event; nothing else is ever thrown
   */
  public RatingEvent parse(byte @Nullable [] value, long recordTimestamp) throws RejectedException {
    if (value == null || value.length == 0) {
      throw new RejectedException(RejectReason.NO_VALUE, "the record has no value");
    }
    Fields fields = new Fields();
    StrictJson.readObject(value, fields);
    String userId = fields.userId;
    if (userId == null) {
      throw missing("userId");
    }
    long eventTime =
        checkTime(
            fields.has(Fields.TIMESTAMP) ? fields.timestamp : recordTimestamp, clock.millis());
    if (fields.isNoJson && !fields.has(Fields.EVENT)) {
      throw new RejectedException(RejectReason.NOT_JSON, "value is no JSON number");
    }
    if (fields.forget) {
      if (fields.has(Fields.MOVIE | Fields.RATING | Fields.EVENT)) {
        throw new RejectedException(
            RejectReason.CONFLICTING_FIELDS,
            "forget stands alone, without movieId, rating and event");
      }
      return new RatingEvent(Kind.FORGET, userId, null, Float.NaN, eventTime);
    }
    String movieId = fields.movieId;
    if (movieId == null) {
      throw missing("movieId");
    }
    if (fields.has(Fields.EVENT)) {
      return RatingEvent.of(userId, movieId, interaction(fields), eventTime);
    }
    if (!fields.has(Fields.RATING)) {
      throw missing("rating");
    }
    return fields.retract
        ? new RatingEvent(Kind.RETRACT, userId, movieId, Float.NaN, eventTime)
        : new RatingEvent(Kind.RATE, userId, movieId, checkRating(fields.rating), eventTime);
  }

  private Interaction interaction(Fields fields) throws RejectedException {
    if (fields.has(Fields.RATING)) {
      throw new RejectedException(
          RejectReason.CONFLICTING_FIELDS, "rating and event are two events, not one");
    }
    String name = fields.event;
    if (!interactions.accepts(name)) {
      throw new RejectedException(
          RejectReason.UNKNOWN_EVENT,
          (Interaction.isName(name) ? "event " + name : "such an event")
              + " is not in the settings, which accept "
              + interactions.names());
    }
    if (fields.isValueTwice) {
      throw new RejectedException(RejectReason.DUPLICATE_FIELD, "value is there twice");
    }
    if (fields.wrongValue != null) {
      throw fields.wrongValue;
    }
    if (!fields.undo && !Interaction.isValue(fields.value)) {
      throw new RejectedException(
          RejectReason.BAD_VALUE,
          "value is " + fields.value + " and must be a number from 0 to 1000000");
    }
    return new Interaction(name, fields.undo ? Float.NaN : (float) fields.value);
  }

  private float checkRating(double rating) throws RejectedException {
    if (!Double.isFinite(rating)) {
      throw new RejectedException(
          RejectReason.RATING_NOT_FINITE, "rating is " + rating + " and must be a finite number");
    }
    if (!scale.contains((float) rating)) {
      throw new RejectedException(
          RejectReason.RATING_OUT_OF_SCALE,
          "rating is " + rating + " and the scale is " + scale.min() + " to " + scale.max());
    }
    return (float) rating;
  }

  /**
   * Checks an event time, whether it comes in a record or in a file.
   *
   * @param eventTime milliseconds since the epoch
   * @param now milliseconds since the epoch
   * @return {@code eventTime}
   * @throws RejectedException if it is before {@link #EARLIEST} or further ahead than {@link
   *     #AHEAD}
   */
  public static long checkTime(long eventTime, long now) throws RejectedException {
    if (eventTime < EARLIEST) {
      throw new RejectedException(
          RejectReason.TIME_TOO_OLD,
          "the event time " + eventTime + " is before 1990: give milliseconds since 1970");
    }
    if (eventTime > now + AHEAD.toMillis()) {
      throw new RejectedException(
          RejectReason.TIME_IN_FUTURE,
          "the event time "
              + eventTime
              + " is more than a day ahead: give milliseconds since 1970");
    }
    return eventTime;
  }

  private static RejectedException missing(String field) {
    return new RejectedException(RejectReason.MISSING_FIELD, field + " is missing");
  }

  /** The fields of one event, as they come. */
  private static final class Fields implements StrictJson.FieldReader {
    static final int USER = 1;
    static final int MOVIE = 2;
    static final int RATING = 4;
    static final int FORGET = 8;
    static final int TIMESTAMP = 16;
    static final int EVENT = 32;
    static final int VALUE = 64;

    private int seen;
    private @Nullable String userId;
    private @Nullable String movieId;
    private double rating;
    private boolean retract;
    private boolean forget;
    private String event = "";
    private double value = 1;

    /** Whether the value is a number that JSON does not have, such as NaN. */
    private boolean isNoJson;

    private boolean undo;
    private boolean isValueTwice;

    /** Why the value is none, if that is so: beside a rating it means nothing. */
    private @Nullable RejectedException wrongValue;

    private long timestamp;

    boolean has(int field) {
      return (seen & field) != 0;
    }

    @Override
    public void read(String field, JsonParser json) throws IOException, RejectedException {
      switch (field) {
        case "userId" -> {
          once(USER, field);
          userId = Ids.read(json, field);
        }
        case "movieId" -> {
          once(MOVIE, field);
          movieId = Ids.read(json, field);
        }
        case "rating" -> {
          once(RATING, field);
          rating(json);
        }
        case "event" -> {
          once(EVENT, field);
          event(json);
        }
        case "value" -> {
          isValueTwice |= has(VALUE);
          seen |= VALUE;
          value(json);
        }
        case "forget" -> {
          once(FORGET, field);
          forget(json);
        }
        case "timestamp" -> {
          once(TIMESTAMP, field);
          timestamp(json);
        }
        default -> StrictJson.skip(json);
      }
    }

    private void once(int bit, String field) throws RejectedException {
      if (has(bit)) {
        throw new RejectedException(RejectReason.DUPLICATE_FIELD, field + " is there twice");
      }
      seen |= bit;
    }

    private void rating(JsonParser json) throws IOException, RejectedException {
      switch (json.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> rating = json.getDoubleValue();
        case VALUE_NULL -> retract = true;
        default -> throw StrictJson.wrongType(json, "rating", "a number or null");
      }
    }

    private void event(JsonParser json) throws IOException, RejectedException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw StrictJson.wrongType(json, "event", "a string");
      }
      event = json.getText();
    }

    private void value(JsonParser json) throws IOException, RejectedException {
      switch (json.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          isNoJson |= json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT && json.isNaN();
          value = json.getDoubleValue();
        }
        case VALUE_NULL -> undo = true;
        default -> {
          wrongValue = StrictJson.wrongType(json, "value", "a number or null");
          StrictJson.skip(json);
        }
      }
    }

    private void forget(JsonParser json) throws RejectedException {
      switch (json.currentToken()) {
        case VALUE_TRUE -> forget = true;
        case VALUE_FALSE -> forget = false;
        default -> throw StrictJson.wrongType(json, "forget", "true or false");
      }
    }

    private void timestamp(JsonParser json) throws IOException, RejectedException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        seen &= ~TIMESTAMP; // As if it were not there.
      } else if (token != JsonToken.VALUE_NUMBER_INT) {
        throw StrictJson.wrongType(json, "timestamp", "an integer");
      } else if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        BigInteger number = json.getBigIntegerValue();
        timestamp = number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      } else {
        timestamp = json.getLongValue();
      }
    }
  }
}
