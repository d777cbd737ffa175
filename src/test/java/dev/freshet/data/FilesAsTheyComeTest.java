package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody wrote for Freshet are read as a person would, or called by what they are. */
class FilesAsTheyComeTest {
  private static final String RATINGS =
      "user,movie,rating,timestamp\na,m,3,1000000000\nb,n,5,1000000001\n";

  private final Said said = new Said();
  private final Path folder;

  FilesAsTheyComeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private RatingSet open(Path path) {
    return RatingFiles.open(path, Reading.AS_IT_SHOWS, said);
  }

  private RatingSet open(Path path, @Nullable String columns, Float... missing) {
    Columns named = columns == null ? null : Columns.parse(columns);
    return RatingFiles.open(path, new Reading(null, named, Set.of(missing), false), said);
  }

  private void assertRefused(String message, Path path) {
    RatingFileException e = assertThrows(RatingFileException.class, () -> open(path));
    String text = String.valueOf(e.getMessage());
    assertTrue(text.contains(message), text);
    assertEquals(1, text.lines().count(), text);
    assertFalse(text.contains("Exception"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void quotedHeadersAreRead(String between) throws IOException {
    String rows = "\"userId\",\"movieId\",\"rating\"\n\"1\",\"2\",\"3\"\n\"1\",\"3\",\"5\"\n";
    RatingSet set = open(write("ratings.csv", rows.replace(",", between)));
    assertEquals(List.of("2", "3"), set.ratings().movieIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"|", "\t"})
  void quotesAreNoPartOfACell(String between) throws IOException {
    String rows =
        "\"userId\",\"movieId\",\"rating\",\"note\"\n\"1\",\"3\",\"2\",\"a%sb\"\n1,4,5,\n";
    RatingSet set = open(write("r.txt", rows.replace(",", between).formatted(between)));
    assertEquals(List.of("1"), set.ratings().userIds());
    assertEquals(List.of("3", "4"), set.ratings().movieIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep=;\n", "SEP=;\r\n", "\uFEFFsep=;\n"})
  void aLineForSpreadsheetsIsPassedOverAndCounted(String first) throws IOException {
    assertEquals(
        List.of("a"),
        open(write("r.csv", first + "\"user\";movie;rating\na;m;3\na;n;5\n")).ratings().userIds());
    write("r.csv", first + "user;movie;rating\na;m;3\na;n;x\n");
    assertRefused("r.csv, line 4: rating 'x' is not a number", folder.resolve("r.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"# from 2005, ours\n#\n", "% bip weighted\n"})
  void commentsAboveTheHeaderAreCalledThat(String comments) throws IOException {
    Path file = write("r.csv", comments + RATINGS);
    assertRefused("r.csv: begins with a comment, '" + comments.charAt(0), file);
    assertRefused("'; delete such lines", file);
    write("r.csv", comments + "a,m,3\n");
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> open(file, "user,movie,rating"));
    assertTrue(String.valueOf(e.getMessage()).contains("begins with a comment"), e.getMessage());
  }

  @Test
  void aHeaderBetweenBlanksIsReadButProseIsNot() throws IOException {
    write("README.txt", "user movie rating and what else\n");
    write("r.txt", "user movie rating timestamp\na m 3 1000000000\nb n 5 1000000001\n");
    assertEquals(1_000_000_000_000L, open(folder).ratings().eventTime(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Stars\" is a trademark.", "\"a\"b,c", "{\"a\":1}", "<p>", "\0\1", ""})
  void anUnrelatedFileIsPassedOver(String text) throws IOException {
    write("ours.csv", RATINGS);
    write("README.txt", text);
    assertEquals(2, open(folder).ratings().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16IsReadAndSaid(String charset) throws IOException {
    Files.writeString(
        folder.resolve("r.txt"), RATINGS.replace("a,", "å,"), Charset.forName(charset));
    assertEquals(List.of("å", "b"), open(folder.resolve("r.txt")).ratings().userIds());
    said.assertSays("r.txt: read as UTF-16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html>|is a web page (HTML), not data; download the file itself",
        "<html><body>|is a web page (HTML), not data; download the file itself",
        "<?xml version='1.0'?>|is XML or a web page (HTML), not data",
        "[{'user':1}]|is JSON; write it as csv",
        "PAR1xxxx|is a Parquet file; export it as csv",
        "SQLite format 3x|is a SQLite database; export the table as csv",
        "version https://git-lfs.github.com/spec/v1|is a pointer to a file in Git LFS",
        "userId,rating,timestamp|has no column for the movie, such as movieId; its header is"
            + " 'userId,rating,timestamp': name it there, or say what the columns are by --columns",
        "movieId,rating|has no column for the user, such as userId",
        "movieId,how,userId,timestamp|has no column for the rating, such as rating, or event; its"
            + " header is 'movieId,how,userId,timestamp': name it there, or say which it is, such as"
            + " by --columns movie,rating,user,time, or read each line as a like by --columns"
            + " movie,-,user,time",
        "'\"a\"::\"m\"::\"3\"::\"1000000000\"'|has cells in quotes between ::, where quotes are not"
            + " read; write it without quotes",
        "movieId,title,genres|is not a rating file, but a catalogue",
      })
  void whatIsNoRatingFileIsCalledByWhatItIs(String text, String says) throws IOException {
    assertRefused("ratings.csv: " + says, write("ratings.csv", text + "\n"));
    assertRefused("ratings.csv: " + says, folder);
  }

  @Test
  void aFolderWithNearlyARatingFileSaysWhatItLacks() throws IOException {
    write("votes.csv", "userId,rating\n1,2\n");
    assertRefused("holds no rating file; votes.csv has no column for the movie", folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user_id,book_id,rating",
        "user_id,anime_id,rating",
        "reviewerID,asin,overall",
        "User-ID;ISBN;Book-Rating",
        "customer_id,product_id,score",
        "username,item,stars",
        "user_id:token,item_id:token,rating:float",
      })
  void commonNamesOfColumnsAreKnown(String header) throws IOException {
    String between = header.contains(";") ? ";" : ",";
    RatingSet set = open(write("r.csv", header + "\n" + "a,m,2\nb,m,5\n".replace(",", between)));
    assertEquals(List.of("a", "b"), set.ratings().userIds());
    assertEquals(List.of("m"), set.ratings().movieIds());
    said.assertSays("r.csv: no time column: the order of the file counts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix_timestamp|1109680245",
        "timestamp:float|1109680245.0",
        "unixReviewTime|1109680245",
        "created_at|2005-03-01T12:30:45Z",
        "date|2005-03-01 12:30:45",
        "Date|2005/03/01 12:30:45",
      })
  void timesAreReadUnderCommonNamesAndAsText(String name, String time) throws IOException {
    write("r.csv", "user,movie,rating," + name + "\na,m,2," + time + "\na,n,3," + time + "\n");
    assertEquals(1_109_680_245_000L, open(folder).ratings().eventTime(1));
    assertFalse(said.toString().contains("no time column"), said.toString());
    assertEquals(time.contains(":"), said.toString().contains("times are dates as text, of UTC"));
  }

  @Test
  void aDateThatCanBeReadInTwoWaysIsRefused() throws IOException {
    assertRefused(
        "line 2: timestamp '03/04/2005' does not say which is the day and which the month; write"
            + " 2005-03-31",
        write("r.csv", "user,movie,rating,date\na,m,2,03/04/2005\nb,m,3,2005-03-01\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "03/04/2005,3/25/2005,month,2005-03-04",
    "03/04/2005,25/3/2005,day,2005-04-03",
    "03-04-2005,3-25-2005,month,2005-03-04",
    "03-04-2005,25-3-2005,day,2005-04-03",
    "03/04/05,3/25/05,month,2005-03-04",
    "03-04-99,25-3-2005,day,1999-04-03",
  })
  void oneDateOfAFileTellsTheOrderOfAll(String first, String other, String what, String date)
      throws IOException {
    RatingSet set =
        open(
            write(
                "r.csv",
                "user,movie,rating,date\na,m,2,%s\na,n,3,%s 1:30 PM\n".formatted(first, other)));
    long earliest = Math.min(set.ratings().eventTime(0), set.ratings().eventTime(1));
    long latest = Math.max(set.ratings().eventTime(0), set.ratings().eventTime(1));
    assertTrue(
        said.toString().contains("dates as text, the " + what + " before the "), said.toString());
    assertTrue(
        Set.of(earliest, latest).contains(Instant.parse(date + "T00:00:00Z").toEpochMilli()));
    assertTrue(
        Set.of(earliest, latest).contains(Instant.parse("2005-03-25T13:30:00Z").toEpochMilli()));
  }

  @Test
  void aYearOfTwoDigitsThatMayBeTheDayIsRefused() throws IOException {
    assertRefused(
        "timestamp '25/03/05' does not say which is the day and which the month",
        write("r.csv", "user,movie,rating,date\na,m,2,25/03/05\nb,m,3,25/03/05\n"));
  }

  @Test
  void aHeaderBetweenColonsIsRead() throws IOException {
    write(
        "ratings.dat",
        "UserID::MovieID::Rating::Timestamp\na::m::3::1000000000\nb::m::5::1000000001\n");
    write("movies.dat", "MovieID::Title::Genres\nm::Heat (1995)::Crime|Drama\n");
    RatingSet set = open(folder);
    assertEquals(List.of("a", "b"), set.ratings().userIds());
    assertEquals(List.of(new Movie("m", "Heat", List.of("Crime", "Drama"), 1995)), set.movies());
  }

  @Test
  void columnsThatAreNotReadAreNamedWhereNoneIsATime() throws IOException {
    open(write("r.csv", "user,movie,rating,when_seen,note\na,m,2,Monday,x\na,n,3,Monday,y\n"));
    said.assertSays(
        "r.csv: no time column: the order of the file counts (columns that are not read:"
            + " when_seen, note)");
  }

  @Test
  void aFileWithoutHeaderAsksForItsColumnsAndIsReadByThem() throws IOException {
    Path file = write("r.csv", "a,m,3,1000000000\nb,n,5,1000000001\n");
    assertRefused(
        "is not a rating file; expected a header in its first line, found 'a,m,3,1000000000': say"
            + " what its columns are, such as --columns user,movie,rating,time",
        file);
    RatingSet set = open(file, "user,movie,rating,time");
    assertEquals(List.of("a", "b"), set.ratings().userIds());
    assertEquals(1_000_000_000_000L, set.ratings().eventTime(0));
    assertEquals(
        set.ratings().userIds(), open(folder, "user,movie,rating,time").ratings().userIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "::", "|", " "})
  void columnsCanBeNamedWhateverStandsBetween(String between) throws IOException {
    Path file = write("r.csv", "x,3,m,a\ny,5,n,b\n".replace(",", between));
    RatingSet set = open(file, "-,rating,movie,user");
    assertEquals(List.of("a", "b"), set.ratings().userIds());
    assertEquals(5, set.ratings().rating(1));
  }

  @Test
  void aHeaderOfUnknownNamesIsPassedOverWhereColumnsAreNamed() throws IOException {
    RatingSet set = open(write("r.csv", "wer,was,note\na,m,3\nb,n,5\n"), "user,movie,rating");
    assertEquals(2, set.ratings().size());
    said.assertSays("r.csv: its first line is taken for a header");
  }

  @Test
  void namedColumnsMustBeThere() throws IOException {
    Path file = write("r.csv", "a,m,3\n");
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> open(file, "user,movie,rating,time"));
    assertEquals(
        file + ": line 1 has not the 4 columns that --columns names: 'a,m,3'", e.getMessage());
    for (String wrong :
        List.of("user,rating", "user,movie,value", "user,movie,stars", "user,user,movie", "")) {
      assertThrows(IllegalArgumentException.class, () -> Columns.parse(wrong), wrong);
    }
  }

  @Test
  void aByteThatIsDamagedDoesNotChangeTheOthers() throws IOException {
    byte[] text = "user,movie,rating\né,m,3\nü,m,4\n?,m,5\n".getBytes(StandardCharsets.UTF_8);
    text[text.length - 6] = (byte) 0x92;
    Files.write(folder.resolve("r.csv"), text);
    assertEquals(List.of("é", "ü", "\uFFFD"), open(folder).ratings().userIds());
    said.assertWarns("r.csv: UTF-8, but 1 characters are not: read as \uFFFD");
  }

  @Test
  void idsThatAreNotUtf8AreWarnedOf() throws IOException {
    byte[] text = "user,movie,rating\né,m,3\nu,m,4\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("r.csv"), text);
    assertEquals(List.of("é", "u"), open(folder).ratings().userIds());
    said.assertWarns(
        "r.csv: not UTF-8, read as Windows-1252 (Western European), ids as well; if that is wrong,"
            + " save it as UTF-8");
  }

  @Test
  void theScaleThatWasFoundIsSaid() throws IOException {
    open(write("r.csv", RATINGS));
    said.assertSays("r.csv: the scale is 1 to 5 by the ratings that are there");
    assertTrue(said.warnings.isEmpty(), said.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 1 3 5 8 10 10 -1|-1|2 of 8 ratings are -1, the others lie on 1 to 10; if -1 means"
            + " \"not rated\", leave these out by --missing -1|1|10",
        "-8.5 -2 0 4 9 99|99|1 of 6 ratings are 99, the others lie on -8.5 to 9|-8.5|9",
        "2 4 6 8 9 10 11|11|1 of 7 ratings are 11, the others lie on 2 to 10; if 11 means|1|10",
      })
  void aValueFarOffTheOthersIsPointedOutAndCanBeLeftOut(
      String values, float missing, String hint, float min, float max) throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating\n");
    for (String value : values.split(" ", -1)) {
      text.append("a,m").append(text.length()).append(',').append(value).append('\n');
    }
    Path file = write("r.csv", text.toString());
    open(file);
    said.assertWarns("r.csv: " + hint);
    said.warnings.clear();
    RatingSet set = open(file, null, missing);
    assertEquals(new Scale(min, max), set.scale());
    assertTrue(said.warnings.isEmpty(), said.toString());
    said.assertSays("lines whose rating means \"not rated\", left out: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 2 3 4 5",
        "0 1 2 3 4 5",
        "-1 1",
        "1 5",
        "-9 -3 0 4 8",
        "0.5 5 4.5",
        "-2.5 0 4 9"
      })
  void anOrdinaryScaleHasNoHint(String values) throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating\n");
    for (String value : values.split(" ", -1)) {
      text.append("a,m,").append(value).append('\n');
    }
    open(write("r.csv", text.toString()));
    assertTrue(said.warnings.isEmpty(), said.toString());
  }

  @Test
  void aSuffixOfEveryIdOfAColumnIsDroppedAndSaid() throws IOException {
    write("ratings.csv", "user,movie,rating\n1.0,7.0,3\n2.0,8,5\n");
    write("movies.csv", "movieId,title\n7.0,Heat\n8.0,Up\n");
    RatingSet set = open(folder);
    assertEquals(List.of("1", "2"), set.ratings().userIds());
    assertEquals(List.of("7.0", "8"), set.ratings().movieIds(), "not every one ends so");
    assertEquals("7", set.movies().get(0).movieId());
    said.assertSays("ratings.csv: every user id ends in .0, which is dropped");
    said.assertSays("movies.csv: every movie id ends in .0, which is dropped");
    assertFalse(said.toString().contains("ratings.csv: every movie"), said.toString());
  }

  @Test
  void decimalCommasAreReadWhereCommasDoNotSeparate() throws IOException {
    RatingSet set = open(write("r.csv", "user;movie;rating\na;m;3,5\nb;m;4\n"));
    assertEquals(3.5f, set.ratings().rating(0));
  }
}
