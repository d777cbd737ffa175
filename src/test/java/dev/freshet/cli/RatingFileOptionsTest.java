package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.console.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that read a rating file say how, and take what people know of it. */
class RatingFileOptionsTest {
  @TempDir private Path directory;

  private Path file(String header, String row) throws IOException {
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < 120; i++) {
      text.append(row.formatted(i % 12, i / 12, i % 7 == 0 ? -1 : 1 + i % 5));
    }
    return Files.writeString(directory.resolve("votes.csv"), text);
  }

  private CommandRun train(Path ratings, String... more) {
    List<String> line = new ArrayList<>(List.of("train", "--model", "biases"));
    line.addAll(List.of("--ratings", ratings.toString(), "--threads", "1", "--kernels", "ejml"));
    line.addAll(List.of("--out", directory.resolve("out").toString()));
    line.addAll(List.of(more));
    return CommandRun.of(new TrainCommand(), line.toArray(String[]::new));
  }

  @Test
  void whatWasFoundIsSaidAndWhatIsOddIsPointedOut() throws IOException {
    Path file = file("user_id,item_id,rating\n", "%d,%d,%d\n");
    CommandRun run = train(file);
    assertEquals(0, run.exitCode(), run.err());
    List<String> out = run.out().lines().toList();
    assertEquals(file + ": no time column: the order of the file counts", out.get(0));
    assertEquals(
        file + ": the scale is -1 to 5 by the ratings that are there; --scale MIN:MAX sets another",
        out.get(1));
    assertEquals("no catalogue is read: movies are shown by their ids", out.get(2));
    assertEquals(
        "freshet: "
            + file
            + ": 18 of 120 ratings are -1, the others lie on 1 to 5; if -1 means \"not rated\","
            + " leave these out by --missing -1",
        run.err().lines().findFirst().orElse(""));
  }

  @Test
  void valuesThatMeanNothingAreLeftOut() throws IOException {
    CommandRun run = train(file("user_id,item_id,rating\n", "%d,%d,%d\n"), "--missing", "-1");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("left out: 18\n"), run.out());
    assertTrue(run.out().contains("the scale is 1 to 5"), run.out());
    assertTrue(run.out().contains("102 ratings by 12 users of 10 movies"), run.out());
  }

  /** As `replay` reads it: the scale of the settings does not make ratings of take-up. */
  @Test
  void fivesAloneAreTakeUpWhateverScaleTheSettingsHave() throws IOException {
    StringBuilder text = new StringBuilder("user,movie,rating\n");
    for (int i = 0; i < 120; i++) {
      text.append("%d,%d,5\n".formatted(i % 12, i / 12));
    }
    Path fives = Files.writeString(directory.resolve("fives.csv"), text);
    CommandRun run = train(fives, "--set", "scale.min=1", "--set", "scale.max=5");
    assertTrue(run.out().contains("every rating is 5.0: read as take-up"), run.out());
    assertEquals(0, train(fives, "--scale", "1:5").exitCode(), "ratings, by the option");
  }

  @Test
  void columnsAreNamed() throws IOException {
    Path file = file("", "x|%d|%d|%d\n");
    assertTrue(train(file).err().contains("--columns user,movie,rating,time"));
    CommandRun run = train(file, "--columns", "-,user,movie,rating", "--missing=-1,99");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("102 ratings by 12 users of 10 movies"), run.out());
    assertEquals(0, train(directory, "--columns", "-,user,movie,rating").exitCode(), "a folder");
    CommandRun wrong = train(file, "--columns", "user,movie,stars");
    assertEquals(ExitCodes.USAGE, wrong.exitCode());
    assertTrue(wrong.err().contains("not 'stars'"), wrong.err());
  }

  @Test
  void badLinesAreLeftOutOnRequest() throws IOException {
    Path file = file("user,movie,rating\n", "%d,%d,%d\n");
    Files.writeString(file, Files.readString(file) + "1,2,good\n");
    CommandRun refused = train(file);
    assertEquals(ExitCodes.FAILED, refused.exitCode());
    assertEquals(
        "freshet: "
            + file
            + ", line 122: rating 'good' is not a number; mend it, or leave it out by"
            + " --skip-bad-lines",
        refused.err().strip());
    CommandRun run = train(file, "--skip-bad-lines");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("1 of 121 lines are left out: line 122: "), run.err());
  }
}
