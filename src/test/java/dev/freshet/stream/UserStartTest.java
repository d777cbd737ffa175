package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.UserProgress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class UserStartTest {

  private static final Bytes ADA = Bytes.wrap("ada".getBytes(StandardCharsets.UTF_8));
  private static final int RANK = 4;
  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(RANK), new Scale(0, 4)); // μ = 2

  /** Two ratings that are 3.3 above μ together, beside ten at μ. */
  private static final float PRIOR = 3.3f / 12;

  private final MovieReplica replica = new MovieReplica(SGD, 1);
  private final UserProgress progress = new UserProgress();
  private final UserStart start = new UserStart(SGD, replica, progress);

  UserStartTest() {
    progress.learned(4, 2, 2, 2);
    progress.learned(3.3f, 2, 2, 2);
  }

  /** Generation 1 has vectors of two numbers, whatever the settings say. */
  private void retrained() {
    replica.putFactors("alien", new Factors(1, 1, 0, 0, new float[2]));
    replica.take(new GenerationMark(0, 1));
    progress.switchTo(1, 2);
  }

  private static void assertStart(int generation, int rank, Factors start) {
    assertEquals(generation, start.generation());
    assertEquals(0, start.steps());
    assertEquals(PRIOR, start.bias(), 1e-6f);
    assertEquals(PRIOR, start.baseline(), 1e-6f);
    assertArrayEquals(SGD.starts().newUser("ada", generation, 0, rank).vector(), start.vector());
  }

  @Test
  void whoIsNewStartsInThePartitionsGenerationAtTheMeanOfWhatWasLearned() {
    assertStart(0, RANK, start.toLearn(null, ADA));
    assertStart(0, RANK, start.anew(null, ADA));
    retrained();
    assertStart(1, 2, start.toLearn(null, ADA));
    assertStart(1, 2, start.anew(null, ADA));
  }

  @Test
  void whoIsKnownLearnsOnWithTheirOwnFactors() {
    Factors known = new Factors(0, 3, .5f, .25f, new float[RANK]);
    assertSame(known, start.toLearn(known, ADA));
    retrained();
    Factors moved = new Factors(1, 3, .5f, .25f, new float[2]);
    assertSame(moved, start.toLearn(moved, ADA));
  }

  @Test
  void aVectorOfAnotherRankThanItsGenerationStartsAfreshAndTheBiasesStay() {
    retrained();
    Factors known = new Factors(1, 3, .5f, .25f, new float[RANK]);
    for (Factors fitting :
        new Factors[] {start.toLearn(known, ADA), start.toScore(replica.matrix(), known, ADA)}) {
      assertEquals(3, fitting.steps());
      assertEquals(.5f, fitting.bias());
      assertEquals(.25f, fitting.baseline());
      assertArrayEquals(SGD.starts().newUser("ada", 1, 0, 2).vector(), fitting.vector());
    }
  }

  @Test
  void whoLearnsAnewStaysInTheirGeneration() {
    retrained();
    assertStart(0, RANK, start.anew(new Factors(0, 3, .5f, .25f, new float[RANK]), ADA));
  }

  @Test
  void aFoldInBeginsInTheSpaceOfTheUsersFactors() {
    assertStart(3, 5, start.beside(new Factors(3, 1, .5f, .25f, new float[5]), ADA));
  }

  @Test
  void whoIsNewIsScoredWithAStartBesideTheMovies() {
    assertStart(2, 3, start.toScore(new FactorMatrix(3, 2), null, ADA));
  }

  @Test
  void whoMovesTakesWhatWasTrainedIfItFits() {
    retrained();
    Factors trained = new Factors(1, 9, .5f, 0, new float[2]);
    assertSame(trained, start.toMove(trained, ADA));
    assertStart(1, 2, start.toMove(null, ADA));
    assertStart(1, 2, start.toMove(new Factors(1, 9, .5f, 0, new float[3]), ADA));
    assertStart(1, 2, start.toMove(new Factors(2, 9, .5f, 0, new float[2]), ADA));
  }
}
