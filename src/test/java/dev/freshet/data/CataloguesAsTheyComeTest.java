package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Catalogues that nobody wrote for Freshet: which is read, what it covers, how cells are meant. */
class CataloguesAsTheyComeTest {
  private static final String RATINGS =
      "user,movie,rating,timestamp\na,m,3,1000000000\nb,n,5,1000000001\n";

  private final Said said = new Said();
  private final Path folder;

  CataloguesAsTheyComeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private RatingSet open(Path path) {
    return RatingFiles.open(path, Reading.AS_IT_SHOWS, said);
  }

  @Test
  void aCatalogueSaysItsFileAndHowManyRatedMoviesItCovers() throws IOException {
    write("ratings.csv", RATINGS);
    write("movies.csv", "movieId,title\nm,Heat\n");
    open(folder);
    said.assertSays("movies.csv: the catalogue, with 1 of the 2 rated movies");
    write("movies.csv", "movieId,title\nx,Heat\n");
    open(folder);
    said.assertWarns(
        "movies.csv: the catalogue, with 0 of the 2 rated movies; the others are shown");
    Files.delete(folder.resolve("movies.csv"));
    open(folder);
    said.assertSays("no catalogue is read: movies are shown by their ids");
  }

  @Test
  void aCatalogueThatIsAWebPageIsCalledOne() throws IOException {
    write("ratings.csv", RATINGS);
    write("movies.csv", "<!DOCTYPE html><html>");
    RatingFileException refused = assertThrows(RatingFileException.class, () -> open(folder));
    assertTrue(
        refused
            .getMessage()
            .endsWith("movies.csv: is a web page (HTML), not data; download the file itself"),
        refused.getMessage());
    open(folder.resolve("ratings.csv"));
    said.assertWarns("movies.csv is a web page (HTML), not data");
    write("movies.csv", "# ours\nmovieId,title\nm,Heat\n");
    open(folder.resolve("ratings.csv"));
    said.assertWarns("movies.csv begins with a comment, '# ours'; delete such lines");
  }

  /** RecBole writes a sequence of tokens with blanks between them. */
  @Test
  void genresOfRecBoleAreWords() throws IOException {
    write("ratings.csv", RATINGS);
    write(
        "films.item",
        "item_id:token\tmovie_title:token_seq\tgenre:token_seq\nm\tHeat\tCrime Sci-Fi\nn\tUp\t\n");
    List<Movie> movies = open(folder).movies();
    assertEquals(List.of("Crime", "Sci-Fi"), movies.get(0).genres());
    assertEquals(List.of(), movies.get(1).genres());
  }

  @Test
  void aStrayQuoteNamesItsLineAndCanBeLeftOut() throws IOException {
    write("ratings.csv", RATINGS);
    write("movies.csv", "movieId,title\nm,\"Heat\" 2\nx,\"Alien\nn,Up\n");
    RatingFileException refused = assertThrows(RatingFileException.class, () -> open(folder));
    assertTrue(
        refused.getMessage().contains("movies.csv, line 2: is not valid csv: there is more behind"),
        refused.getMessage());
    assertTrue(refused.getMessage().contains("line 3: is not valid csv: Missing closing quote"));
    assertTrue(refused.getMessage().contains("(2 of 3 lines)"), refused.getMessage());

    Reading skipping = new Reading(null, null, Set.of(), true);
    List<Movie> movies = RatingFiles.open(folder, skipping, said).movies();
    assertEquals(List.of("Up", "m"), movies.stream().map(Movie::title).toList());
    said.assertWarns("movies.csv: 2 of 3 lines are left out: line 2: is not valid csv");
  }

  @Test
  void idsOfWhichSomeEndInPointZeroAreWarnedOf() throws IOException {
    write("ratings.csv", "user,movie,rating\n1.0,7,3\n2,8,4\n");
    write("movies.csv", "movieId,title\n7,Heat\n8.0,Up\n");
    assertEquals(List.of("1.0", "2"), open(folder).ratings().userIds());
    said.assertWarns("ratings.csv: 1 user ids end in .0 and others do not; they are kept");
    said.assertWarns("movies.csv: 1 movie ids end in .0 and others do not");
  }

  @Test
  void ofSeveralCataloguesTheOneWhoseIdsAreOfMoviesIsRead() throws IOException {
    write("ratings.csv", RATINGS);
    write("people.csv", "id,name\nm,Mary\n");
    write("films.csv", "movie_id,title\nm,Heat\nn,Up\n");
    assertEquals("Heat", open(folder).movies().get(0).title());
    write("more-films.csv", "movie_id,title\nm,Heat\nn,Up\n");
    assertEquals("m", open(folder).movies().get(0).title());
    said.assertWarns(
        "several files look like a catalogue, call one movies.csv: films.csv, more-films.csv");
  }

  @Test
  void aStrangersCatalogueThatCannotBeReadIsPassedOver() throws IOException {
    write("ratings.csv", RATINGS);
    write("people.csv", "id,name\n1,Mary\n1,John\n");
    assertEquals(2, open(folder).ratings().size());
    said.assertWarns("people.csv, line 3: movie '1' is already listed above");
  }

  @Test
  void idsOfAnotherCatalogueAreTranslatedByTheLinks() throws IOException {
    write("ratings.csv", "userId,movieId,rating\na,1,3\na,2,5\n");
    write("links.csv", "movieId,imdbId,tmdbId\n1,0001,862.0\n2,0002,949.0\n3,0003,\n");
    write(
        "metadata.csv",
        "genres,id,release_date,title\n"
            + "\"[{'id': 16, 'name': 'Animation'}, {'id': 3, 'name': \"\"Children's\"\"}]\",862,"
            + "1995-10-30,Toys\n[],1,1999-01-01,Not one of ours\n");
    assertEquals(
        List.of(
            new Movie("1", "Toys", List.of("Animation", "Children's"), 1995),
            new Movie("2", "2", List.of(), null)),
        open(folder).movies());
    said.assertSays(
        "metadata.csv: its ids are taken for those of TMDB and translated by links.csv");
    said.assertSays("metadata.csv: the catalogue, with 1 of the 2 rated movies");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1971.0|1971",
        "1971|1971",
        "1971-05-03|1971",
        "03-May-1971|1971",
        "NaN|",
        "|",
        "\\N|"
      })
  void yearsAreReadAsTheyAreWritten(String cell, @Nullable Integer year) throws IOException {
    write("r.csv", "user,movie,rating\na,1,3\nb,1,2\n");
    write("movies.csv", "movieId,title,year\n1,Heat," + (cell == null ? "" : cell) + "\n");
    assertEquals(year, open(folder).movies().get(0).year());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Drama, Comedy",
        "Drama;Comedy",
        "['Drama', 'Comedy']",
        "[{'id': 1, 'name': 'Drama'}, {'id': 2, 'name': 'Comedy'}]",
        "[{\"\"id\"\": 1, \"\"name\"\": \"\"Drama\"\"}, {\"\"name\"\": \"\"Comedy\"\", \"\"id\"\": 2}]",
      })
  void genresAreReadAsTheyAreWritten(String cell) throws IOException {
    write("r.csv", "user,movie,rating\na,1,3\nb,1,2\n");
    write("movies.csv", "movieId,title,genres\n1,Heat,\"" + cell + "\"\n");
    assertEquals(List.of("Drama", "Comedy"), open(folder).movies().get(0).genres());
  }
}
