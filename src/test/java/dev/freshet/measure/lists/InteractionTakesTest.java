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
import dev.freshet.online.TakeMix;
import dev.freshet.online.TakeMix.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ratings, views (.2 each), purchases (1), a skip (-.5) whose takes and questions are worked out by
 * hand. Liked is 4 or more.
 *
 * <pre>
 *  #  second user event        movie  take gains
 *  0      0   a    view         m1     .2
 *  1      1   b    purchase     m1     1, whole
 *  2      2   b    view         m2     .2
 *  3      3   c    5            m2     1, whole
 *  4      4   c    view         m3     .2
 *  5    100   a    purchase     m1     .8, whole; question 0: a view hides nothing
 *  6    101   a    purchase     m1     nothing, it is whole
 *  7    102   b    view         m2     .2
 *  8    103   b    view         m2     .2, whole by three views; none of them is a question
 *  9    104   b    purchase     m2     .4; question 1: the first that counts half by itself
 * 10    105   c    4            m3     .8, whole; question 2
 * 11    106   c    purchase     m2     nothing, it was rated well
 * 12    107   a    skip         m3     nothing, and a does not have it
 * 13    108   a    take         m3     .5, whole, less by the skip; question 3
 * 14    109   b    purchase .4  m3     .4; no question, but hidden
 * 15    110   d    2            m3     nothing
 * </pre>
 */
class InteractionTakesTest {

  private static final double CLOSE = 1e-6;

  @TempDir private Path directory;
  private Ratings ratings;
  private Takes takes;
  private Questions questions;

  @BeforeEach
  void read() throws IOException {
    RatingSet set =
        open(
            """
            userId,movieId,event,rating,timestamp
            a,m1,view,,1000000000
            b,m1,purchase,,1000000001
            b,m2,view,,1000000002
            c,m2,,5,1000000003
            c,m3,view,,1000000004
            a,m1,purchase,,1000000100
            a,m1,purchase,,1000000101
            b,m2,view,,1000000102
            b,m2,view,,1000000103
            b,m2,purchase,,1000000104
            c,m3,,4,1000000105
            c,m2,purchase,,1000000106
            a,m3,skip,,1000000107
            a,m3,take,,1000000108
            b,m3,purchase,0.4,1000000109
            d,m3,,2,1000000110
            """,
            new Scale(1, 5));
    ratings = set.ratings();
    takes = new Takes(ratings, 4, InteractionWeights.defaults());
    questions = Questions.of(ratings, 4, InteractionWeights.defaults());
  }

  private RatingSet open(String text, @Nullable Scale scale) throws IOException {
    return RatingFiles.open(Files.writeString(directory.resolve("ratings.csv"), text), scale);
  }

  private List<Integer> those(IntPredicate which) {
    return IntStream.range(0, ratings.size()).filter(which).boxed().toList();
  }

  @Test
  void aTakeGrowsUntilItIsWhole() {
    double[] gains = {.2, 1, .2, 1, .2, .8, 0, .2, .2, .4, .8, 0, 0, .5, .4, 0};
    for (int event = 0; event < gains.length; event++) {
      assertEquals(gains[event], takes.gain(event), CLOSE, "event " + event);
    }
    assertEquals(List.of(1, 3, 5, 8, 10, 13), those(takes::isWhole));
  }

  @Test
  void usersHaveWhatTheyRatedOrWhatCountsAboveNothing() {
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15), those(takes::isHad));
  }

  @Test
  void ratingsPurchasesAndTakesHide() {
    assertEquals(List.of(1, 3, 5, 6, 9, 10, 11, 13, 14, 15), those(takes::hides));
  }

  @Test
  void aQuestionCountsHalfAndIsTheFirst() {
    assertEquals(List.of(1, 3, 5, 9, 10, 13), those(takes::isQuestion));
    assertEquals(
        List.of(5, 9, 10, 13),
        IntStream.range(0, questions.size()).mapToObj(questions::event).toList(),
        "from 30% of the stream on");
  }

  @Test
  void whatTakesLessMayBeAskedOnceAlone() throws IOException {
    InteractionWeights weights =
        new InteractionWeights(
            Map.of(
                "skip", new InteractionWeights.Weight(-.5f, false),
                "buy", new InteractionWeights.Weight(.6f, false)));
    ratings = open("user,movie,event\na,m,skip\na,m,buy\na,m,buy\na,m,buy\n", null).ratings();
    takes = new Takes(ratings, 4, weights);
    assertEquals(.1, takes.gain(1), CLOSE);
    assertEquals(.6, takes.gain(2), CLOSE, "1.2 - .5, which was .1");
    assertEquals(List.of(2), those(takes::isWhole));
    assertEquals(List.of(1), those(takes::isQuestion));
  }

  @Test
  void theSameAgainCountsOnceAndNamesThatAreNotAcceptedNothing() throws IOException {
    ratings =
        open(
                """
                user,movie,event,value,time
                a,m,view,1,1000000001
                a,m,view,1,1000000001
                a,m,view,2,1000000001
                a,m,stare,9,1000000002
                """,
                null)
            .ratings();
    takes = new Takes(ratings, 4, InteractionWeights.defaults());
    assertEquals(.2, takes.gain(0), CLOSE);
    assertEquals(0, takes.gain(1), "the same event");
    assertEquals(.2, takes.gain(2), CLOSE, "of two values at one time the larger stands");
    assertEquals(0, takes.gain(3));
    assertEquals(List.of(0, 2), those(takes::isHad));
  }

  /**
   * Question 0: m1 .2 + 1, m2 the same, m3 .2; what a viewed is a candidate. Question 1: m2 1.6, m3
   * .2, as b purchased m1. Question 2: m1 2, m3 .2, as c rated m2. Question 3: m2 2, m3 1, as a
   * purchased m1.
   */
  @Test
  void popularityCountsWhatTakesGained() {
    Answers answers = answers(new TakeCounts(takes, Double.POSITIVE_INFINITY));
    assertEquals(List.of(2, 1, 2, 2), places(answers));
    assertEquals(List.of("m1", "m2", "m3"), top(answers, 0));
    assertEquals(List.of("m2", "m3"), top(answers, 1));
    assertEquals(List.of("m1", "m3"), top(answers, 2));
    assertEquals(List.of("m2", "m3"), top(answers, 3));
  }

  /** b viewed m2 three times and bought it after m1; c had m3 after m2 by .2 and then .8. */
  @Test
  void transitionsCountWhatTakesGained() {
    Transitions transitions = new Transitions(takes);
    for (int event = 0; event < 13; event++) {
      transitions.learn(event);
    }
    double[] scores = new double[3];
    transitions.score(13, scores); // a, whose only movie is m1
    assertEquals(0, scores[0], CLOSE, "no movie follows itself");
    assertEquals(1, scores[1], CLOSE);
    assertEquals(0, scores[2], CLOSE);
    transitions.score(11, scores); // c, whose last are now m2, m3
    assertEquals(1, scores[2], CLOSE);
  }

  /** XᵀX + I before event 10 is [3 1; 1 3], its inverse [3 -1; -1 3] / 8: b took m2 by views. */
  @Test
  void theAutoencoderKnowsWholeTakes() {
    EaseLine ease = new EaseLine(takes, Kernels.choose("ejml"), 1);
    for (int event = 0; event < 10; event++) {
      ease.learn(event);
    }
    double[] scores = new double[3];
    ease.score(10, scores); // c, who took m2
    assertEquals(1 / 3., scores[0], CLOSE);
    assertEquals(-1, scores[1], CLOSE);
    assertEquals(Double.NEGATIVE_INFINITY, scores[2], "c viewed m3, which is no whole take");
  }

  @Test
  void predictedRatingsAreOfRatingsAlone() {
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), new Scale(1, 5));
    PredictedRatings line = new PredictedRatings(ratings, sgd, .1f);
    for (int event = 0; event < ratings.size(); event++) {
      line.learn(event);
    }
    double[] scores = new double[3];
    line.score(0, scores); // a, who rated nothing
    assertEquals(Double.NEGATIVE_INFINITY, scores[0], "nobody rated m1");
    assertTrue(Double.isFinite(scores[1]) && Double.isFinite(scores[2]));
  }

  @Test
  void whatIsAskedIsSaidInTheTable() {
    String mixed = ListFindings.tableOf(questions, Map.of());
    assertTrue(
        mixed.contains("4 takes, liked first ratings (4.0 or more) among them, where"), mixed);
  }

  /** The same movies are taken by the same people, as ratings and as take-up. */
  @Test
  void takeUpIsAskedAndAnsweredAsLikedRatingsAre() throws IOException {
    List<Integer> pairs = new ArrayList<>(IntStream.range(0, 120).boxed().toList());
    Collections.shuffle(pairs, new Random(1));
    StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 60; i++) {
      int pair = pairs.get(i);
      text.append("u%d,m%d,5,%d%n".formatted(pair % 6, pair / 6, 1_000_000_000 + 90 * i));
    }
    RatingSet rated = open(text.toString(), new Scale(1, 5));
    RatingSet taken = open(text.toString(), null);
    assertTrue(rated.ratings().hasRatings());
    assertFalse(taken.ratings().hasRatings());
    List<Function<Takes, Line>> lines =
        List.of(
            of -> new TakeCounts(of, 20),
            Transitions::new,
            of -> new EaseLine(of, Kernels.choose("ejml"), 1),
            InteractionTakesTest::takeLine);
    for (Function<Takes, Line> line : lines) {
      questions = Questions.of(rated.ratings(), 4, InteractionWeights.defaults());
      Answers ofRatings = answers(line.apply(questions.takes()));
      List<Integer> places = places(ofRatings);
      assertTrue(places.size() > 20, places.toString());
      assertTrue(Set.copyOf(places).size() > 2, places.toString());
      questions = Questions.of(taken.ratings(), 4, InteractionWeights.defaults());
      assertEquals(places, places(answers(line.apply(questions.takes()))));
    }
    ListFindings.Replayed none =
        new ListFindings.Replayed(new ListFindings.Staleness(0, 0), Map.of());
    Map<String, Object> map = new ListFindings(questions, none, none, Map.of()).toMap();
    assertFalse(map.containsKey("likedFrom"), "nothing was rated");
  }

  private static Line takeLine(Takes of) {
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), new Scale(1, 5));
    TakeMix mix = new TakeMix().without(Set.of(Signal.RATING));
    return new TakeLine(of, mix, sgd, RetrainedVectors.none(), TakeLine.Variety.NONE);
  }

  private Answers answers(Line line) {
    return Reading.of(questions, line, questions.ratings().size(), event -> {});
  }

  private List<Integer> places(Answers answers) {
    return IntStream.range(0, questions.size()).mapToObj(answers::place).toList();
  }

  private List<String> top(Answers answers, int question) {
    return IntStream.of(answers.top(question)).mapToObj(ratings.movieIds()::get).toList();
  }
}
