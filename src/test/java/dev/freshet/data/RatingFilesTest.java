package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.RatingEvent;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known format, with invented data, and what is refused. */
class RatingFilesTest {
  private static final long SECONDS = 1_000_000_000;

  private final Path folder;

  RatingFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void movieLensCsv() throws IOException {
    write(
        "ratings.csv",
        "userId,movieId,rating,timestamp\r\n7,10,3.5,1000000009\r\n8,10,4.0,1000000002\r\n");
    write(
        "movies.csv",
        """
        movieId,title,genres\r
        10,"Clockmaker, The (1971)",Drama|Mystery\r
        11,"Said ""Ahoy"" Twice (1990) ",(no genres listed)\r
        12,Harbour Lights (2001–2004),Comedy\r
        13,Undated,Comedy\r
        """);
    write("tags.csv", "userId,movieId,tag,timestamp\n7,10,slow,1000000009\n");

    RatingSet set = RatingFiles.open(folder);

    assertEquals(List.of(rated("8", "10", 4, 2), rated("7", "10", 3.5f, 9)), events(set));
    assertEquals(Scale.MOVIELENS, set.scale());
    assertEquals(
        List.of(
            new Movie("10", "Clockmaker, The", List.of("Drama", "Mystery"), 1971),
            new Movie("11", "Said \"Ahoy\" Twice", List.of(), 1990),
            new Movie("12", "Harbour Lights", List.of("Comedy"), 2001),
            new Movie("13", "Undated", List.of("Comedy"), null)),
        set.movies());
    assertEquals(events(set), events(RatingFiles.open(folder.resolve("ratings.csv"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-8"})
  void colonsOfMovieLens1MAnd10M(String charset) throws IOException {
    Charset encoding = Charset.forName(charset);
    write("ratings.dat", "1::20::5::1000000002\n1::21::1::1000000001\n");
    write(
        "movies.dat", "20::Été à la mer (1962)::Drama|Children's\n21::Plain (1999)::\n", encoding);
    write("users.dat", "1::F::25::4::00000\n");

    RatingSet set = RatingFiles.open(folder);

    assertEquals(List.of(rated("1", "21", 1, 1), rated("1", "20", 5, 2)), events(set));
    assertEquals(new Scale(1, 5), set.scale());
    assertEquals(
        List.of(
            new Movie("20", "Été à la mer", List.of("Drama", "Children's"), 1962),
            new Movie("21", "Plain", List.of(), 1999)),
        set.movies());
  }

  @Test
  void tabsAndFlagsOfMovieLens100K() throws IOException {
    write("u.data", "5\t30\t4\t1000000005\n6\t31\t2\t1000000004\n");
    write("u1.base", "5\t30\t4\t1000000005\n");
    write(
        "u.item",
        """
        30|Café Nord (1994)|01-Jan-1994||http://films.example/30|0|1|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0
        31|unknown||||1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0
        """,
        StandardCharsets.ISO_8859_1);
    write("u.user", "5|24|M|baker|00000\n");

    RatingSet set = RatingFiles.open(folder);

    assertEquals(List.of(rated("6", "31", 2, 4), rated("5", "30", 4, 5)), events(set));
    assertEquals(
        List.of(
            new Movie("30", "Café Nord", List.of("Action", "Drama"), 1994),
            new Movie("31", "unknown", List.of(), null)),
        set.movies());
  }

  @Test
  void movieTweetingsKeepsLeadingZerosAndIsOnZeroToTenThoughNobodyGaveZero() throws IOException {
    write("ratings.dat", "1::0040::7::1000000001\n2::0041::10::1000000002\n");
    write("movies.dat", "0040::L'été (1913)::Crime|Drama\n0041::Other (1915)::\n");

    RatingSet set = RatingFiles.open(folder);

    assertEquals(List.of(rated("1", "0040", 7, 1), rated("2", "0041", 10, 2)), events(set));
    assertEquals(new Scale(0, 10), set.scale());
    assertEquals(new Movie("0040", "L'été", List.of("Crime", "Drama"), 1913), set.movies().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user,movie,rating,timestamp|ann,m1,4.5,1000000001",
        "Rating;Item_ID;User_ID;Timestamp|4.5;m1;ann;1000000001",
        "timestamp\\titem\\tstars\\tuser\\tnote|1000000001000\\tm1\\t4.5\\tann\\t",
        "\"userId\",\"movieId\",\"rating\",\"timestamp\"|\"ann\",\"m1\",\"4.5\",\"1000000001\"",
        "\uFEFFuser,film,score,time|ann,m1,4.5,1000000001",
      })
  void csvWithAnyOrderOfColumns(String header, String row) throws IOException {
    Path file = write("my-ratings.txt", (header + "\n" + row + "\n").replace("\\t", "\t"));
    List<RatingEvent> one = List.of(rated("ann", "m1", 4.5f, 1));
    assertEquals(one, events(RatingFiles.open(file, Scale.MOVIELENS)));
    assertEquals(one, events(RatingFiles.open(folder, Scale.MOVIELENS)));
  }

  @Test
  void withoutTimestampsTheOrderOfTheFileCounts() throws IOException {
    Path file = write("r.csv", "user,movie,rating\nb,m2,1\na,m1,2\nb,m2,3\n");
    Ratings ratings = RatingFiles.open(file).ratings();
    assertEquals(List.of("b", "a"), ratings.userIds());
    assertEquals(3, ratings.rating(2));
    assertEquals(RatingReader.FILE_ORDER_START, ratings.eventTime(0));
    assertEquals(RatingReader.FILE_ORDER_START + 2000, ratings.eventTime(2));
  }

  @Test
  void equalTimesKeepTheOrderOfTheFile() throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating,timestamp\n");
    for (int i = 0; i < 5000; i++) {
      text.append("u").append(i).append(",m,3,").append(SECONDS + i * 7919 % 3).append('\n');
    }
    Ratings ratings = RatingFiles.open(write("r.csv", text.toString())).ratings();
    for (int i = 1; i < ratings.size(); i++) {
      assertTrue(
          ratings.eventTime(i - 1) < ratings.eventTime(i)
              || (ratings.eventTime(i - 1) == ratings.eventTime(i)
                  && ratings.user(i - 1) < ratings.user(i)),
          "out of order at " + i);
    }
  }

  @Test
  void ratedMoviesWithoutTitleAreShownByTheirId() throws IOException {
    Path file = write("r.csv", "user,movie,rating\na,m1,2\n");
    assertEquals(List.of(new Movie("m1", "m1", List.of(), null)), RatingFiles.open(file).movies());
  }

  @Test
  void catalogueWithItsOwnYearColumn() throws IOException {
    write("r.csv", "user,movie,rating\na,m1,2\n");
    write("films.tsv", "year\tid\tname\n1985\tm1\tGreen Hill\n\tm2\tGrey Hill\n");
    assertEquals(
        List.of(
            new Movie("m1", "Green Hill", List.of(), 1985),
            new Movie("m2", "Grey Hill", List.of(), null)),
        RatingFiles.open(folder).movies());
  }

  @ParameterizedTest
  @CsvSource({
    "1 5,       1, 5",
    "2 4,     1, 5",
    "0.5 5, 0.5, 5",
    "1 4.5, 0.5, 5",
    "0 5, 0, 5",
    "0 1, 0, 1",
    "1 10,     1, 10",
    "0.5 9.5, 0, 10",
    "0 10,   0, 10",
    "3 87, 0, 100",
    "-9.5 10, -9.5, 10",
    "0 500,   0, 500"
  })
  void theScaleComesFromTheData(String values, float min, float max) throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating\n");
    values
        .lines()
        .flatMap(l -> List.of(l.split(" ")).stream())
        .forEach(value -> text.append("a,b,").append(value).append('\n'));
    assertEquals(new Scale(min, max), RatingFiles.open(write("r.csv", text.toString())).scale());
  }

  @Test
  void theScaleCanBeSet() throws IOException {
    Path file = write("r.csv", "user,movie,rating\na,b,2\na,c,7\n");
    assertEquals(new Scale(0, 7), RatingFiles.open(file, new Scale(0, 7)).scale());
    assertRefused(
        "r.csv, line 3: rating '7' is not on the scale 1.0 to 5.0", file, new Scale(1, 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,m,x,1000000001|rating 'x' is not a number",
        "a,m,NaN,1000000001|rating 'NaN' is not a number",
        "a,m,4f,1000000001|rating '4f' is not a number",
        "a,m,,1000000001|rating '' is not a number",
        "a,m,1e99,1000000001|rating '1e99' is not on the scale",
        "a,m,4,yesterday|timestamp 'yesterday' is not a time since 1990",
        "a,m,4,17|timestamp '17' is not a time since 1990",
        "a,m,4,-1000000001|timestamp '-1000000001' is not a time since 1990",
        "a,m,4,100000000100000|timestamp '100000000100000' is not a time since 1990",
        "a,m,4|expected 4 columns, found 3",
        "a,m,4,1000000001,9|expected 4 columns, found 5",
        ",m,4,1000000001|the user id is empty",
        "a,\"  \",4,1000000001|the movie id is empty",
      })
  void badLinesAreRefusedByNumber(String row, String problem) throws IOException {
    String good = "b,m,4,1000000001\n";
    Path file = write("r.csv", "user,movie,rating,timestamp\n" + good + "\n" + row + "\n" + good);
    assertRefused("r.csv, line 4: " + problem, file, null);
  }

  @Test
  void badLinesBetweenColonsAreRefusedByNumberToo() throws IOException {
    Path file = write("ratings.dat", "1::2::3::1000000001\n\n1::2::3\n");
    assertRefused("ratings.dat, line 3: expected 4 columns, found 3", file, null);
  }

  @Test
  void idsAreLimitedByTheContract() throws IOException {
    Path file =
        write("r.csv", "user,movie,rating\n" + "é".repeat(64) + ",m,1\n" + "é".repeat(65) + ",m,1");
    assertRefused("r.csv, line 3: the user id is longer than 128 bytes", file, null);
  }

  @Test
  void aMovieListedTwiceIsRefused() throws IOException {
    write("r.csv", "user,movie,rating\na,b,1\n");
    write("movies.csv", "movieId,title\n1,A\n2,B\n1,C\n");
    assertRefused("movies.csv, line 4: movie '1' is already listed above", folder, null);
  }

  @Test
  void anUnfinishedQuoteIsRefused() throws IOException {
    Path file = write("r.csv", "user,movie,rating\na,b,1\n\"c,b,1\n");
    assertRefused("is not valid csv: Missing closing quote", file, null);
  }

  @Test
  void aRowBehindAStrayQuoteIsRead() throws IOException {
    Path file =
        write("r.csv", "user,movie,rating\n\"a\"x,b,1\n\"c,b,1\nd,b,2\n\"e\",\"b \"\"q\"\"\",3\n");
    Reading skipping = new Reading(null, null, Set.of(), true);
    Ratings ratings = RatingFiles.open(file, skipping, Remarks.NONE).ratings();
    assertEquals(List.of("d", "e"), ratings.userIds());
    assertEquals(List.of("b", "b \"q\""), ratings.movieIds());
  }

  /** Rows that can be read in both ways go by those that cannot; two orders are never mixed. */
  @Test
  void datesOfTwoOrdersAreRefused() throws IOException {
    String rows = "user,movie,rating,date\na,b,1,03/04/2005\nb,b,2,31/12/2005\n";
    Ratings ratings = RatingFiles.open(write("r.csv", rows)).ratings();
    assertEquals(Instant.parse("2005-04-03T00:00:00Z").toEpochMilli(), ratings.eventTime(0));
    assertRefused(
        "r.csv, line 4: the date '12/31/2005' names the month first, those from line 3 on the other",
        write("r.csv", rows + "c,b,2,12/31/2005\n"),
        null);
  }

  @Test
  void whatIsNoRatingFileIsRefusedWithWhatIsExpected() throws IOException {
    assertRefused("no such file or directory", folder.resolve("nowhere"), null);
    assertRefused("holds no rating file; expected a csv with a header", folder, null);
    assertRefused("is empty; expected a csv with a header", write("empty.csv", ""), null);
    assertRefused("is not a rating file; expected", write("notes.txt", "Dear diary\n"), null);
    assertRefused("is not a rating file; expected", write("x.csv", "1,2,3,1000000001\n"), null);
    assertRefused("has a header but no ratings", write("h.csv", "user,movie,rating\n"), null);
    write("h2.csv", "user,movie,rating\n");
    assertRefused("holds several rating files, name one of them: h.csv, h2.csv", folder, null);
  }

  private static void assertRefused(String message, Path path, @Nullable Scale scale) {
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(path, scale));
    String said = String.valueOf(e.getMessage());
    assertTrue(said.contains(message), said);
    assertEquals(1, said.lines().count(), said);
  }

  private static RatingEvent rated(String user, String movie, float rating, int second) {
    return new RatingEvent(RatingEvent.Kind.RATE, user, movie, rating, (SECONDS + second) * 1000);
  }

  private static List<RatingEvent> events(RatingSet set) {
    return IntStream.range(0, set.ratings().size()).mapToObj(set.ratings()::event).toList();
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.writeString(folder.resolve(name), text, charset);
  }
}
