package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapCheckTest {

  private static final int MILLION = 1_000_000;
  private static final long MIB = 1 << 20;

  private final List<String> warnings = new ArrayList<>();

  private HeapCheck heap(long mebibytes) {
    return new HeapCheck(mebibytes * MIB, 0, warnings::add);
  }

  @Test
  void theFormulaIsThatOfTheDocumentation() {
    assertEquals(MILLION * (130L + 4 * 68), HeapCheck.bytes(MILLION, 64, 1));
    assertEquals(MILLION * (130L + 2 * 4 * 68), HeapCheck.bytes(MILLION, 64, 2));
  }

  @Test
  void aHeapThatIsLargeEnoughIsNotSpokenOf() {
    heap(1_000).check(MILLION, 64, 0, true);
    assertEquals(List.of(), warnings);
  }

  @Test
  void aHeapTooSmallForAnAdoptionIsWarnedOfWithWhatItTakes() {
    HeapCheck check = heap(700);
    for (int movies = 1; movies <= MILLION; movies++) {
      check.check(movies, 64, 0, true);
    }
    assertEquals(1, warnings.size(), "once while it is read");
    check.checkAll(MILLION, 64, 0);
    assertEquals(2, warnings.size(), "and with all that was read");
    assertTrue(
        warnings.get(1).startsWith("1,000,000 movies of rank 64"), "says " + warnings.get(1));
    assertTrue(warnings.get(1).contains("-Xmx771m"), "says " + warnings.get(1));
  }

  @Test
  void takesComeOnTopOfFactors() {
    heap(1_000).check(MILLION, 64, 300 * MIB, true);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("-Xmx1071m"), "says " + warnings.get(0));
    assertThrows(HeapTooSmallException.class, () -> heap(500).check(MILLION, 64, 200 * MIB, true));
  }

  @Test
  void aStartThatCannotPossiblyFitIsRefused() {
    HeapCheck check = heap(300);
    HeapTooSmallException refused =
        assertThrows(HeapTooSmallException.class, () -> check.check(MILLION, 64, 0, true));
    assertTrue(String.valueOf(refused.getMessage()).contains("may use 300"));
    heap(300).check(MILLION, 64, 0, false);
    assertEquals(1, warnings.size(), "who is at work already is only warned");
  }

  @Test
  void whatLeftCountsWhileItsPlaceIsNotGivenOutAgain() {
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    MovieReplica replica = new MovieReplica(sgd, 1, heap(129));
    for (int i = 0; i < 10_000; i++) {
      String id = "m" + i;
      replica.take(new MovieEvent(id, new Movie(id, id, List.of("Crime"), null)));
      replica.take(new MovieEvent(id, null));
    }
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).startsWith("10,000 movies of rank 32"), "says " + warnings.get(0));
  }
}
