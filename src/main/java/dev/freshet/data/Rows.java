package dev.freshet.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a delimited text, one after the other; blank lines are passed over. */
interface Rows {

  /** The cells of the next row, as written; null at the end. */
  String @Nullable [] next() throws IOException;

  /** The line that the row last returned begins on, counted from 1. */
  long line();

  /** The cells of the next row that is no bad one; null at the end. */
  default String @Nullable [] next(Path file, BadLines bad) throws IOException {
    while (true) {
      try {
        return next();
      } catch (MalformedRowException e) {
        bad.line();
        bad.add(e.of(file));
      }
    }
  }

  /** Rows with cells between {@code separator}s, without quoting. */
  static Rows split(BufferedReader text, String separator) {
    Pattern pattern = Pattern.compile(separator, Pattern.LITERAL);
    return new Rows() {
      private long line;

      @Override
      public String @Nullable [] next() throws IOException {
        String row;
        do {
          row = text.readLine();
          line++;
        } while (row != null && row.isBlank());
        return row == null ? null : pattern.split(row, -1);
      }

      @Override
      public long line() {
        return line;
      }
    };
  }
}
