package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.StoredRating;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestErrorsTest {

  @Test
  void theNewestOfEachPartitionByWhereTheyStandInIt() {
    NewestErrors errors = new NewestErrors(2, 4);
    for (int sequence = 1; sequence <= 8; sequence++) {
      errors.add(0, rated(sequence, 1)); // the newest 3 of 8 stand above .625
    }
    errors.add(1, rated(1, 10));
    errors.add(1, rated(2, 10)); // 1 of 2 does

    // squared errors of the model 1, 1, 1 and 100; of biases 4 each
    assertEquals(new ErrorSums(4, 103, 16, 3 * 9 + 96 * 96), errors.sums(List.of(8L, 2L)));
  }

  @Test
  void ratingsTakenBackAreNone() {
    NewestErrors errors = new NewestErrors(1, 4);
    errors.add(0, rated(1, 1));
    errors.add(0, StoredRating.retracted(0, 2, 0));

    assertEquals(new ErrorSums(1, 1, 4, 9), errors.sums(List.of(2L)));
    assertEquals(ErrorSums.NONE, new NewestErrors(1, 4).sums(List.of(0L)));
  }

  /** It is written again, behind newer ones, when its user is forgotten up to an older time. */
  @Test
  void aRatingThatSurvivedCountsOnce() {
    NewestErrors errors = new NewestErrors(1, 2);
    errors.add(0, rated(1, 10));
    errors.add(0, rated(2, 1));
    errors.add(0, rated(3, 1));
    errors.add(0, rated(1, 10).survived(4));

    assertEquals(new ErrorSums(2, 2, 8, 18), errors.sums(List.of(4L)));
  }

  /** It is written again, behind newer ones, when its user views the movie again. */
  @Test
  void aRatingBesideWhichAnInteractionCameCountsOnce() {
    NewestErrors errors = new NewestErrors(1, 2);
    errors.add(0, rated(1, 10));
    errors.add(0, rated(2, 1));
    errors.add(0, rated(3, 1));
    StoredRating old = rated(1, 10);
    errors.add(0, old.with(old.interaction("view").with(5, 1, 4)));

    assertEquals(new ErrorSums(2, 2, 8, 18), errors.sums(List.of(4L)));
  }

  /** Biases alone miss by 2. */
  private static StoredRating rated(long sequence, float miss) {
    return new StoredRating(3, 0, sequence, 0, 3 + miss, 5);
  }
}
