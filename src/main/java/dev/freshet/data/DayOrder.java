package dev.freshet.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the day or the month comes first in dates such as 03/25/2005 or 03-25-05: those of a file
 * that can be read in one way alone tell it for all, and must tell the same. A year of two digits
 * may also stand first: 25/03/05 tells nothing, 25/03/99 and 03/25/05 do.
 */
enum DayOrder {
  /** Every date can be read in both ways, or there is none. */
  UNKNOWN,
  DAY_FIRST,
  MONTH_FIRST;

  private static final Pattern DATE =
      Pattern.compile("(\\d{1,2})([-/])(\\d{1,2})\\2((?:\\d{2})?)(\\d{2})((?!\\d).*)");

  private static final int MONTHS = 12;
  private static final int DAYS = 31;

  /** Years of two digits from here on are of the last century, as in POSIX. */
  private static final int LAST_CENTURY = 69;

  /**
   * The order in a file of ratings. Nothing is read where its first time is no such date.
   *
   * @throws RatingFileException if some dates name the day first and others the month
   */
  static DayOrder of(TextFile file, Layout.OfRatings layout) {
    return layout.time() < 0 ? UNKNOWN : file.read(text -> of(text, layout, file.path()));
  }

  private static DayOrder of(BufferedReader text, Layout.OfRatings layout, Path file)
      throws IOException {
    Rows rows = layout.separator().rows(text);
    if (layout.header()) {
      rows.next();
    }
    BadLines none = new BadLines(file); // whoever reads the ratings says which they are
    boolean isFirst = true;
    DayOrder order = UNKNOWN;
    long toldBy = 0;
    for (String[] cells = rows.next(file, none); cells != null; cells = rows.next(file, none)) {
      String cell = layout.time() < cells.length ? cells[layout.time()].strip() : "";
      Matcher date = DATE.matcher(cell);
      boolean isDate = date.matches();
      if (isFirst && !isDate && !cell.isEmpty()) {
        return UNKNOWN;
      }
      isFirst = isFirst && cell.isEmpty();
      DayOrder told = isDate ? told(date) : UNKNOWN;
      if (order == UNKNOWN) {
        order = told;
        toldBy = rows.line();
      } else if (told != UNKNOWN && told != order) {
        throw new RatingFileException(
            file,
            rows.line(),
            ("the date %s names the %s first, those from line %d on the other; write 2005-03-31,"
                    + " or leave the column out by --columns %s")
                .formatted(
                    Line.quoted(cell),
                    told == DAY_FIRST ? "day" : "month",
                    toldBy,
                    layout.withoutTime()));
      }
    }
    return order;
  }

  private static DayOrder told(Matcher date) {
    boolean isDayFirst = Integer.parseInt(date.group(1)) > MONTHS;
    boolean isMonthFirst = Integer.parseInt(date.group(3)) > MONTHS;
    int year = Integer.parseInt(date.group(5));
    boolean isYearLast = !date.group(4).isEmpty() || year == 0 || year > DAYS;
    if (isDayFirst == isMonthFirst || (isDayFirst && !isYearLast)) {
      return UNKNOWN; // or no date at all
    }
    return isDayFirst ? DAY_FIRST : MONTH_FIRST;
  }

  /** Whether this is a date of which nobody can tell day from month. */
  boolean leavesOpen(String cell) {
    return this == UNKNOWN && DATE.matcher(cell).matches();
  }

  /** A cell with the year first, if it is such a date and the order is known. */
  String yearFirst(String cell) {
    if (this == UNKNOWN) {
      return cell;
    }
    Matcher date = DATE.matcher(cell);
    if (!date.matches()) {
      return cell;
    }
    String century = Integer.parseInt(date.group(5)) < LAST_CENTURY ? "20" : "19";
    return (date.group(4).isEmpty() ? century : date.group(4))
        + date.group(5)
        + "-"
        + date.group(this == DAY_FIRST ? 3 : 1)
        + "-"
        + date.group(this == DAY_FIRST ? 1 : 3)
        + date.group(6);
  }
}
