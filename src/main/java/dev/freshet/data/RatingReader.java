package dev.freshet.data;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.wire.Interaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a file of ratings, and other events. */
final class RatingReader {
  /** Event times start here where a file has none, one second apart in file order. */
  static final long FILE_ORDER_START = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  /** Earliest accepted time in seconds: 1990, as for events. Later as seconds, see below. */
  private static final long EARLIEST_SECONDS =
      Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();

  /** Numbers from here on cannot be seconds: that would be after the year 5138. */
  private static final long END_OF_SECONDS = 100_000_000_000L;

  private final Path file;
  private final Layout.OfRatings layout;
  private final @Nullable Scale scale;
  private final ScaleFromData seen = new ScaleFromData();
  private final Ratings.Builder ratings = new Ratings.Builder();

  private RatingReader(Path file, Layout.OfRatings layout, @Nullable Scale scale) {
    this.file = file;
    this.layout = layout;
    this.scale = scale;
  }

  /**
   * What a file of ratings holds.
   *
   * @param format of the file, for people, and how it was read if not as it is written
   * @param scale every rating lies on it
   */
  record Content(String format, Ratings ratings, Scale scale) {}

  /**
   * Reads the whole file. Where all ratings are the same and no scale is given they tell that
   * movies were taken, not how good these were: each is an event {@link InteractionWeights#TAKE}.
   *
   * @param scale the ratings' scale, or null to find it in the data
   * @throws RatingFileException at the first line that is not as the layout says, or is off the
   *     scale; if there is no line
   */
  static Content read(Path file, Layout.OfRatings layout, @Nullable Scale scale) {
    return Rows.read(file, text -> new RatingReader(file, layout, scale).read(text));
  }

  private Content read(BufferedReader text) throws IOException {
    Rows rows = layout.separator().rows(text);
    if (layout.header()) {
      rows.next();
    }
    for (String[] cells = rows.next(); cells != null; cells = rows.next()) {
      add(new Line(file, rows.line(), cells));
    }
    if (ratings.size() == 0) {
      throw new RatingFileException(file, "has a header but no ratings");
    }
    if (scale != null) {
      return new Content(layout.format(), ratings.build(), scale);
    }
    if (seen.isOneValue()) {
      ratings.ratingsAreTakes();
      String how = ", every rating is " + seen.min() + ": read as take-up";
      return new Content(layout.format() + how, ratings.build(), Scale.MOVIELENS);
    }
    return new Content(layout.format(), ratings.build(), seen.scale(layout.separator()));
  }

  private void add(Line line) {
    line.expectColumns(layout.columns());
    @Nullable String event = event(line);
    int column = numberColumn(line);
    float number = event == null ? rating(line, column) : value(line, column);
    ratings.add(
        line.id(layout.user(), "user"),
        line.id(layout.movie(), "movie"),
        event,
        number,
        time(line));
  }

  /** The name of an event; null for a rating. */
  private @Nullable String event(Line line) {
    if (layout.event() < 0 || line.cell(layout.event()).isEmpty()) {
      return null;
    }
    String name = line.cell(layout.event());
    if (!Interaction.isName(name)) {
      throw line.refused(
          "event "
              + line.quoted(layout.event())
              + " is not a name of letters, digits, _ and -, at most "
              + Interaction.MOST_BYTES
              + " long");
    }
    return name;
  }

  /** Where the number of a line stands: it has a rating or a value, not both. */
  private int numberColumn(Line line) {
    boolean hasValue = layout.value() >= 0 && !line.cell(layout.value()).isEmpty();
    boolean hasRating = layout.rating() >= 0 && !line.cell(layout.rating()).isEmpty();
    if (hasValue && hasRating) {
      throw line.refused("both a rating and a value; say one of them");
    }
    return hasValue || layout.rating() < 0 ? layout.value() : layout.rating();
  }

  private float rating(Line line, int column) {
    if (column < 0) {
      throw line.refused("neither an event nor a rating");
    }
    float rating = number(line, column, "rating");
    if (!Float.isFinite(rating) || (scale != null && !scale.contains(rating))) {
      throw line.refused(
          "rating "
              + line.quoted(column)
              + " is not on the scale"
              + (scale == null ? "" : " " + scale.min() + " to " + scale.max()));
    }
    seen.add(rating);
    return rating;
  }

  /** How much of an event; 1 where nothing is said. */
  private static float value(Line line, int column) {
    if (column < 0 || line.cell(column).isEmpty()) {
      return 1;
    }
    float value = number(line, column, "value");
    if (!Interaction.isValue(value)) {
      throw line.refused(
          "value " + line.quoted(column) + " is not from 0 to " + (int) Interaction.MOST);
    }
    return value;
  }

  private static float number(Line line, int column, String what) {
    String cell = line.cell(column);
    // Java's own suffixes and names (1f, NaN) are no ratings.
    if (cell.isEmpty() || !Character.isDigit(cell.charAt(cell.length() - 1))) {
      throw line.refused(what + " " + line.quoted(column) + " is not a number");
    }
    try {
      return Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw line.refused(what + " " + line.quoted(column) + " is not a number");
    }
  }

  /** Milliseconds since the epoch, from seconds or milliseconds or the place in the file. */
  private long time(Line line) {
    if (layout.time() < 0) {
      return FILE_ORDER_START + 1000L * ratings.size();
    }
    long time;
    try {
      time = Long.parseLong(line.cell(layout.time()));
    } catch (NumberFormatException e) {
      throw line.refused(noTime(line));
    }
    if (time >= EARLIEST_SECONDS && time < END_OF_SECONDS) {
      return time * 1000;
    }
    if (time >= EARLIEST_SECONDS * 1000 && time < END_OF_SECONDS * 1000) {
      return time;
    }
    throw line.refused(noTime(line));
  }

  private String noTime(Line line) {
    return "timestamp "
        + line.quoted(layout.time())
        + " is not a time since 1990 in seconds or milliseconds"
        + " (without a timestamp column the order of the file counts)";
  }
}
