package dev.freshet.data;

import dev.freshet.online.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says what was found in a file of ratings that a person may not expect. */
final class RatingRemarks {
  private final String name;
  private final Layout.OfRatings layout;
  private final Remarks remarks;

  RatingRemarks(Path file, Layout.OfRatings layout, Remarks remarks) {
    this.name = RatingFileException.name(file) + ": ";
    this.layout = layout;
    this.remarks = remarks;
  }

  /**
   * Says how lines were read.
   *
   * @param missing ratings left out because they mean that nobody rated
   * @param dates how times are written if they are dates; else empty
   * @param isOneTime whether all times are equal
   * @param shortened columns whose ids all ended in {@code .0}
   * @param isNamed whether a person named the columns
   */
  void of(long missing, String dates, boolean isOneTime, List<String> shortened, boolean isNamed) {
    if (layout.isOfLikes()) {
      remarks.note(
          name
              + "no column for a rating: each line"
              + (isNamed && !layout.header() ? ", the first as well, " : " ")
              + "is a like, read as take-up (an event take)");
    }
    if (isNamed && layout.header()) {
      remarks.note(name + "its first line is taken for a header");
    }
    for (String column : shortened) {
      remarks.note(name + "every " + column + " id ends in .0, which is dropped");
    }
    if (missing > 0) {
      remarks.note(
          String.format(
              Locale.ROOT,
              "%slines whose rating means \"not rated\", left out: %,d",
              name,
              missing));
    }
    if (!dates.isEmpty()) {
      remarks.note(name + "times are " + dates + ", of UTC where they name no zone");
    }
    if (isOneTime) {
      remarks.note(name + "all times are equal: the order of the file counts");
    }
    if (layout.time() < 0) {
      String others =
          layout.unused().isEmpty()
              ? ""
              : " (columns that are not read: " + String.join(", ", layout.unused()) + ")";
      remarks.note(name + "no time column: the order of the file counts" + others);
    }
  }

  /** Says which scale was found, and whether a rating lies far off. */
  void of(ScaleFromData seen, Scale found) {
    if (seen.isEmpty()) {
      return;
    }
    remarks.note(
        name
            + "the scale is "
            + ScaleFromData.plain(found.min())
            + " to "
            + ScaleFromData.plain(found.max())
            + " by the ratings that are there; --scale MIN:MAX sets another");
    String hint = seen.hint();
    if (hint != null) {
      remarks.warn(name + hint);
    }
  }
}
