package dev.freshet.measure.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.StepSize;
import dev.freshet.stream.ListProbe.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dozen ratings whose questions, places and figures are worked out by hand. Liked is 4 or more.
 *
 * <pre>
 *  #  second user movie rating
 *  0      0   a    m1     5    take
 *  1     10   a    m2     4    take
 *  2     20   b    m1     5    take
 *  3     30   b    m3     2
 *  4     40   c    m3     4    take; below 30% of the stream, and c has no event before
 *  5    200   c    m1     5    question 0, unhurried: m1 or m2?
 *  6    210   b    m2     4    question 1, unhurried, second half: m2 alone
 *  7    220   d    m4     5    take; d has no event before
 *  8    230   d    m2     5    question 2, second half: m1, m2 or m3?
 *  9    240   b    m4     3
 * 10    250   a    m1     4    no first event
 * 11    400   a    m3     5    question 3, unhurried, second half: m3 or m4?
 * </pre>
 */
class ListFindingsTest {

  private static final double CLOSE = 1e-9;
  private static final double SECOND_PLACE = Math.log(2) / Math.log(3);

  @TempDir private Path directory;
  private Ratings ratings;
  private Takes takes;
  private Questions questions;

  @BeforeEach
  void read() throws Exception {
    RatingSet set =
        RatingFiles.open(
            Files.writeString(
                directory.resolve("ratings.csv"),
                """
                userId,movieId,rating,timestamp
                a,m1,5,1000000000
                a,m2,4,1000000010
                b,m1,5,1000000020
                b,m3,2,1000000030
                c,m3,4,1000000040
                c,m1,5,1000000200
                b,m2,4,1000000210
                d,m4,5,1000000220
                d,m2,5,1000000230
                b,m4,3,1000000240
                a,m1,4,1000000250
                a,m3,5,1000000400
                """),
            new Scale(1, 5));
    ratings = set.ratings();
    takes = new Takes(ratings, set.scale().likedFrom(), InteractionWeights.defaults());
    questions = Questions.of(ratings, set.scale().likedFrom(), InteractionWeights.defaults());
  }

  @Test
  void theQuestionsAreThoseThatWereMarkedByHand() {
    assertEquals(4, questions.likedFrom());
    assertEquals(
        List.of(5, 6, 8, 11),
        IntStream.range(0, questions.size()).mapToObj(questions::event).toList());
    assertEquals(List.of(1, 2, 3), those(questions::isInSecondHalf));
    assertEquals(List.of(0, 1, 3), those(questions::isUnhurried));
  }

  private List<Integer> those(IntPredicate which) {
    return IntStream.range(0, questions.size()).filter(which).boxed().toList();
  }

  @Test
  void aSampleIsOfTheSameQuestions() {
    Questions two = Questions.of(takes, 2);
    assertEquals(2, two.size());
    assertTrue(List.of(5, 6, 8, 11).containsAll(List.of(two.event(0), two.event(1))));
    assertTrue(two.event(0) < two.event(1));
  }

  /** Takes before each question: m1 2, m2 1; then m1 3, m2 1; m1 3, m2 2, m3 1; m3 1, m4 1. */
  @Test
  void popularityAndItsFiguresAreThoseWorkedOutByHand() {
    Answers answers = answers(new TakeCounts(takes, Double.POSITIVE_INFINITY));
    assertEquals(List.of(1, 1, 2, 2), places(answers), "the tie of m3 and m4 is broken against m3");
    assertEquals(List.of("m1", "m2"), top(answers, 0));
    assertEquals(List.of("m2"), top(answers, 1));
    assertEquals(List.of("m1", "m2", "m3"), top(answers, 2));
    assertEquals(List.of("m3", "m4"), top(answers, 3));

    Map<String, Double> figures = findings(answers).figures(answers);
    assertEquals(1, figures.get("recallAt10"), CLOSE);
    assertEquals(1, figures.get("recallAt20"), CLOSE);
    assertEquals((1 + 1 + 2 * SECOND_PLACE) / 4, figures.get("ndcgAt10"), CLOSE);
    assertEquals((1 + 1 + .5 + .5) / 4, figures.get("mrr"), CLOSE);
    assertEquals(1, figures.get("coverage"), CLOSE, "all four were shown");
    // Shown 1, 2, 2, 3 times: (-3·1 - 1·2 + 1·2 + 3·3) / (4·8).
    assertEquals(6 / 32., figures.get("gini"), CLOSE);

    assertEquals((1 + 2 * SECOND_PLACE) / 3, figures.get("ndcgAt10SecondHalf"), CLOSE);
    assertEquals((1 + .5 + .5) / 3, figures.get("mrrSecondHalf"), CLOSE);
    assertEquals(4 / 24., figures.get("giniSecondHalf"), CLOSE, "1, 1, 2, 2");
    assertEquals((1 + 1 + .5) / 3, figures.get("mrrUnhurried"), CLOSE);
    assertEquals(3 / 20., figures.get("giniUnhurried"), CLOSE, "1, 1, 1, 2");
  }

  @Test
  void aReversedOrderHasOtherFigures() {
    Line popularity = new TakeCounts(takes, Double.POSITIVE_INFINITY);
    Answers reversed = answers(reversed(popularity));
    assertEquals(List.of(2, 1, 2, 2), places(reversed));
    assertEquals((.5 + 1 + .5 + .5) / 4, findings(reversed).figures(reversed).get("mrr"), CLOSE);
  }

  private static Line reversed(Line line) {
    return new Line() {
      @Override
      public void score(int event, double[] scores) {
        line.score(event, scores);
        for (int movie = 0; movie < scores.length; movie++) {
          scores[movie] = -scores[movie];
        }
      }

      @Override
      public void learn(int event) {
        line.learn(event);
      }
    };
  }

  /**
   * Each take weighs four times the one before: m1 1 + 16, m2 4; at question 2 m1 1 + 16 + 256 and
   * m2 4 + 1024; at question 3 m3 64, m4 4096.
   */
  @Test
  void recentTakesWeighMore() {
    assertEquals(List.of(1, 1, 1, 2), places(answers(new TakeCounts(takes, .5))));
  }

  /**
   * Weights grow by 2^200 with each take, beyond what a double holds were they never made small.
   */
  @Test
  void weightsDoNotOverflow() {
    TakeCounts counts = new TakeCounts(takes, .005);
    double[] scores = new double[ratings.movieIds().size()];
    for (int event = 0; event < ratings.size(); event++) {
      counts.learn(event);
    }
    counts.score(0, scores);
    assertTrue(scores[2] > scores[1] && scores[1] > scores[3] && scores[3] > scores[0]);
    assertTrue(Double.isFinite(scores[2]));
  }

  /**
   * Question 0: nothing followed m3, a tie. Question 1: m2 followed m1. Question 2: nothing
   * followed m4, a tie of three. Question 3: neither m3 nor m4 followed m2 or m1, a tie.
   */
  @Test
  void transitionsAreThoseWorkedOutByHand() {
    Transitions transitions = new Transitions(takes);
    assertEquals(List.of(2, 1, 3, 2), places(answers(transitions)));
    double[] scores = new double[ratings.movieIds().size()];
    transitions.score(11, scores); // a, whose last are now m3, m2, m1
    // m1 followed m3 once; m2 m1 with 1 + .8, m3 with 1; m3 followed m2 with 1 and m1 with .8.
    assertEquals(1, scores[0], CLOSE);
    assertEquals(1 + .64 * 1.8, scores[1], CLOSE);
    assertEquals(.8 + .64 * .8, scores[2], CLOSE);
    assertEquals(0, scores[3], CLOSE);
  }

  /**
   * XᵀX + I before question 1 is [4 1 1; 1 2 0; 1 0 2], its inverse [4 -2 -2; -2 7 1; -2 1 7] / 12.
   * b took m1.
   */
  @Test
  void theAutoencoderIsItsClosedForm() {
    EaseLine ease = new EaseLine(takes, Kernels.choose("ejml"), 1);
    for (int event = 0; event < 6; event++) {
      ease.learn(event);
    }
    double[] scores = new double[ratings.movieIds().size()];
    ease.score(6, scores);
    assertEquals(-1, scores[0], 1e-6);
    assertEquals(2 / 7., scores[1], 1e-6);
    assertEquals(2 / 7., scores[2], 1e-6);
    assertEquals(Double.NEGATIVE_INFINITY, scores[3], "nobody took m4 yet");
  }

  /**
   * Nothing is learned but how often a movie was rated: m1 2, m2 1; m1 3, m2 2, m3 2; m3 2, m4 2.
   */
  @Test
  void predictedRatingsAreDampedWhereLittleWasLearned() {
    StepSize still = StepSize.constant(1e-30f);
    OnlineSgd.Settings settings =
        OnlineSgd.Settings.defaults().withVectors(0, still, still, 0).withBiases(still, still);
    OnlineSgd sgd = new OnlineSgd(settings, new Scale(1, 5));
    assertEquals(List.of(1, 1, 3, 2), places(answers(new PredictedRatings(ratings, sgd, .1f))));
  }

  @Test
  void hitsEndAtTenAndReciprocalPlacesAtAHundred() {
    Answers answers = new Answers(4);
    answers.put(0, 10, new int[0]);
    answers.put(1, 11, new int[0]);
    answers.put(2, 100, new int[0]);
    answers.put(3, 101, new int[] {0, 0});
    Figures figures = Figures.of(questions, answers, question -> true);
    assertEquals(.25, figures.recallAt10(), CLOSE);
    assertEquals(.5, figures.recallAt20(), CLOSE);
    assertEquals(Math.log(2) / Math.log(11) / 4, figures.ndcgAt10(), CLOSE);
    assertEquals((1 / 10. + 1 / 11. + 1 / 100.) / 4, figures.mrr(), CLOSE);
    assertEquals(1 / 4., figures.coverage(), CLOSE);
    assertEquals(3 / 4., figures.gini(), CLOSE, "one movie of four has all places");
  }

  @Test
  void aLiveListAnswersAsItWouldBeSent() {
    long[] behind = {7};
    PlaceProbe probe = new PlaceProbe(questions, () -> behind[0]);
    long time = ratings.eventTime(8);
    assertTrue(probe.asks("d", "m2", time));
    assertFalse(probe.asks("d", "m2", time + 1), "another event on the same movie");
    assertFalse(probe.asks("b", "m4", ratings.eventTime(9)), "no question");
    probe.answered(
        "d",
        "m2",
        List.of(
            new Place("never rated", 4),
            new Place("m2", 3),
            new Place("m1", 3),
            new Place("m3", 2)));
    assertFalse(probe.asks("d", "m2", time), "asked once");
    assertEquals(1, probe.answered());
    assertEquals(3, probe.answers().place(2), "a tie is broken against it");
    assertEquals(List.of("m2", "m1", "m3"), top(probe.answers(), 2));
    assertEquals(new ListFindings.Staleness(0, 7), PlaceProbe.staleness(List.of(probe)));
  }

  private Answers answers(Line line) {
    return Reading.of(questions, line, ratings.size(), event -> {});
  }

  private List<Integer> places(Answers answers) {
    return IntStream.range(0, questions.size()).mapToObj(answers::place).toList();
  }

  private List<String> top(Answers answers, int question) {
    return IntStream.of(answers.top(question)).mapToObj(ratings.movieIds()::get).toList();
  }

  private ListFindings findings(Answers answers) {
    ListFindings.Replayed none =
        new ListFindings.Replayed(new ListFindings.Staleness(0, 0), Map.of());
    return new ListFindings(questions, none, none, Map.of("popularity", answers));
  }
}
