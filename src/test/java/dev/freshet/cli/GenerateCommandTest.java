package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.ExitCodes;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  @TempDir private Path directory;

  private CommandRun generate(String folder, String args) {
    List<String> line =
        new ArrayList<>(List.of("generate", "--out", directory.resolve(folder).toString()));
    line.addAll(List.of(args.split(" ", -1)));
    return CommandRun.of(new GenerateCommand(), line.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"planted,20,1000", "ml-1m,18,3706"})
  void usersAreInProportionToRatings(String shape, int users, int movies) {
    CommandRun run = generate("out", "--ratings 3000 --shape " + shape);
    assertEquals(0, run.exitCode(), run.err());
    RatingSet set = RatingFiles.open(directory.resolve("out"));
    assertEquals(3_000, set.ratings().size());
    assertEquals(users, set.ratings().userIds().size());
    assertEquals(movies, set.movies().size());
    assertTrue(run.out().contains("3,000 ratings by " + users + " users of "), run.out());
  }

  @Test
  void everyNumberCanBeSet() {
    generate("out", "--shape planted --ratings 500 --users 30 --movies 60");
    RatingSet set = RatingFiles.open(directory.resolve("out"));
    assertEquals(30, set.ratings().userIds().size());
    assertEquals(60, set.movies().size());
  }

  @Test
  void theSeedDecides() throws IOException {
    generate("a", "--shape planted --ratings 300");
    generate("b", "--shape planted --ratings 300");
    generate("c", "--shape planted --ratings 300 --seed 2");
    String a = Files.readString(directory.resolve("a/ratings.csv"));
    assertEquals(a, Files.readString(directory.resolve("b/ratings.csv")));
    assertTrue(!a.equals(Files.readString(directory.resolve("c/ratings.csv"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shape nonsense            | nonsense is neither planted nor ml-1m",
        "--shape planted --ratings 0 | users, movies, rank and ratings must be positive",
        "--shape planted --movies 9  | 300000 ratings are too many: at most half of 2000 users times",
        "--shape ml-1m --ratings 5   | 5 ratings: needs at least 20 per user",
        "--ratings 5                 | Missing required option: '--shape=planted|ml-1m'",
      })
  void impossibleNumbersAreAWrongCommandLine(String args, String problem) {
    CommandRun run = generate("out", args);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains(problem), run.err());
    assertEquals(2, run.err().lines().count(), run.err());
  }

  @Test
  void nothingIsReplaced() {
    generate("out", "--shape planted --ratings 300");
    CommandRun run = generate("out", "--shape planted --ratings 300");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertTrue(run.err().contains("already exists; choose another directory"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
