package dev.freshet.stream.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which movies lists may contain. */
class CatalogueTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  private final MovieReplica replica = new MovieReplica(SGD, 1);

  private void rated(String id) {
    replica.putFactors(id, SGD.starts().newMovie(id, 0));
  }

  @Test
  void whereThereNeverWasACatalogueEveryRatedMovieMayBeListed() {
    rated("heat");
    assertTrue(replica.isListable("heat"));
    assertEquals(1, replica.listableSize());
  }

  @Test
  void anEmptiedCatalogueListsNothing() {
    rated("heat");
    replica.take(new MovieEvent("heat", new Movie("heat", "Heat", List.of(), null)));
    assertTrue(replica.isListable("heat"));
    replica.take(new MovieEvent("heat", null));
    assertFalse(replica.isListable("heat"));
    assertEquals(0, replica.listableSize());
  }

  @Test
  void anEmptiedCatalogueListsNothingAfterAStartThatReadsItsTombstones() {
    replica.take(new MovieEvent("heat", null));
    rated("heat");
    assertFalse(replica.isListable("heat"));
    assertEquals(0, replica.listableSize());
  }

  @Test
  void anEmptiedCatalogueListsNothingAfterAStartThatReadsNoneOfIt() {
    replica.hadCatalogue();
    rated("heat");
    assertFalse(replica.isListable("heat"));
    assertEquals(0, replica.listableSize());
  }
}
