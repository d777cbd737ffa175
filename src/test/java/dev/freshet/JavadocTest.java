package dev.freshet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Javadoc is read one piece at a time, in a hover: none may point at its neighbour. */
class JavadocTest {

  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern COMMENT = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);

  /** The start of a comment, or of a tag with or without a name, that needs what stands before. */
  private static final Pattern LEANING =
      Pattern.compile(
          "(?:^/\\*\\*|@param\\s+\\S+|@return|@throws\\s+\\S+)[\\s*]+"
              + "(?:the same\\b|as above\\b|(?:as|like) \\{@|likewise\\b|ditto\\b)",
          Pattern.CASE_INSENSITIVE);

  @Test
  void everyJavadocStandsAlone() throws IOException {
    assumeTrue(Files.isDirectory(SOURCES), "only where the sources are");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        String source = Files.readString(file);
        for (int line : leaning(source)) {
          found.add(file + ":" + line);
        }
      }
    }
    assertEquals(List.of(), found, "say what it does, not that it does the same");
  }

  @Test
  void whatLeansOnItsNeighbourIsFound() {
    String source =
        """
        /** The same, for movies. */
        int a;
        /**
         * Adds.
         *
         * @param p50 half of them
         * @param p90 likewise
         * @return as above
         */
        /** As {@link #a}, by id. */
        int b;
        /** Keeps the same order. */
        int c; // The same
        """;
    assertEquals(List.of(1, 7, 8, 10), leaning(source));
  }

  /** The lines of a source on which a Javadoc, or a tag of one, begins by pointing elsewhere. */
  private static List<Integer> leaning(String source) {
    List<Integer> lines = new ArrayList<>();
    Matcher comment = COMMENT.matcher(source);
    while (comment.find()) {
      Matcher start = LEANING.matcher(comment.group());
      while (start.find()) {
        lines.add(lineAt(source, comment.start() + start.start()));
      }
    }
    return lines;
  }

  private static int lineAt(String source, int position) {
    return 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
