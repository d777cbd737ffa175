package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.online.StepSize;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.Side;
import dev.freshet.wire.SourceLog;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hand-worked numbers: vectors of length two, a scale from 0 to 4, start vectors of zeros. */
class RatingStepTest {

  private static final Bytes ADA = user("ada");
  private static final long T = 1_500_000_000_000L;
  private static final long ARRIVAL = T + 60_000;
  private static final SourcePosition SOURCE = new SourcePosition(1, 7);

  private static final OnlineSgd SGD = // μ = 2, w = 4
      new OnlineSgd(
          new OnlineSgd.Settings(
              null,
              2,
              0,
              Map.of(
                  OnlineSgd.Rate.USER_BIAS, StepSize.constant(.5f),
                  OnlineSgd.Rate.MOVIE_BIAS, StepSize.constant(.25f),
                  OnlineSgd.Rate.USER_VECTOR, StepSize.constant(.4f),
                  OnlineSgd.Rate.MOVIE_VECTOR, StepSize.constant(.8f),
                  OnlineSgd.Rate.USER_BASELINE, StepSize.constant(.1f),
                  OnlineSgd.Rate.MOVIE_BASELINE, StepSize.constant(.2f)),
              .125f, // L2
              new UserFoldIn.Settings(4, 5, 3),
              1f),
          new Scale(0, 4));

  private final MovieReplica replica = new MovieReplica(SGD, 1);
  private final UserProgress progress = new UserProgress();
  private final List<String> told = new ArrayList<>();
  private final RatingStep step = step();

  private RatingStep step() {
    UserStart start = new UserStart(SGD, replica, progress);
    UserLearner learner = new UserLearner(SGD, start, replica, progress);
    LearningListener listener =
        new LearningListener() {
          @Override
          public void refused(Side side) {
            told.add("refused " + side);
          }

          @Override
          public void learned(float rating, float prediction, float baseline, float mean) {
            told.add(rating + " not " + prediction + ", " + baseline + ", " + mean);
          }
        };
    replica.putFactors("alien", factors(0, 1, .25f, -.5f, .5f, -.25f));
    return new RatingStep(
        SGD,
        start,
        learner,
        replica,
        progress,
        InteractionWeights.defaults(),
        new ControlArm(0),
        listener);
  }

  private static Bytes user(String id) {
    return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
  }

  private static Factors factors(
      int generation, int steps, float bias, float baseline, float... vector) {
    return new Factors(generation, steps, bias, baseline, vector);
  }

  private static RoutedEvent event(Kind kind, @Nullable String movie, float rating, long time) {
    return new RoutedEvent(kind, movie, rating, time, ARRIVAL, SOURCE);
  }

  private static RoutedEvent rate(String movie, float rating) {
    return event(Kind.RATE, movie, rating, T);
  }

  private RatingStep.Taken take(UserState state, RoutedEvent event, @Nullable StoredRating stored) {
    return step.take(
        ADA,
        state,
        event,
        stored,
        (user, forgottenUpTo) -> {
          throw new AssertionError("nothing is folded in in generation 0");
        });
  }

  /** Ada has rated; her first event was the newest. */
  private static UserState known(int ratings, Factors factors) {
    return UserState.NEW.after(factors, ratings, rate("heat", 3), 1);
  }

  @Test
  void theFirstRatingOfAUserIsPredictedThenLearned() {
    RatingStep.Taken taken = take(UserState.NEW, rate("alien", 3.5f), null);

    assertEquals(Admission.Outcome.LEARNED, taken.outcome());
    assertEquals(
        new StoredRating(3.5f, T, 1, 0, 2 + .25f, 2 - .5f)
            .likedAt(T)
            .asked(true)
            .withTake(new Take(T, List.of())),
        taken.rating(),
        "predicted before");
    Factors ada = taken.user().factors();
    float eta = .4f / (4 + 2 * .4f * .3125f); // |q|² = .25 + .0625
    assertEquals(1, ada.steps());
    assertEquals(.5f * 1.25f, ada.bias()); // e = 3.5 − 2.25
    assertEquals(.1f * 2, ada.baseline(), 1e-6f); // 3.5 − 1.5
    assertArrayEquals(new float[] {eta * 1.25f * .5f, eta * 1.25f * -.25f}, ada.vector(), 1e-6f);
  }

  @Test
  void aLearnedRatingOwesTheUserAListForTheEvent() {
    UserState ada = take(UserState.NEW, rate("alien", 3.5f), null).user();

    assertEquals(1, ada.ratings());
    assertEquals(UserState.Due.RATING, ada.due());
    assertEquals(ARRIVAL, ada.dueSince());
    assertEquals(SOURCE, ada.source());
    assertEquals(1, ada.startedAt());
  }

  @Test
  void theMovieSideIsToldTheRatingAndTheUserBeforeTheStep() {
    MovieUpdate update = take(UserState.NEW, rate("alien", 3.5f), null).update();

    assertEquals(3.5f, update.rating());
    assertEquals(0, update.user().steps());
    assertEquals(0, update.user().bias());
    assertArrayEquals(new float[2], update.user().vector());
    assertEquals(false, update.reapplied());
    assertNull(update.start(), "the movie side knows where a movie starts without genres");
  }

  @Test
  void aLearnedRatingCountsWithTheErrorsOfModelBaselineAndMean() {
    take(UserState.NEW, rate("alien", 3.5f), null);

    LearningProgress report = progress.report(0);
    assertEquals(1, report.learned());
    assertEquals(1.25 * 1.25, report.squaredError());
    assertEquals(2.0 * 2, report.squaredErrorBaseline());
    assertEquals(1.5 * 1.5, report.squaredErrorMean(), "the middle of the scale before the first");
    assertEquals(3.5, progress.sumOfRatings());
    assertEquals(List.of("3.5 not 2.25, 1.5, 2.0"), told);
  }

  @Test
  void whoComesLaterStartsAtTheMeanOfWhatWasLearned() {
    take(UserState.NEW, rate("alien", 3.5f), null);
    MovieUpdate ben =
        step.take(
                user("ben"),
                UserState.NEW,
                rate("alien", 1),
                null,
                (u, t) -> new StandingRatings(List.of()))
            .update();

    float prior = 1.5f / 11; // one rating 1.5 above μ beside ten at μ
    assertEquals(prior, ben.user().bias(), 1e-6f);
    assertEquals(prior, ben.user().baseline(), 1e-6f);
  }

  @Test
  void aRatingInPlaceOfAnotherIsLearnedAndStandsOnce() {
    StoredRating before = new StoredRating(2, T - 1, 1, 0, 2, 2);
    RatingStep.Taken taken = take(known(1, factors(0, 3, .5f, 0, 1, 2)), rate("alien", 3), before);

    assertEquals(Admission.Outcome.LEARNED, taken.outcome());
    assertEquals(1, taken.user().ratings());
    assertEquals(4, taken.user().factors().steps());
    assertEquals(2 + .5f + .25f + (1 * .5f - 2 * .25f), taken.rating().prediction());
  }

  @Test
  void aRatingAfterARetractionStandsAgain() {
    StoredRating marker = StoredRating.retracted(T - 1, 1, 0);
    RatingStep.Taken taken = take(known(1, factors(0, 3, .5f, 0, 1, 2)), rate("alien", 3), marker);

    assertEquals(2, taken.user().ratings());
  }

  @Test
  void aRetractionLeavesAMarkerAndLearnsNothing() {
    Factors ada = factors(0, 3, .5f, 0, 1, 2);
    StoredRating stored = new StoredRating(2, T - 1, 1, 0, 2, 2);
    RatingStep.Taken taken =
        take(known(2, ada), event(Kind.RETRACT, "alien", Float.NaN, T), stored);

    assertEquals(Admission.Outcome.RETRACTED, taken.outcome());
    assertEquals(StoredRating.retracted(T, 1, 0), taken.rating());
    assertNull(taken.update());
    assertSame(ada, taken.user().factors());
    assertEquals(1, taken.user().ratings());
    assertEquals(UserState.Due.RATING, taken.user().due());
    assertEquals(1, progress.report(0).retracted());
    assertEquals(0, progress.report(0).learned());
  }

  @Test
  void whatChangesNothingIsCountedAndStoredNowhere() {
    UserState ada = known(1, factors(0, 3, .5f, 0, 1, 2));
    StoredRating stored = new StoredRating(3, T, 1, 0, 2, 2);
    List<RatingStep.Taken> taken =
        List.of(
            take(ada, rate("alien", 3), stored),
            take(ada, event(Kind.RATE, "alien", 4, T - 1), stored),
            take(ada, event(Kind.FORGET, null, Float.NaN, T), null));

    for (RatingStep.Taken each : taken) {
      assertSame(ada, each.user());
      assertNull(each.rating());
      assertNull(each.update());
    }
    LearningProgress report = progress.report(0);
    assertEquals(3, report.sequence());
    assertEquals(1, report.unchanged());
    assertEquals(1, report.late());
    assertEquals(1, report.forgotten());
  }

  @Test
  void aStepThatIsNotFiniteIsRefusedAndTheRatingStands() {
    replica.putFactors("heat", factors(0, 1, 0, 0, 4, -4));
    Factors ada = factors(0, 3, 0, 0, Float.MAX_VALUE, Float.MAX_VALUE); // p·q = ∞ − ∞
    RatingStep.Taken taken = take(known(1, ada), rate("heat", 3), null);

    assertSame(ada, taken.user().factors());
    assertEquals(2, taken.user().ratings());
    assertNotNull(taken.rating());
    assertEquals(1, progress.report(0).refused());
    assertEquals("refused " + Side.USERS, told.get(0));
  }

  /** Movies of zeros: the bias is the mean of r − μ, with four ratings of the start counted in. */
  @Test
  void theFirstRatingsInARetrainedGenerationAreFoldedInWithTheNewOneInPlaceOfTheOld() {
    replica.putFactors("heat", factors(1, 1, 0, 0, 0, 0));
    replica.putFactors("brazil", factors(1, 1, 0, 0, 0, 0));
    replica.take(new GenerationMark(0, 1));
    StandingRatings standing =
        new StandingRatings(
            List.of(
                new StandingRatings.PlacedRating("brazil", 1, 1),
                new StandingRatings.PlacedRating("heat", 4, 2)));
    StoredRating before = new StoredRating(1, T - 1, 1, 1, 2, 2);

    RatingStep.Taken taken =
        step.take(
            ADA,
            known(2, factors(1, 2, 0, 0, 0, 0)),
            rate("brazil", 3),
            before,
            (user, forgottenUpTo) -> standing);

    assertEquals((2 + 1) / (2 + 4f), taken.user().factors().bias(), 1e-6f); // of 4 and 3
    assertEquals(3, taken.user().factors().steps());
  }

  private static RoutedEvent does(Kind kind, String name, float value, long time) {
    return new RoutedEvent(
        kind,
        "alien",
        Float.NaN,
        time,
        ARRIVAL,
        SOURCE,
        SourceLog.UNKNOWN,
        new Interaction(name, value));
  }

  private RatingStep.Taken after(@Nullable StoredRating stored, RoutedEvent event) {
    return take(known(1, factors(0, 3, .5f, 0, 1, 2)), event, stored);
  }

  /** A button that is pressed and pressed again is one question. */
  @Test
  void whatWasTakenBackIsAskedOnce() {
    RatingStep.Taken liked = after(null, rate("alien", 4));
    assertTrue(liked.isQuestion());
    RatingStep.Taken back = after(liked.rating(), event(Kind.RETRACT, "alien", Float.NaN, T + 1));
    assertFalse(after(back.rating(), event(Kind.RATE, "alien", 4, T + 2)).isQuestion());

    RatingStep.Taken bought = after(null, does(Kind.INTERACT, "purchase", 1, T));
    assertTrue(bought.isQuestion());
    RatingStep.Taken undone = after(bought.rating(), does(Kind.UNDO, "purchase", Float.NaN, T + 1));
    assertFalse(after(undone.rating(), does(Kind.INTERACT, "purchase", 1, T + 2)).isQuestion());
  }

  @Test
  void aPurchaseAfterManyViewsIsAQuestion() {
    StoredRating stored = null;
    for (int view = 0; view < 20; view++) {
      RatingStep.Taken viewed = after(stored, does(Kind.INTERACT, "view", 1, T + view));
      assertFalse(viewed.isQuestion());
      stored = viewed.rating();
    }
    RatingStep.Taken bought = after(stored, does(Kind.INTERACT, "purchase", 1, T + 20));
    assertTrue(bought.isQuestion());
    assertFalse(
        after(bought.rating(), does(Kind.INTERACT, "purchase", 1, T + 21)).isQuestion(),
        "it hides");
  }

  /** Where the movie stood in lists before it was taken is kept, whatever is said of it later. */
  @Test
  void aPlaceOutlivesWhatFollowsTheTake() {
    StoredRating bought = after(null, does(Kind.INTERACT, "purchase", 1, T)).rating().stoodAt(3, 1);
    StoredRating rated = after(bought, event(Kind.RATE, "alien", 4, T + 1)).rating();
    assertEquals(3, rated.place());
    assertEquals(1, rated.placedAt());
    assertEquals(rated, StoredRating.fromBytes(rated.toBytes()));
    StoredRating again = after(rated, event(Kind.RATE, "alien", 2, T + 2)).rating();
    assertEquals(3, again.place());
    StoredRating back = after(again, event(Kind.RETRACT, "alien", Float.NaN, T + 3)).rating();
    assertEquals(3, back.place(), "the purchase stands");
    StoredRating undone = after(back, does(Kind.UNDO, "purchase", Float.NaN, T + 4)).rating();
    assertNull(undone.take());
  }
}
