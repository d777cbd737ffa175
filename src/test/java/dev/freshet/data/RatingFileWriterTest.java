package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read back. */
class RatingFileWriterTest {

  @Test
  void writesAsMovieLensDoes(@TempDir Path parent) throws IOException {
    Ratings.Builder ratings = new Ratings.Builder();
    ratings.add("2", "m,1", 4.5f, 1_000_000_002_000L);
    ratings.add("1", "m2", 3, 1_000_000_001_000L);
    List<Movie> movies =
        List.of(
            new Movie("m,1", "Say \"Hello\", Twice", List.of("Comedy", "Drama"), 1984),
            new Movie("m2", "Undated", List.of(), null));
    RatingSet set = new RatingSet("test", ratings.build(), movies, Scale.MOVIELENS);
    Path folder = parent.resolve("new/set");

    RatingFileWriter.write(set, folder);

    assertEquals(
        """
        userId,movieId,rating,timestamp
        1,m2,3.0,1000000001
        2,"m,1",4.5,1000000002
        """,
        Files.readString(folder.resolve("ratings.csv")));
    assertEquals(
        """
        movieId,title,genres
        "m,1","Say ""Hello"", Twice (1984)",Comedy|Drama
        m2,Undated,(no genres listed)
        """,
        Files.readString(folder.resolve("movies.csv")));
    RatingSet back = RatingFiles.open(folder);
    assertEquals(movies, back.movies());
    assertEquals(set.ratings().event(0), back.ratings().event(0));
    assertEquals(set.ratings().event(1), back.ratings().event(1));
  }

  @Test
  void eventsThatAreNoRatingsAreReadBack(@TempDir Path folder) throws IOException {
    Ratings.Builder ratings = new Ratings.Builder();
    ratings.add("1", "m", "view", 2, 1_000_000_002_000L);
    ratings.add("1", "m", 3, 1_000_000_001_000L);
    RatingSet set = new RatingSet("test", ratings.build(), List.of(), Scale.MOVIELENS);

    RatingFileWriter.write(set, folder);

    assertEquals(
        """
        userId,movieId,rating,timestamp,event,value
        1,m,3.0,1000000001,,
        1,m,,1000000002,view,2.0
        """,
        Files.readString(folder.resolve("ratings.csv")));
    RatingSet back = RatingFiles.open(folder, Scale.MOVIELENS);
    assertEquals(set.ratings().event(0), back.ratings().event(0));
    assertEquals(set.ratings().event(1), back.ratings().event(1));
  }

  @Test
  void neverWritesOverAnExistingSet(@TempDir Path folder) throws IOException {
    Path precious = Files.writeString(folder.resolve("ratings.csv"), "precious");
    RatingSet set = SyntheticRatings.planted(PlantedShape.DEFAULT.withRatings(10));
    RatingFileException e =
        assertThrows(RatingFileException.class, () -> RatingFileWriter.write(set, folder));
    assertTrue(String.valueOf(e.getMessage()).contains("already exists"), e.toString());
    assertEquals("precious", Files.readString(precious));
    assertTrue(Files.notExists(folder.resolve("movies.csv")));
  }
}
