package dev.freshet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the columns of a rating file hold, from left to right, as a person says it.
 *
 * @param all one for each column of the file
 */
public record Columns(List<Column> all) {

  /** What one column holds. */
  public enum Column {
    USER,
    MOVIE,
    RATING,
    TIME,
    EVENT,
    VALUE,
    /** Nothing that is read. */
    OTHER;

    private static final String PASSED_OVER = "-";

    private static Column of(String name) {
      if (name.equals(PASSED_OVER)) {
        return OTHER;
      }
      for (Column column : values()) {
        if (column != OTHER && column.name().toLowerCase(Locale.ROOT).equals(name)) {
          return column;
        }
      }
      throw new IllegalArgumentException(
          "columns are called user, movie, rating, time, event and value, or - for one that is"
              + " passed over; not '"
              + name
              + "'");
    }
  }

  /**
   * Checks that there is enough to read.
   *
   * @throws IllegalArgumentException in a line for a person: if a column is there twice, or one
   *     that is needed is missing
   */
  public Columns {
    all = List.copyOf(all);
    for (Column column : all) {
      if (column != Column.OTHER && all.indexOf(column) != all.lastIndexOf(column)) {
        throw new IllegalArgumentException(
            "the column " + column.name().toLowerCase(Locale.ROOT) + " is named twice");
      }
    }
    if (!all.contains(Column.USER) || !all.contains(Column.MOVIE)) {
      throw new IllegalArgumentException(
          "columns must name user and movie, such as user,movie,rating,time; without rating and"
              + " event each line is a like");
    }
    if (all.contains(Column.VALUE) && !all.contains(Column.RATING) && !all.contains(Column.EVENT)) {
      throw new IllegalArgumentException(
          "a column value says how much of an event; name the column event, too");
    }
  }

  /**
   * Reads names with commas between them, such as {@code user,movie,rating,time}.
   *
   * @throws IllegalArgumentException in a line for a person
   */
  public static Columns parse(String text) {
    List<Column> all = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      all.add(Column.of(name.strip().toLowerCase(Locale.ROOT)));
    }
    return new Columns(all);
  }

  /** Where a column stands; -1 where the file has none. */
  int at(Column column) {
    return all.indexOf(column);
  }
}
