package dev.freshet.data;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.RejectReason;
import dev.freshet.wire.RejectedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a file of ratings, and other events, by the rules for records of {@code ratings}. */
final class RatingReader {
  /** Event times start here where a file has none, one second apart in file order. */
  static final long FILE_ORDER_START = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private final Path file;
  private final Layout.OfRatings layout;
  private final Reading reading;
  private final DayOrder dayOrder;
  private final long now;
  private final ScaleFromData seen = new ScaleFromData();
  private final Ratings.Builder ratings = new Ratings.Builder();
  private final BadLines bad;
  private long missing;
  private boolean hasDates;

  private RatingReader(
      TextFile file, Layout.OfRatings layout, Reading reading, DayOrder dayOrder, long now) {
    this.file = file.path();
    this.layout = layout;
    this.reading = reading;
    this.dayOrder = dayOrder;
    this.now = now;
    this.bad = new BadLines(file.path());
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
   * @param clock tells now: later than tomorrow nobody has rated
   * @param remarks is told what was found
   * @throws RatingFileException if lines are not as the layout says, or off the scale, or would be
   *     rejected as records; if there is no line
   */
  static Content read(
      TextFile file,
      Layout.OfRatings layout,
      Reading reading,
      InstantSource clock,
      Remarks remarks) {
    DayOrder dayOrder = DayOrder.of(file, layout);
    long now = clock.millis();
    RatingReader reader =
        file.read(
            text -> {
              RatingReader fresh = new RatingReader(file, layout, reading, dayOrder, now);
              fresh.read(text);
              return fresh;
            },
            fresh -> fresh.ratings.hasId(id -> !TextFile.isAscii(id)),
            remarks);
    return reader.content(remarks);
  }

  private void read(BufferedReader text) throws IOException {
    Rows rows = layout.separator().rows(text);
    if (layout.header()) {
      rows.next();
    }
    for (String[] cells = rows.next(file, bad); cells != null; cells = rows.next(file, bad)) {
      bad.line();
      try {
        add(new Line(file, rows.line(), cells));
      } catch (RatingFileException e) {
        bad.add(e);
      }
    }
  }

  private Content content(Remarks remarks) {
    bad.settle(reading.skipsBadLines(), layout.withoutTime(), remarks);
    if (ratings.size() == 0) {
      throw new RatingFileException(
          file,
          missing == 0 ? "has a header but no ratings" : "has no ratings that are not missing");
    }
    new RatingRemarks(file, layout, remarks)
        .of(
            missing,
            dates(),
            layout.time() >= 0 && ratings.hasOneTime(),
            ratings.dropDecimals(),
            reading.columns() != null);
    ratings
        .someDecimals()
        .forEach(
            (whose, some) -> WholeIds.warn(RatingFileException.name(file), whose, some, remarks));
    @Nullable Scale scale = reading.scale();
    @Nullable Scale named = scale == null ? reading.bounds() : scale;
    if (layout.isOfLikes()) {
      String how = layout.format() + ", each line is a like: read as take-up";
      return new Content(how, ratings.build(), named == null ? Scale.MOVIELENS : named);
    }
    if (scale != null) {
      return new Content(layout.format(), ratings.build(), scale);
    }
    if (seen.isOneValue()) {
      ratings.ratingsAreTakes();
      String how = ", every rating is " + seen.min() + ": read as take-up";
      remarks.note(
          String.format(
              Locale.ROOT,
              "%s: every rating is %s: read as take-up, which --scale MIN:MAX undoes",
              RatingFileException.name(file),
              ScaleFromData.plain(seen.min())));
      return new Content(
          layout.format() + how, ratings.build(), named == null ? Scale.MOVIELENS : named);
    }
    if (named != null) {
      return new Content(layout.format(), ratings.build(), named);
    }
    Scale found = seen.scale(layout.separator());
    new RatingRemarks(file, layout, remarks).of(seen, found);
    return new Content(layout.format(), ratings.build(), found);
  }

  /** How dates are written; empty where times are numbers. */
  private String dates() {
    if (!hasDates) {
      return "";
    }
    return switch (dayOrder) {
      case UNKNOWN -> "dates as text";
      case DAY_FIRST -> "dates as text, the day before the month";
      case MONTH_FIRST -> "dates as text, the month before the day";
    };
  }

  private void add(Line line) {
    line.expectColumns(layout.columns());
    @Nullable String event = event(line);
    int column = numberColumn(line);
    float number = event == null ? rating(line, column) : value(line, column);
    if (event == null && reading.missing().contains(number)) {
      missing++;
      return;
    }
    String user = line.id(layout.user(), "user");
    String movie = line.id(layout.movie(), "movie");
    long time = time(line);
    if (event == null) {
      seen.add(number);
    }
    ratings.add(user, movie, event, number, time);
  }

  /** The name of an event; null for a rating. */
  private @Nullable String event(Line line) {
    if (layout.isOfLikes()) {
      return InteractionWeights.TAKE;
    }
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
    @Nullable InteractionWeights accepted = reading.accepted();
    if (accepted != null && !accepted.accepts(name)) {
      throw line.refused(
          "event %s is none of %s, which the settings accept; others by --set events.NAME.weight=NUMBER"
              .formatted(line.quoted(layout.event()), accepted.names()));
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
    @Nullable Scale scale = reading.scale() == null ? reading.bounds() : reading.scale();
    boolean isMissing = reading.missing().contains(rating);
    if (!Float.isFinite(rating) || (scale != null && !scale.contains(rating) && !isMissing)) {
      throw line.refused(
          "rating "
              + line.quoted(column)
              + " is not on the scale"
              + (scale == null ? "" : " " + scale.min() + " to " + scale.max()));
    }
    return rating;
  }

  /** How much of an event; 1 where nothing is said. */
  private float value(Line line, int column) {
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

  private float number(Line line, int column, String what) {
    String cell = line.cell(column);
    if (cell.startsWith("\"")) {
      throw line.refused(what + " " + line.quoted(column) + " is in quotes; write it without them");
    }
    // Java's own suffixes and names (1f, NaN) are no ratings.
    if (cell.isEmpty() || !Character.isDigit(cell.charAt(cell.length() - 1))) {
      throw line.refused(what + " " + line.quoted(column) + " is not a number");
    }
    try {
      return Float.parseFloat(
          layout.separator() == Separator.COMMA ? cell : cell.replace(',', '.'));
    } catch (NumberFormatException e) {
      throw line.refused(what + " " + line.quoted(column) + " is not a number");
    }
  }

  /** Milliseconds since the epoch, from what is written or the place in the file. */
  private long time(Line line) {
    if (layout.time() < 0) {
      return FILE_ORDER_START + 1000L * ratings.size();
    }
    String cell = dayOrder.yearFirst(line.cell(layout.time()));
    Long time = Times.millis(cell);
    if (time == null) {
      bad.isOfTime(false);
      throw line.refused(noTime(line));
    }
    hasDates |= Times.isText(cell);
    try {
      return RatingParser.checkTime(time, now);
    } catch (RejectedException e) {
      boolean isInFuture = e.reason() == RejectReason.TIME_IN_FUTURE;
      bad.isOfTime(isInFuture);
      throw line.refused(
          isInFuture
              ? "timestamp "
                  + line.quoted(layout.time())
                  + " is "
                  + Instant.ofEpochMilli(time)
                  + ", more than a day ahead"
              : noTime(line));
    }
  }

  private String noTime(Line line) {
    String quoted = "timestamp " + line.quoted(layout.time());
    return dayOrder.leavesOpen(line.cell(layout.time()))
        ? quoted + " does not say which is the day and which the month; write 2005-03-31"
        : quoted + " is not a time since 1990, such as 1109680245, nor a date such as 2005-03-31";
  }
}
