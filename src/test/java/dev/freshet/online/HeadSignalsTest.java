package dev.freshet.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.TakeMix.Signal;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Movies 0 and 1 were liked; 2 to 5 are the head, of which 5 has no vector. */
class HeadSignalsTest {

  private static final TakeMix VECTORS =
      new TakeMix().without(EnumSet.complementOf(EnumSet.of(Signal.VECTORS)));

  private final RankingVectors vectors = new RankingVectors(3);
  private final TakeScores scores = new TakeScores();
  private final TopN head = new TopN(4);
  private final HeadSignals signals = new HeadSignals();

  HeadSignalsTest() {
    vectors.put(0, new float[] {1, 0});
    vectors.put(1, new float[] {1, 2});
    vectors.put(2, new float[] {1, 1}); // x·y = (2·1 + 2·1) / √2
    vectors.put(3, new float[] {0, 1}); // 2 / √2
    vectors.put(4, new float[] {-1, 1}); // 0
    for (int movie = 2; movie < 6; movie++) {
      head.offer(movie, 6 - movie);
    }
    head.sort();
  }

  private void look(int... liked) {
    scores.prepare(new TakenMovies(), vectors, new int[0], Likes.of(liked), new RatedMovies());
    signals.look(head, scores, movie -> movie == 2 ? .25f : 0);
  }

  private float[] vectorsOfHead() {
    float[] all = new float[head.size()];
    for (int place = 0; place < all.length; place++) {
      all[place] = signals.score(VECTORS, place, 0);
    }
    return all;
  }

  @Test
  void tasteIsTheSumOfWhatWasLikedAndPlacesAMovieBetweenTheLeastAndTheMost() {
    look(0, 1);
    assertArrayEquals(new float[] {1, .5f, 0, 0}, vectorsOfHead(), 1e-6f);
    assertEquals(4 / Math.sqrt(2), signals.range(), 1e-6);
  }

  @Test
  void whoLikedNothingThatHasAVectorHasNoTaste() {
    look(5);
    assertArrayEquals(new float[4], vectorsOfHead());
    assertEquals(0, signals.range());
  }

  @Test
  void bothSignalsAddToTheScore() {
    look(0, 1);
    TakeMix mix = new TakeMix();
    float sum = 10 + .25f * mix.weight(Signal.RATING) + mix.weight(Signal.VECTORS);
    assertEquals(sum, signals.score(mix, 0, 10), 1e-6f);
  }

  /** Movie 0 adds 1/√2 to x·y of movie 2, movie 1 adds 3/√2; the range is 4/√2. */
  private float spoke(int place, int movie) {
    Reasons reasons = new Reasons();
    reasons.weigh(new TakeOrder(scores, VECTORS, 0), signals, new int[] {4, movie});
    return reasons.weight(1, place);
  }

  @Test
  void eachLikedMovieSpeaksByItsPartOfTheTaste() {
    look(0, 1);
    assertEquals(.25f, spoke(0, 2), 1e-6f);
    assertEquals(.75f, spoke(1, 2), 1e-6f);
    assertEquals(0, spoke(0, 5), "it has no vector");
  }

  /** Somebody wrote a vector that is finite and whose products are not. */
  @Test
  void vectorsThatAreFarTooLongSayNothing() {
    vectors.put(2, new float[] {3e38f, 3e38f});
    look(0, 1);
    assertArrayEquals(new float[] {0, 1, 0, 0}, vectorsOfHead(), 1e-6f);
    vectors.put(2, new float[] {1e38f, 0});
    vectors.put(3, new float[] {-1e38f, -1e38f});
    look(0);
    for (float signal : vectorsOfHead()) {
      assertTrue(signal >= 0 && signal <= 1, "" + signal);
    }
  }

  @Test
  void aMovieThatLeavesTakesItsVectorAlong() {
    vectors.remove(2);
    look(0, 1);
    assertArrayEquals(new float[] {0, 1, 0, 0}, vectorsOfHead(), 1e-6f);
    assertEquals(4, vectors.size());
    vectors.remove(77);
    assertEquals(4, vectors.size());
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> vectors.put(9, new float[3]));
    assertTrue(String.valueOf(e.getMessage()).contains("length 3 beside others of 2"));
  }
}
