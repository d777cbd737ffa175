package dev.freshet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the genres of a movie from one cell: names between {@code |}, or else commas or semicolons;
 * or a list as Python or JSON write it, of names or of objects that have one.
 */
final class GenreCell {
  private static final Set<String> NO_GENRE = Set.of("", "unknown", "(no genres listed)", "\\N");

  private static final Pattern NAME_OF_OBJECT =
      Pattern.compile("(['\"])name\\1\\s*:\\s*(['\"])(.*?)\\2\\s*[,}]");

  private static final Pattern NAME = Pattern.compile("(['\"])(.*?)\\1\\s*[,\\]]");

  private static final Pattern BETWEEN = Pattern.compile("[,;]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private GenreCell() {}

  /** What stands between the genres of a cell. */
  enum Between {
    /** A mark such as {@code |} or a comma, by what the cell shows. */
    MARKS,
    /** Blanks: each word is a genre. */
    BLANKS
  }

  /** The genres, without blanks around them and without those that stand for none. */
  static List<String> genres(String cell, Between between) {
    List<String> genres = new ArrayList<>();
    if (between == Between.BLANKS) {
      genres.addAll(List.of(BLANKS.split(cell.strip(), -1)));
    } else if (cell.startsWith("[") && cell.endsWith("]")) {
      boolean ofObjects = cell.contains("{");
      Matcher names = (ofObjects ? NAME_OF_OBJECT : NAME).matcher(cell);
      while (names.find()) {
        genres.add(names.group(ofObjects ? 3 : 2));
      }
    } else if (cell.indexOf('|') >= 0) {
      genres.addAll(List.of(cell.split("\\|", -1)));
    } else {
      genres.addAll(List.of(BETWEEN.split(cell, -1)));
    }
    genres.replaceAll(String::strip);
    genres.removeIf(NO_GENRE::contains);
    return genres;
  }
}
