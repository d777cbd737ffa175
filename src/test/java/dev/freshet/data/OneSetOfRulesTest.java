package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieJson;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingJson;
import dev.freshet.wire.RatingParser;
import dev.freshet.wire.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is refused for what a record would be rejected for, and for nothing that would pass. */
class OneSetOfRulesTest {
  private static final Scale STARS = new Scale(1, 5);

  @TempDir private Path folder;

  static Stream<String> characters() {
    return IntStream.concat(
            IntStream.range(0, 0x250), IntStream.of(0x2028, 0x2029, 0xfffd, 0x1f600))
        .filter(c -> c != '"')
        .mapToObj(Character::toString);
  }

  /** All in one test each, or it would be thousands. */
  @Test
  void anIdIsBadInAFileIfItIsBadInARecord() throws IOException {
    List<String> different = new ArrayList<>();
    for (String c : characters().toList()) {
      String id = "a" + c + "b";
      boolean accepted = isAccepted(rate(id, 3, 1_000_000_000_000L));
      boolean read = isRead("user,movie,rating\n\"" + id + "\",m,3\n");
      if (accepted != read) {
        different.add("U+%04X: accepted %s, read %s".formatted(c.codePointAt(0), accepted, read));
      }
    }
    assertEquals(List.of(), different);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "127, 1", "128, 1", "129, 1", "32, 4", "33, 4", "64, 2", "65, 2"})
  void idsAreAsLongInFilesAsInRecords(int count, int bytes) throws IOException {
    String id = (bytes == 1 ? "x" : bytes == 2 ? "é" : "😀").repeat(count);
    assertEquals(
        isAccepted(rate(id, 3, 1_000_000_000_000L)),
        isRead("user,movie,rating\n\"" + id + "\",m,3\n"));
  }

  @ParameterizedTest
  @CsvSource({"-100000", "-25", "-2", "0", "20", "23", "25", "26", "100000"})
  void timesAreBadInAFileIfTheyAreBadInARecord(long hoursAhead) throws IOException {
    long time = Instant.now().plus(hoursAhead, ChronoUnit.HOURS).toEpochMilli();
    assertEquals(
        isAccepted(rate("a", 3, time)), isRead("user,movie,rating,time\na,m,3," + time + "\n"));
  }

  @Test
  void aTimeInTheFutureIsNamedByLineAndDate() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("r.csv"),
            "user,movie,rating,time\na,m,3,1000000000\na,n,2,2100000000000\nb,m,1,2100000000\n");
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(file, STARS));
    assertEquals(
        file
            + ", line 3: timestamp '2100000000000' is 2036-07-18T13:20:00Z, more than a day ahead;"
            + " line 4: timestamp '2100000000' is 2036-07-18T13:20:00Z, more than a day ahead"
            + " (2 of 3 lines); mend them, or leave them out by --skip-bad-lines, or leave the column"
            + " out by --columns user,movie,rating,-",
        e.getMessage());
  }

  @Test
  void timesThatAllLieInTheFutureAskForTheirUnitAndTheClock() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("r.csv"),
            "time,note,movie,user,rating\n2100000000,x,m,a,3\n2100000000,x,n,a,4\n");
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(file, STARS));
    String says = String.valueOf(e.getMessage());
    assertTrue(
        says.endsWith(
            "mend them, or leave the column out by --columns -,-,movie,user,rating; are the clock"
                + " here and the unit of the column right?"),
        says);
    Columns without = Columns.parse("-,-,movie,user,rating");
    Reading reading = new Reading(STARS, without, java.util.Set.of(), false);
    assertEquals(2, RatingFiles.open(file, reading, new Said()).ratings().size());
  }

  @Test
  void onlyWhereTimesAloneAreBadIsTheirColumnToBeLeftOut() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("r.csv"), "user,movie,rating,time\na,m,3,x\na,n,y,1000000000\n");
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(file, STARS));
    assertTrue(String.valueOf(e.getMessage()).endsWith("(2 of 2 lines); mend them"), e.toString());
  }

  @Test
  void timesThatAreAllEqualAreSaid() throws IOException {
    Said said = new Said();
    Path file =
        Files.writeString(
            folder.resolve("r.csv"),
            "user,movie,rating,time\na,m,3,1000000000\na,n,4,1000000000\n");
    RatingFiles.open(file, Reading.AS_IT_SHOWS, said);
    said.assertSays("r.csv: all times are equal: the order of the file counts");
  }

  @ParameterizedTest
  @MethodSource("movies")
  void aMovieIsBadInAFileIfItIsBadInARecord(String title, String genres, String year)
      throws IOException {
    Integer number = year.isEmpty() ? null : Integer.valueOf(year);
    List<String> parts = genres.isEmpty() ? List.of() : List.of(genres.split("\\|", -1));
    Movie movie = new Movie("1", title, parts, number);
    Files.writeString(folder.resolve("r.csv"), "user,movie,rating\na,1,3\nb,1,2\n");
    Files.writeString(
        folder.resolve("movies.csv"),
        "movieId,title,genres,year\n1,\"%s\",\"%s\",%s\n".formatted(title, genres, year));
    assertEquals(isAccepted(movie), isRead());
  }

  static Stream<List<String>> rows() {
    String many = IntStream.range(0, 32).mapToObj(i -> "g" + i).collect(Collectors.joining("|"));
    return Stream.of(
        List.of("Heat", "Crime", "1995"),
        List.of("x".repeat(512), "Crime", ""),
        List.of("x".repeat(513), "Crime", ""),
        List.of("a\u0001b", "Crime", ""),
        List.of("a\u0092b", "Crime", ""),
        List.of("Heat", "g".repeat(64), ""),
        List.of("Heat", "g".repeat(65), ""),
        List.of("Heat", "Crime|Dra\u0007ma", ""),
        List.of("Heat", many, ""),
        List.of("Heat", many + "|one more", ""),
        List.of("Heat", "", "0"),
        List.of("Heat", "", "9999"),
        List.of("Heat", "", "10000"),
        List.of("Heat", "", "-1"));
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> movies() {
    return rows().map(row -> org.junit.jupiter.params.provider.Arguments.of(row.toArray()));
  }

  @Test
  void manyBadLinesAreOneLineWithTheFirstAndTheirNumber() throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating\na,m,2\na,n,3\n");
    for (int i = 0; i < 2000; i++) {
      text.append("u").append(i).append(",m,x\n");
    }
    Path file = Files.writeString(folder.resolve("r.csv"), text);
    RatingFileException e = assertThrows(RatingFileException.class, () -> RatingFiles.open(file));
    assertEquals(
        file
            + ", line 4: rating 'x' is not a number; line 5: rating 'x' is not a number;"
            + " line 6: rating 'x' is not a number; and 1,997 more (2,000 of 2,002 lines);"
            + " mend them, or leave them out by --skip-bad-lines",
        e.getMessage());
  }

  @Test
  void badLinesAreLeftOutAndNamedWhereThatIsAskedFor() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("r.csv"),
            "user,movie,rating\na,m,2\na,n,3\n\"b\tb\",m,3\na,o,x\na,p,5\n");
    Said said = new Said();
    RatingSet set = RatingFiles.open(file, new Reading(null, null, java.util.Set.of(), true), said);
    assertEquals(3, set.ratings().size());
    assertEquals(
        List.of(
            file
                + ": 2 of 5 lines are left out: line 4: the user id 'b?b' contains a line break, a"
                + " tab or another control character; line 5: rating 'x' is not a number"),
        said.warnings);
    RatingFileException e =
        assertThrows(
            RatingFileException.class,
            () ->
                RatingFiles.open(
                    Files.writeString(file, "user,movie,rating\na,m,x\n"),
                    new Reading(null, null, java.util.Set.of(), true),
                    said));
    assertTrue(String.valueOf(e.getMessage()).endsWith("is not a number; mend it"), e.toString());
  }

  @Test
  void aTitleWithALineBreakIsReadAsOneLine() throws IOException {
    Files.writeString(folder.resolve("r.csv"), "user,movie,rating\na,1,3\nb,1,2\n");
    Files.writeString(
        folder.resolve("movies.csv"), "movieId,title\n1,\"Film:\r\n  the sequel (1971)\"\n");
    Said said = new Said();
    RatingSet set = RatingFiles.open(folder, Reading.AS_IT_SHOWS, said);
    assertEquals(List.of(new Movie("1", "Film: the sequel", List.of(), 1971)), set.movies());
    assertTrue(
        said.notes.toString().contains("titles with line breaks are written in one line: 1"));
  }

  @Test
  void textOfWindowsIsReadAsSuch() throws IOException {
    Files.writeString(folder.resolve("r.csv"), "user,movie,rating\na,1,3\nb,1,2\n");
    byte[] text =
        "movieId,title\n1,Schindler\u0092s \u0093Été\u0094\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("movies.csv"), text);
    Said said = new Said();
    RatingSet set = RatingFiles.open(folder, Reading.AS_IT_SHOWS, said);
    assertEquals("Schindler’s “Été”", set.movies().get(0).title());
    said.assertSays(
        "movies.csv: not UTF-8, read as Windows-1252 (Western European); if that is wrong, save it as"
            + " UTF-8");
    assertTrue(isAccepted(set.movies().get(0)));
  }

  @Test
  void whatIsReadIsAcceptedWhole() throws IOException {
    Files.writeString(
        folder.resolve("r.csv"),
        "user,movie,rating,date\nAnn É,1,3,2005-03-01\n\" b \",2,2,1000000000.5\n");
    RatingSet set = RatingFiles.open(folder);
    for (int i = 0; i < set.ratings().size(); i++) {
      assertTrue(isAccepted(set.ratings().event(i)));
    }
    assertFalse(set.movies().stream().anyMatch(movie -> !isAccepted(movie)));
  }

  private boolean isRead(String text) throws IOException {
    Files.writeString(folder.resolve("r.csv"), text);
    try {
      RatingFiles.open(folder.resolve("r.csv"), STARS);
      return true;
    } catch (RatingFileException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.getMessage());
      return false;
    }
  }

  private boolean isRead() {
    try {
      RatingFiles.open(folder, STARS);
      return true;
    } catch (RatingFileException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("movies.csv, line 2: "), e.getMessage());
      return false;
    }
  }

  private static RatingEvent rate(String user, float rating, long time) {
    return new RatingEvent(RatingEvent.Kind.RATE, user, "m", rating, time);
  }

  private static boolean isAccepted(RatingEvent event) {
    try {
      new RatingParser(STARS, InstantSource.system()).parse(RatingJson.write(event), 0);
      return true;
    } catch (RejectedException e) {
      return false;
    }
  }

  private static boolean isAccepted(Movie movie) {
    try {
      new MovieParser().parse(null, MovieJson.write(movie));
      return true;
    } catch (RejectedException e) {
      return false;
    }
  }
}
