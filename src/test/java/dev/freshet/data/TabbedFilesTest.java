package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between tabs as large sites write them: a quote in a cell is a quote. */
class TabbedFilesTest {

  private final Said said = new Said();

  @Test
  void aQuoteOpensNothingWhereTheFirstLineHasNone(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("ratings.tsv"),
        "user\tmovie\trating\ttimestamp\na\t1\t3\t1000000000\nb\t2\t5\t1000000001\n");
    Files.writeString(
        folder.resolve("movies.tsv"), "movieId\ttitle\n1\t\"Heat\n2\tThe \"Big\" Sleep\n");

    RatingSet set = RatingFiles.open(folder, Reading.AS_IT_SHOWS, said);

    assertEquals(
        List.of("\"Heat", "The \"Big\" Sleep"), set.movies().stream().map(Movie::title).toList());
  }

  @Test
  void aRatingInQuotesBelowAHeaderWithoutSaysSo(@TempDir Path folder) throws IOException {
    Path ratings =
        Files.writeString(
            folder.resolve("r.dat"), "user::movie::rating\na::1::\"3\"\nb::2::\"5\"\n");
    RatingFileException e =
        assertThrows(
            RatingFileException.class, () -> RatingFiles.open(ratings, Reading.AS_IT_SHOWS, said));
    assertTrue(
        String.valueOf(e.getMessage()).contains("rating '\"3\"' is in quotes; write it without"));
  }

  /** Of every five books three were read and not rated. */
  @Test
  void manyZerosBelowWholeRatingsAreAskedAbout(@TempDir Path folder) throws IOException {
    Path ratings =
        Files.writeString(
            folder.resolve("books.csv"),
            "User-ID;ISBN;Book-Rating\n1;a;0\n1;b;0\n1;c;0\n2;a;7\n2;b;10\n2;c;5\n3;a;0\n");

    RatingFiles.open(ratings, Reading.AS_IT_SHOWS, said);

    said.assertWarns(
        "books.csv: 4 of 7 ratings are 0, the others lie on 5 to 10; if 0 means \"not rated\", leave"
            + " these out by --missing 0");
  }
}
