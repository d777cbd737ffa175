package dev.freshet.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import dev.freshet.train.TrainingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrainBenchTest {

  /** A closed form that takes so many users. */
  private record Limited(int most) implements Recipe<Limited.Settings> {
    record Settings() {}

    @Override
    public String name() {
      return "limited";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public Settings defaults(RatingTable train) {
      return new Settings();
    }

    @Override
    public Trained fit(
        RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
      if (train.users() > most) {
        throw new TrainingException("too many users");
      }
      return new Trained(null, null, Map.of(), List.of(), 0);
    }
  }

  /** Three ratings by each user. */
  private static TrainBench bench(int users) {
    int n = 3 * users;
    int[] user = new int[n];
    int[] movie = new int[n];
    float[] rating = new float[n];
    for (int i = 0; i < n; i++) {
      user[i] = i % users;
      movie[i] = i / users;
      rating[i] = 3;
    }
    RatingTable table =
        new RatingTable(users, 3, new Scale(1, 5), user, movie, rating, new long[n]);
    return new TrainBench(table, Kernels.choose("ejml"), 1, 1, (stage, epoch) -> {}, () -> false);
  }

  @Test
  void aClosedFormIsFittedOnceToAllRatings() {
    TrainBenchReport.Row row = Objects.requireNonNull(bench(400).run(new Limited(400)));
    assertEquals(1_200, row.ratings());
    assertEquals(1, row.stepsPerEpoch());
    assertTrue(row.secondsPerEpoch() > 0);
  }

  @Test
  void aModelForWhichTheseAreTooManyUsersIsMeasuredOnFewer() {
    TrainBenchReport.Row row = Objects.requireNonNull(bench(400).run(new Limited(150)));
    assertEquals(300, row.ratings(), "of 100 users, a half of a half");
    TrainBenchReport report =
        new TrainBenchReport("test", 1_200, "ejml", 1, 1, List.of(row), Map.of());
    assertTrue(report.toTable().contains("the whole fit, once, 300 ratings"), report.toTable());
  }

  @Test
  void aModelThatTakesNoneSaysWhy() {
    TrainingException refused =
        assertThrows(TrainingException.class, () -> bench(400).run(new Limited(5)));
    assertEquals("too many users", refused.getMessage());
  }
}
