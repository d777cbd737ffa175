package dev.freshet.wire;

/** Why a record was not accepted. The codes are part of the contract and never change. */
public enum RejectReason {
  /** The record has no value, or an empty one. */
  NO_VALUE("no-value"),
  /** Key or value contain bytes, or escapes, that are no characters. */
  NOT_UTF8("not-utf8"),
  /** The value is not one JSON value, whole and nothing after it. */
  NOT_JSON("not-json"),
  /** The JSON is nested too deeply, or contains a number with too many digits. */
  TOO_LARGE("too-large"),
  /** A field, or the value itself, is of another type than the schema says. */
  WRONG_TYPE("wrong-type"),
  /** A field that is needed is not there. */
  MISSING_FIELD("missing-field"),
  /** A field is there twice. */
  DUPLICATE_FIELD("duplicate-field"),
  /** Fields contradict each other, or the key. */
  CONFLICTING_FIELDS("conflicting-fields"),
  /** An id of no bytes. */
  ID_EMPTY("id-empty"),
  /** An id of more than 128 bytes of UTF-8. */
  ID_TOO_LONG("id-too-long"),
  /** An id with a control character: such ids cannot be told apart on a screen. */
  ID_CONTROL_CHARACTER("id-control-character"),
  /** A rating that is NaN or infinite. */
  RATING_NOT_FINITE("rating-not-finite"),
  /** A rating below or above the scale. */
  RATING_OUT_OF_SCALE("rating-out-of-scale"),
  /** An interaction whose name is not in the settings. */
  UNKNOWN_EVENT("unknown-event"),
  /** An interaction's value that is not finite, negative or too large. */
  BAD_VALUE("bad-value"),
  /** Event time before 1990. */
  TIME_TOO_OLD("time-too-old"),
  /** Event time more than a day ahead. */
  TIME_IN_FUTURE("time-in-future"),
  /** A title that is empty, too long, or contains control characters. */
  BAD_TITLE("bad-title"),
  /** Too many genres, or one that is empty, too long, or contains control characters. */
  BAD_GENRES("bad-genres"),
  /** A year outside 0 to 9999. */
  BAD_YEAR("bad-year"),
  /** A rating of a movie that is not in the catalogue, where settings refuse these. */
  UNKNOWN_MOVIE("unknown-movie"),
  /** A record of an internal topic, or a value of a store, that is not what it should be. */
  UNREADABLE("unreadable");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The code in headers and metrics, such as {@code not-json}. */
  public String code() {
    return code;
  }
}
