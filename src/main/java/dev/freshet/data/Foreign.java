package dev.freshet.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows, by their first bytes, files that people take for rating files and that are none. */
final class Foreign {

  /** What files of a kind begin with, and what to say of them. */
  private record Kind(String beginning, String says) {}

  private static final List<Kind> BINARY =
      List.of(
          new Kind("PAR1", "is a Parquet file; export it as csv"),
          new Kind("SQLite format 3", "is a SQLite database; export the table as csv"),
          new Kind("PK\u0003\u0004", "is a zip; name it alone, or unpack it"),
          new Kind("PK\u0005\u0006", "is an empty zip"),
          new Kind("\u00d0\u00cf\u0011\u00e0", "is a spreadsheet; save it as csv"),
          new Kind("BZh", "is packed by bzip2; unpack it"),
          new Kind("\u00fd7zXZ", "is packed by xz; unpack it"),
          new Kind("(\u00b5/\u00fd", "is packed by zstd; unpack it"),
          new Kind("7z\u00bc\u00af", "is packed by 7-Zip; unpack it"),
          new Kind("Rar!", "is packed by RAR; unpack it"),
          new Kind("\u0089HDF", "is an HDF5 file; export it as csv"),
          new Kind("%PDF", "is a PDF; export the data as csv"));

  private static final List<Kind> TEXT =
      List.of(
          new Kind("<!doctype html", "is a web page (HTML), not data; download the file itself"),
          new Kind("<html", "is a web page (HTML), not data; download the file itself"),
          new Kind("<", "is XML or a web page (HTML), not data; download or export it as csv"),
          new Kind("version https://git-lfs", "is a pointer to a file in Git LFS; git lfs pull"),
          new Kind("{", "is JSON; write it as csv"),
          new Kind("[", "is JSON; write it as csv"));

  private static final String TAR = "ustar";
  private static final int TAR_AT = 257;

  private Foreign() {}

  /** What the file is and what to do, for a person; null if it may be a rating file. */
  static @Nullable String of(TextFile file) {
    String bytes = new String(file.start(), StandardCharsets.ISO_8859_1);
    for (Kind kind : BINARY) {
      if (bytes.startsWith(kind.beginning)) {
        return kind.says;
      }
    }
    if (bytes.startsWith(TAR, TAR_AT)) {
      return "is a tar archive; unpack it";
    }
    String text = file.beginning();
    if (text.indexOf('\0') >= 0) {
      return "is a binary file; export it as csv";
    }
    String words = text.stripLeading();
    for (Kind kind : TEXT) {
      String start = words.substring(0, Math.min(words.length(), kind.beginning.length()));
      if (start.toLowerCase(Locale.ROOT).equals(kind.beginning)) {
        return kind.says;
      }
    }
    return null;
  }
}
