package dev.freshet.data;

import dev.freshet.online.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a file of ratings. */
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

  /** What a file of ratings holds. */
  record ScaledRatings(Ratings ratings, Scale scale) {}

  /**
   * Reads the whole file.
   *
   * @param scale the ratings' scale, or null to find it in the data
   * @throws RatingFileException at the first line that is not as the layout says, or is off the
   *     scale; if there is no rating, or no scale fits
   */
  static ScaledRatings read(Path file, Layout.OfRatings layout, @Nullable Scale scale) {
    return Rows.read(file, text -> new RatingReader(file, layout, scale).read(text));
  }

  private ScaledRatings read(BufferedReader text) throws IOException {
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
    return new ScaledRatings(ratings.build(), scale != null ? scale : scaleOfData());
  }

  private void add(Line line) {
    line.expectColumns(layout.columns());
    float rating = rating(line);
    seen.add(rating);
    ratings.add(
        line.id(layout.user(), "user"), line.id(layout.movie(), "movie"), rating, time(line));
  }

  private float rating(Line line) {
    String cell = line.cell(layout.rating());
    // Java's own suffixes and names (1f, NaN) are no ratings.
    if (cell.isEmpty() || !Character.isDigit(cell.charAt(cell.length() - 1))) {
      throw line.refused("rating " + line.quoted(layout.rating()) + " is not a number");
    }
    float rating;
    try {
      rating = Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw line.refused("rating " + line.quoted(layout.rating()) + " is not a number");
    }
    if (!Float.isFinite(rating) || (scale != null && !scale.contains(rating))) {
      throw line.refused(
          "rating "
              + line.quoted(layout.rating())
              + " is not on the scale"
              + (scale == null ? "" : " " + scale.min() + " to " + scale.max()));
    }
    return rating;
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

  private Scale scaleOfData() {
    Scale found = seen.scale(layout.separator());
    if (found == null) {
      throw new RatingFileException(
          file, "every rating is the same and no scale is known for it; say which scale it is on");
    }
    return found;
  }
}
