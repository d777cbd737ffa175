package dev.freshet.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a delimited text, one after the other; blank lines are passed over. */
interface Rows {

  /** The cells of the next row, as written; null at the end. */
  String @Nullable [] next() throws IOException;

  /** The line that the row last returned begins on, counted from 1. */
  long line();

  /** Works through the text of a file. */
  interface Parser<T> {
    /** Reads what it needs; does not close. */
    T read(BufferedReader text) throws IOException;
  }

  /**
   * Reads {@code file} as UTF-8 or, where a byte sequence in it is not UTF-8, from its beginning
   * again as Latin-1, which MovieLens used until 2009.
   *
   * @throws RatingFileException if the file cannot be read
   */
  static <T> T read(Path file, Parser<T> parser) {
    try {
      try (BufferedReader text = Files.newBufferedReader(file)) {
        skipByteOrderMark(text);
        return parser.read(text);
      } catch (CharacterCodingException notUtf8) {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
          return parser.read(text);
        }
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new RatingFileException(file, line, "is not valid csv: " + firstLine(e));
    } catch (IOException e) {
      throw new RatingFileException(file, "cannot be read (" + e + ")");
    }
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  private static String firstLine(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
  }

  /** Rows with cells between {@code separator}s, in double quotes where they need it (RFC 4180). */
  static Rows quoted(Reader text, char separator) throws IOException {
    CsvParser parser =
        CsvFactory.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build()
            .createParser(text);
    parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
    parser.nextToken(); // the array of all rows
    return new Rows() {
      private final List<String> cells = new ArrayList<>();
      private long line;

      @Override
      public String @Nullable [] next() throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          return null;
        }
        cells.clear();
        for (String cell = parser.nextTextValue(); cell != null; cell = parser.nextTextValue()) {
          // At the first cell the parser stands in the row, before and after it elsewhere.
          line = cells.isEmpty() ? parser.currentLocation().getLineNr() : line;
          cells.add(cell);
        }
        return cells.toArray(String[]::new);
      }

      @Override
      public long line() {
        return line;
      }
    };
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
