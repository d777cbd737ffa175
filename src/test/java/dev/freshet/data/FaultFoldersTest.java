package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files that people reported, where they are at hand: read, or refused in one line. */
class FaultFoldersTest {
  private static final Path FAULTS = Path.of("..", "shared", "faults");

  /** What each of them says; all others are read whole. */
  private static final Map<String, String> SAY =
      Map.of(
          "10b-newline-id", "the user id 'u?1' contains a line break, a tab",
          "17-future", "more than a day ahead",
          "17b-mixed-future", "line 62: timestamp '2100216000' is 2036-07-21",
          "05-anime", "leave these out by --missing -1",
          "09-cp1252", "movies.csv: not UTF-8, read as Windows-1252",
          "10-newline-title", "titles with line breaks are written in one line",
          "11-movies-dataset", "translated by links.csv",
          "12-implicit", "every rating is 1: read as take-up");

  @Test
  void eachIsReadOrRefusedInALine() throws IOException {
    boolean there = Files.isDirectory(FAULTS);
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(there, FAULTS + " is needed where CI=true");
    }
    Assumptions.assumeTrue(there, "skipped: there is no " + FAULTS);
    Map<String, String> saying = new TreeMap<>();
    try (Stream<Path> folders = Files.list(FAULTS)) {
      for (Path folder : folders.toList()) {
        saying.put(String.valueOf(folder.getFileName()), said(folder));
      }
    }
    SAY.forEach(
        (name, words) -> assertTrue(saying.get(name).contains(words), name + ": " + saying));
  }

  private static String said(Path folder) {
    Said said = new Said();
    try {
      RatingFiles.open(folder, Reading.AS_IT_SHOWS, said);
      return said.toString();
    } catch (RatingFileException e) {
      String message = String.valueOf(e.getMessage());
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.contains("line "), message);
      return message;
    }
  }
}
