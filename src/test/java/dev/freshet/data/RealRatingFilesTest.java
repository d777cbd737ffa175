package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published files, where they are at hand; their counts are those of their READMEs. */
class RealRatingFilesTest {

  @ParameterizedTest
  @CsvSource({
    "ml-latest-small, 100836, 610, 9742, 0.5, 5",
    "ml-latest-small-2016-10, 100004, 671, 9125, 0.5, 5",
    "movietweetings-100k, 100000, 16554, 10506, 0, 10",
  })
  void isReadWhole(String name, int ratings, int users, int movies, float min, float max) {
    RatingSet set = RatingFiles.open(folder(name));

    assertEquals(ratings, set.ratings().size());
    assertEquals(users, set.ratings().userIds().size());
    // Would be more if an id of a rating were not found in the catalogue.
    assertEquals(movies, set.movies().size());
    assertEquals(new Scale(min, max), set.scale());
    for (int i = 1; i < set.ratings().size(); i++) {
      assertTrue(set.ratings().eventTime(i - 1) <= set.ratings().eventTime(i));
    }
    long dated = set.movies().stream().filter(movie -> movie.year() != null).count();
    assertTrue(dated > .99 * movies, dated + " titles with a year");
  }

  private static Path folder(String name) {
    Path folder = Path.of("..", "shared", "data", name);
    boolean there = Files.isDirectory(folder);
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(there, folder + " is needed where CI=true");
    }
    Assumptions.assumeTrue(there, "skipped: there is no " + folder);
    return folder;
  }
}
