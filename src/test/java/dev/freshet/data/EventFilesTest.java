package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with events that are no ratings, and files of ratings that are take-up. */
class EventFilesTest {
  private static final long SECONDS = 1_000_000_000;

  private final Path folder;

  EventFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A name may have a digit: of two ids, both have one. */
  @Test
  void aNameWithADigitIsAName() throws IOException {
    Path liked = write("books.csv", "user_id,isbn13\nada,9780140449136\nben,9780140449136\n");
    assertEquals(2, RatingFiles.open(liked).ratings().size());
  }

  @Test
  void aRatingWrittenWithoutItsZeroIsNoHeader() throws IOException {
    Path rated = write("halves.csv", "1,2,.5\n1,3,4.5\n2,3,1\n");
    Reading named = new Reading(null, Columns.parse("user,movie,rating"), Set.of(), false);
    assertEquals(3, RatingFiles.open(rated, named, Remarks.NONE).ratings().size());
  }

  /** Words with a digit are ids: the first line holds an event like all others. */
  @Test
  void idsThatReadLikeNamesAreNoHeader() throws IOException {
    Path rated = write("rated.csv", "user1,item1,5\nuser2,item1,3\nuser2,item2,4\n");
    Reading named = new Reading(null, Columns.parse("user,movie,rating"), Set.of(), false);
    assertEquals(3, RatingFiles.open(rated, named, Remarks.NONE).ratings().size());

    Path liked = write("liked.csv", "user1,movie1\nuser2,movie1\nuser2,movie2\n");
    String refused =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(liked)).getMessage();
    assertTrue(
        refused.contains("expected a header in its first line, found 'user1,movie1'"), refused);
    assertTrue(refused.contains("--columns user,movie "), refused);
    Reading pairs = new Reading(null, Columns.parse("user,movie"), Set.of(), false);
    assertEquals(3, RatingFiles.open(liked, pairs, Remarks.NONE).ratings().size());

    Path timed = write("timed.csv", "user1,item1,1262304000\nuser2,item1,1262304001\n");
    String said =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(timed)).getMessage();
    assertTrue(said.contains("--columns user,movie,time "), said);
  }

  @Test
  void aColumnNamesEventsThatAreNoRatings() throws IOException {
    Path file =
        write(
            "shop.csv",
            """
            userId,movieId,event,value,rating,timestamp
            a,m1,view,,,1000000003
            a,m1,,,4,1000000004
            b,m2,add-to_cart,2.5,,1000000001
            b,m2,view,,3,1000000002
            b,m1,,,2,1000000005
            """);
    RatingSet set = RatingFiles.open(file);
    assertEquals(
        List.of(
            did("b", "m2", "add-to_cart", 2.5f, 1),
            did("b", "m2", "view", 3, 2),
            did("a", "m1", "view", 1, 3),
            rated("a", "m1", 4, 4),
            rated("b", "m1", 2, 5)),
        events(set));
    assertEquals(new Scale(1, 5), set.scale(), "values are not on it");
    assertEquals("5 events, csv", set.summary());
    Ratings ratings = set.ratings();
    assertTrue(ratings.hasRatings() && ratings.hasOtherEvents());
    assertTrue(Float.isNaN(ratings.rating(0)) && !ratings.isRating(0));
    assertEquals(1, ratings.count(4));
    assertEquals(
        List.of(rated("a", "m1", 4, 4), rated("b", "m1", 2, 5)), events(set.ratingsAlone()));
    assertEquals(set.ratingsAlone().ratings().movieIds(), List.of("m1"));
    InteractionWeights weights =
        new InteractionWeights(
            Map.of(
                "add-to_cart", new InteractionWeights.Weight(.2f, false),
                "view", new InteractionWeights.Weight(.1f, false)));
    assertEquals(
        List.of(rated("b", "m2", 5, 1), rated("a", "m1", 4, 4), rated("b", "m1", 2, 5)),
        events(set.likesAsRatings(weights)),
        "2.5 times .2 is a like, 3 times .1 is none");
  }

  @Test
  void eventsNeedNoRatingsAndNoValues() throws IOException {
    RatingSet set =
        RatingFiles.open(write("views.tsv", "item\tuser\tevent\nm1\ta\tview\nm2\ta\tskip\n"));
    assertEquals("view", set.ratings().interaction(0).name());
    assertEquals(1, set.ratings().interaction(1).value());
    assertEquals(Scale.MOVIELENS, set.scale(), "any");
    assertTrue(!set.ratings().hasRatings());
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.openRatings(folder));
    assertTrue(String.valueOf(e.getMessage()).endsWith("holds no ratings (csv)"), e.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,m,zu sehen,,|event 'zu sehen' is not a name of letters, digits, _ and -, at most 32 long",
        "a,m,view,-1,|value '-1' is not from 0 to 1000000",
        "a,m,view,1e9,|value '1e9' is not from 0 to 1000000",
        "a,m,view,,much|value 'much' is not a number",
        "a,m,view,NaN,|value 'NaN' is not a number",
        "a,m,view,1,4|both a rating and a value; say one of them",
        "a,m,,,|rating '' is not a number",
      })
  void badEventsAreRefusedByNumber(String row, String problem) throws IOException {
    Path file = write("r.csv", "user,movie,event,value,rating\nb,m,,,4\n" + row + "\n");
    assertRefused("r.csv, line 3: " + problem, file);
  }

  @Test
  void aLineIsOfAnEventOrOfARating() throws IOException {
    Path file = write("r.csv", "user,movie,event\nb,m,view\nb,m,\n");
    assertRefused("r.csv, line 3: neither an event nor a rating", file);
  }

  @Test
  void ratingsThatAreAllTheSameAreTakeUpUnlessTheScaleIsGiven() throws IOException {
    Path file = write("r.csv", "user,movie,rating,timestamp\nb,m,-3,1000000002\na,m,-3,1000000001");
    RatingSet set = RatingFiles.open(file);
    assertEquals(List.of(did("a", "m", "take", 1, 1), did("b", "m", "take", 1, 2)), events(set));
    assertEquals("2 events, csv, every rating is -3.0: read as take-up", set.summary());
    RatingSet rated = RatingFiles.open(file, new Scale(-5, 5));
    assertEquals(List.of(rated("a", "m", -3, 1), rated("b", "m", -3, 2)), events(rated));
    assertEquals("2 ratings, csv", rated.summary());
    assertEquals(new Scale(-5, 5), rated.scale());
  }

  @Test
  void amongOtherEventsRatingsThatAreAllTheSameAreTakes() throws IOException {
    Path file =
        write("r.csv", "user,movie,event,rating,time\nb,m,view,2,1000000002\na,m,,5,1000000001");
    assertEquals(
        List.of(did("a", "m", "take", 1, 1), did("b", "m", "view", 2, 2)),
        events(RatingFiles.open(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_id,item_id,timestamp", "userId:token\tmovieId\tdate"})
  void linesWithoutARatingAreTakes(String header) throws IOException {
    String rows = "\nb,m,1000000002\na,m,1000000001\n";
    Path file = write("r.csv", header + rows.replace(",", header.contains("\t") ? "\t" : ","));
    Said said = new Said();
    RatingSet set = RatingFiles.open(file, Reading.AS_IT_SHOWS, said);
    assertEquals(List.of(did("a", "m", "take", 1, 1), did("b", "m", "take", 1, 2)), events(set));
    assertEquals("2 events, csv, each line is a like: read as take-up", set.summary());
    said.assertSays(
        "r.csv: no column for a rating: each line is a like, read as take-up (an event take)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user,movie|user,item;b,m;a,m",
        "user,movie|b,m;a,m",
        "user,movie,time|b,m,1000000002;a,m,1000000001",
        "user,movie,time|wer,was,wann;b,m,1000000002;a,m,1000000001",
        "user,movie,-|userId,movieId,how;b,m,x;a,m,x",
      })
  void likesCanBeNamedByTheirColumns(String columns, String rows) throws IOException {
    Path file = write("r.csv", rows.replace(';', '\n') + "\n");
    Reading reading = new Reading(null, Columns.parse(columns), Set.of(), false);
    RatingSet set = RatingFiles.open(file, reading, new Said());
    assertEquals(2, set.ratings().size());
    assertEquals(new Interaction("take", 1), set.ratings().interaction(0));
    assertEquals(Set.of("a", "b"), Set.copyOf(set.ratings().userIds()));
  }

  @ParameterizedTest
  @CsvSource({"'1,2', 'user,movie'", "'1,2,1000000000', 'user,movie,time'", "'1,2,3,4,5', '-'"})
  void aFileWithoutHeaderAsksForColumnsOfItsWidth(String row, String columns) throws IOException {
    String all = columns.equals("-") ? "user,movie,rating,time,-" : columns;
    assertRefused("such as --columns " + all + " (- passes one over)", write("r.csv", row + "\n"));
  }

  @Test
  void aFileOfRatingsIsPreferredToOneOfLikes() throws IOException {
    write("likes.csv", "user,movie\na,m\n");
    Path file = write("votes.csv", "user,movie,rating\na,m,3\nb,m,4\n");
    assertEquals(
        2, RatingFiles.open(file.toAbsolutePath().getParent()).ratingsAlone().ratings().size());
  }

  @Test
  void namesThatAreNotAcceptedMakeBadLines() throws IOException {
    Path file = write("r.csv", "user,movie,event\na,m,view\nb,m,cart\n");
    Reading reading = Reading.AS_IT_SHOWS.accepting(InteractionWeights.defaults());
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFiles.open(file, reading, new Said()));
    assertEquals(
        file
            + ", line 3: event 'cart' is none of purchase, skip, take, view, which the settings"
            + " accept; others by --set events.NAME.weight=NUMBER; mend it, or leave it out by"
            + " --skip-bad-lines",
        e.getMessage());
    Reading skipping =
        new Reading(null, null, Set.of(), true).accepting(InteractionWeights.defaults());
    assertEquals(1, RatingFiles.open(file, skipping, new Said()).ratings().size());
  }

  private static RatingEvent did(String user, String movie, String name, float value, int second) {
    return RatingEvent.of(user, movie, new Interaction(name, value), (SECONDS + second) * 1000);
  }

  private static void assertRefused(String message, Path path) {
    RatingFileException e = assertThrows(RatingFileException.class, () -> RatingFiles.open(path));
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
}
