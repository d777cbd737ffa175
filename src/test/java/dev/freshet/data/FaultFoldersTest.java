package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files that people reported, where they are at hand: read, or refused in one line. */
class FaultFoldersTest {
  private static final Path FAULTS = Path.of("..", "shared", "faults");

  /** What each of them says, or what is read of it. */
  private static final Map<String, String> SAY =
      Map.ofEntries(
          Map.entry("10b-newline-id", "the user id 'u?1' contains a line break, a tab"),
          Map.entry("17-future", "more than a day ahead"),
          Map.entry("17b-mixed-future", "line 62: timestamp '2100216000' is 2036-07-21"),
          Map.entry("05-anime", "leave these out by --missing -1"),
          Map.entry("09-cp1252", "movies.csv: not UTF-8, read as Windows-1252"),
          Map.entry("10-newline-title", "titles with line breaks are written in one line"),
          Map.entry("11-movies-dataset", "translated by links.csv"),
          Map.entry("12-implicit", "every rating is 1: read as take-up"),
          Map.entry(
              "29b-unix-col",
              "120 ratings, csv; 12 users; from 2004-11-09T11:33:20Z to 2004-11-14T10:33:20Z"),
          Map.entry("m1", "64 ratings, csv; 8 users; from 2000-01-01T00:00:00Z"),
          Map.entry("m2", "64 ratings, csv; 8 users; from 2000-01-01T00:00:00Z"));

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
    assertEquals(SAY.keySet(), saying.keySet(), "each has words");
    SAY.forEach(
        (name, words) -> assertTrue(saying.get(name).contains(words), name + ": " + saying));
  }

  private static String said(Path folder) {
    Said said = new Said();
    try {
      RatingSet set = RatingFiles.open(folder, Reading.AS_IT_SHOWS, said);
      Ratings ratings = set.ratings();
      return "%s; %d users; from %s to %s%n%s"
          .formatted(
              set.summary(),
              ratings.userIds().size(),
              Instant.ofEpochMilli(ratings.eventTime(0)),
              Instant.ofEpochMilli(ratings.eventTime(ratings.size() - 1)),
              said);
    } catch (RatingFileException e) {
      String message = String.valueOf(e.getMessage());
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.contains("line "), message);
      return message;
    }
  }
}
