package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the {@code movies} topic, see {@code topology/schemas/movie.json}. Unknown
 * fields are ignored. Safe to share between threads.
 */
public final class MovieParser {

  /** The longest title, in characters. */
  public static final int MAX_TITLE = 512;

  /** The largest number of genres. */
  public static final int MAX_GENRES = 32;

  /** The longest genre, in characters. */
  public static final int MAX_GENRE = 64;

  private static final int MAX_YEAR = 9999;

  /** Stands for all numbers that are too large or too small for a year. */
  private static final int NO_YEAR = -1;

  /**
   * Reads one record.
   *
   * @param key the movie's id; null or empty where the value names it
   * @param value null removes the movie
   * @throws RejectedException if the record is not valid; nothing else is ever thrown
   */
  public MovieEvent parse(byte @Nullable [] key, byte @Nullable [] value) throws RejectedException {
    String keyId = key == null || key.length == 0 ? null : Ids.ofKey(key);
    if (value == null) {
      if (keyId == null) {
        throw new RejectedException(
            RejectReason.MISSING_FIELD, "a removal needs the movieId as the record's key");
      }
      return new MovieEvent(keyId, null);
    }
    if (value.length == 0) {
      throw new RejectedException(
          RejectReason.NO_VALUE, "the value is empty: a removal has no value at all (kcat -Z)");
    }
    Fields fields = new Fields();
    StrictJson.readObject(value, fields);
    String movieId = id(keyId, fields.movieId);
    String title = fields.title;
    if (title == null) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "title is missing");
    }
    List<String> genres = fields.genres == null ? List.of() : fields.genres;
    return new MovieEvent(movieId, new Movie(movieId, title, genres, fields.year));
  }

  private static String id(@Nullable String key, @Nullable String field) throws RejectedException {
    if (key == null) {
      if (field == null) {
        throw new RejectedException(
            RejectReason.MISSING_FIELD, "movieId is missing, in the key and in the value");
      }
      return field;
    }
    if (field != null && !field.equals(key)) {
      throw new RejectedException(
          RejectReason.CONFLICTING_FIELDS, "the key is " + key + " and movieId is " + field);
    }
    return key;
  }

  /**
   * Checks a movie that comes from elsewhere than a record, such as a file, by the rules for
   * records.
   *
   * @return {@code movie}
   * @throws RejectedException if a record that holds it would be rejected
   */
  public static Movie check(Movie movie) throws RejectedException {
    Ids.check(movie.movieId(), "movieId");
    checkText(movie.title(), "title", MAX_TITLE, RejectReason.BAD_TITLE);
    List<String> genres = new ArrayList<>();
    for (String genre : movie.genres()) {
      add(genres, checkText(genre, "genres", MAX_GENRE, RejectReason.BAD_GENRES));
    }
    if (movie.year() != null) {
      checkYear(movie.year());
    }
    return movie;
  }

  private static void add(List<String> genres, String genre) throws RejectedException {
    if (genres.size() == MAX_GENRES) {
      throw new RejectedException(
          RejectReason.BAD_GENRES, "there are more than " + MAX_GENRES + " genres");
    }
    genres.add(genre);
  }

  private static int checkYear(int year) throws RejectedException {
    if (year < 0 || year > MAX_YEAR) {
      throw new RejectedException(RejectReason.BAD_YEAR, "year must lie in 0 to " + MAX_YEAR);
    }
    return year;
  }

  private static String checkText(String text, String field, int longest, RejectReason reason)
      throws RejectedException {
    if (Utf8.length(text) < 0) {
      throw new RejectedException(RejectReason.NOT_UTF8, field + " contains half a surrogate pair");
    }
    int characters = text.codePointCount(0, text.length());
    if (text.isBlank() || characters > longest) {
      throw new RejectedException(
          reason, field + " has " + characters + " characters, 1 to " + longest + " are allowed");
    }
    if (Utf8.hasControlCharacters(text)) {
      throw new RejectedException(reason, field + " contains a control character");
    }
    return text;
  }

  /** The fields of one movie, as they come. */
  private static final class Fields implements StrictJson.FieldReader {
    private @Nullable String movieId;
    private @Nullable String title;
    private @Nullable List<String> genres;
    private @Nullable Integer year;
    private boolean yearSeen;

    @Override
    public void read(String field, JsonParser json) throws IOException, RejectedException {
      switch (field) {
        case "movieId" -> {
          once(field, movieId != null);
          movieId = Ids.read(json, field);
        }
        case "title" -> {
          once(field, title != null);
          title = string(json, field, MAX_TITLE, RejectReason.BAD_TITLE);
        }
        case "genres" -> {
          once(field, genres != null);
          genres = genres(json);
        }
        case "year" -> {
          once(field, yearSeen);
          yearSeen = true;
          year = year(json);
        }
        default -> StrictJson.skip(json);
      }
    }

    private static void once(String field, boolean seen) throws RejectedException {
      if (seen) {
        throw new RejectedException(RejectReason.DUPLICATE_FIELD, field + " is there twice");
      }
    }

    private static List<String> genres(JsonParser json) throws IOException, RejectedException {
      List<String> genres = new ArrayList<>();
      switch (json.currentToken()) {
        case VALUE_NULL -> {}
        case VALUE_STRING -> {
          for (String genre : json.getText().split("\\|", -1)) {
            if (!genre.isBlank()) {
              add(genres, checkText(genre.strip(), "genres", MAX_GENRE, RejectReason.BAD_GENRES));
            }
          }
        }
        case START_ARRAY -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            add(genres, string(json, "genres", MAX_GENRE, RejectReason.BAD_GENRES));
          }
        }
        default -> throw StrictJson.wrongType(json, "genres", "an array or a string");
      }
      return genres;
    }

    private static @Nullable Integer year(JsonParser json) throws IOException, RejectedException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return null;
      }
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw StrictJson.wrongType(json, "year", "an integer or null");
      }
      return checkYear(
          json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : NO_YEAR);
    }

    private static String string(JsonParser json, String field, int longest, RejectReason reason)
        throws IOException, RejectedException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw StrictJson.wrongType(json, field, "a string");
      }
      return checkText(json.getText(), field, longest, reason);
    }
  }
}
