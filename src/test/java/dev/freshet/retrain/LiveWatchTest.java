package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Trigger;
import dev.freshet.wire.Checkpoint.Watch;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.ListHits;
import dev.freshet.wire.LiveRecall;
import dev.freshet.wire.Ranking;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The story of a promoted generation, look by look; windows have 1,000 ratings. */
class LiveWatchTest {

  private static final LiveWatch.Settings SETTINGS =
      new LiveWatch.Settings(.02f, new LiveWatch.Window(1_000, 2), .05f, Duration.ofDays(7));

  private final TreeMap<Integer, Checkpoint> checkpoints = new TreeMap<>();
  private ErrorSums totals = window(50_000, 1);
  private List<LiveRecall> lists = List.of();
  private Duration liveFor = Duration.ZERO;

  @Test
  void theWindowBeginsWhenEverybodyHasAdopted() {
    promote(1, window(1_000, .9));

    LiveWatch.Observation first = look(1);

    assertEquals(Watch.before(window(1_000, .9)).beginning(totals), watch(first));
    assertTrue(first.isOnProbation());
    assertNull(first.back());
    learn(999, 2);
    assertEquals(new LiveWatch.Observation(null, null, null, true), look(1), "not full yet");
  }

  @Test
  void aPromotedModelThatDoesWorseThanTheOneBeforeGoesBackAndOnlyOnce() {
    promote(1, window(1_000, .9));
    look(1);
    learn(1_000, 1);

    LiveWatch.Observation full = look(1);

    assertEquals(
        "over 1,000 ratings the live error is 1.0000 of that of biases alone, against 0.9000 before"
            + " it: +11.1%, 2.0% are allowed",
        full.back());
    assertEquals(1, Objects.requireNonNull(watch(full).after()).relative(), 1e-9);
    learn(1_000, 1);
    assertNull(look(1).back(), "what was found is noted: not a second time");
  }

  @Test
  void aModelThatDoesNoWorseStays() {
    promote(1, window(1_000, .9));
    look(1);
    learn(1_000, .9);

    LiveWatch.Observation full = look(1);

    assertNull(full.back());
    assertFalse(full.isOnProbation());
    assertEquals(.9, Objects.requireNonNull(watch(full).newest()).relative(), 1e-9);
    assertEquals(totals, watch(full).from(), "the next window begins");
  }

  /** Of generation 0, 6% of the takes were in the last list and 4% in one by popularity. */
  private LiveRecall lists(int generation, Arm arm, int hits) {
    return new LiveRecall(generation, arm, new ListHits(10_000, hits, 400, hits + 400));
  }

  @Test
  void aModelWhoseListsAreTakenLessGoesBack() {
    promote(1, window(1_000, .9));
    lists = List.of(lists(0, Arm.TREATMENT, 600), lists(1, Arm.TREATMENT, 300));
    look(1);
    learn(1_000, .9);

    assertEquals(
        "of 10,000 takes the last list had 3.00% and one by popularity 4.00%,"
            + " against 6.00% and 4.00% before it",
        look(1).back());
  }

  @Test
  void listsThatAreTakenAsMuchOrOfOthersOrOfTooFewSayNothing() {
    promote(1, window(1_000, .9));
    lists =
        List.of(
            lists(0, Arm.TREATMENT, 600),
            lists(1, Arm.TREATMENT, 590),
            lists(1, Arm.CONTROL, 10),
            lists(2, Arm.TREATMENT, 10));
    look(1);
    learn(1_000, .9);
    assertNull(look(1).back(), "ten less are chance");
    assertNull(
        LiveLists.back(
            List.of(
                lists(0, Arm.TREATMENT, 600),
                new LiveRecall(1, Arm.TREATMENT, new ListHits(499, 0, 20, 20))),
            1,
            0,
            SETTINGS.share(),
            SETTINGS.window().z()));
  }

  @Test
  void whatCameBackIsNeverSentBack() {
    put(1, Fate.ROLLED_BACK, null, Watch.before(window(1_000, .9)));
    put(2, Fate.PROMOTED, 0, null);
    look(2);
    learn(1_000, 3);

    LiveWatch.Observation full = look(2);

    assertNull(full.back());
    assertFalse(full.isOnProbation());
    assertNotNull(watch(full).after());
  }

  @Test
  void aTrainerThatIsStartedMeanwhileGoesOnFromWhatIsNoted() {
    promote(1, window(1_000, .9));
    look(1);
    learn(600, 1);
    Checkpoint noted = Checkpoint.fromJson(checkpoints.get(1).toJson());
    checkpoints.clear();
    checkpoints.put(1, noted);
    learn(400, 1);

    assertNotNull(look(1).back());
  }

  @Test
  void totalsThatFellBeginTheWindowAnew() {
    promote(1, window(1_000, .9));
    look(1);
    totals = window(10, 1);

    assertEquals(totals, watch(look(1)).from());
  }

  @Test
  void driftIsTheNewestWindowWorseThanTheFirst() {
    promote(1, window(1_000, .9));
    pass(1, .9);
    pass(1, .93);
    assertNull(look(1).drift(), "3.3% are within the share");

    pass(1, .99);

    assertEquals(
        "over 1,000 ratings the live error is 0.9900 of that of biases alone, against 0.9000 then:"
            + " +10.0%, 5.0% are allowed",
        look(1).drift());
  }

  @Test
  void aRefusedRetrainRaisesTheBarToWhatTheLiveModelDidThen() {
    promote(1, window(1_000, .9));
    pass(1, .9);
    pass(1, .99);
    assertNotNull(look(1).drift());

    put(2, Fate.REFUSED, null, Watch.before(window(1_000, .99)));

    assertNull(look(1).drift(), "the same is not tried again");
    pass(1, 1.1);
    assertNotNull(look(1).drift(), "a worse one is");
  }

  @Test
  void aRetrainThatFailedRaisesNoBar() {
    promote(1, window(1_000, .9));
    pass(1, .9);
    pass(1, .99);

    put(2, Fate.FAILED, null, Watch.before(window(1_000, .99)));

    assertNotNull(look(1).drift(), "nothing was tried in earnest");
  }

  @Test
  void settingsTurnEachOff() {
    promote(1, window(1_000, .9));
    assertEquals(
        LiveWatch.Observation.NOTHING,
        LiveWatch.look(checkpoints, 1, totals, List.of(), liveFor, LiveWatch.Settings.off()));

    pass(1, .9);
    pass(1, 1.5);
    assertNotNull(look(1).drift());
    LiveWatch.Settings noDrift =
        new LiveWatch.Settings(.02f, new LiveWatch.Window(1_000, 2), 0, Duration.ofDays(7));
    assertNull(LiveWatch.look(checkpoints, 1, totals, List.of(), liveFor, noDrift).drift());
    assertEquals(LiveWatch.Observation.NOTHING, look(0), "generation 0 was never promoted");
  }

  private static LiveRecall recall(int generation, long takes, long hits, long popular) {
    return new LiveRecall(
        generation, Arm.TREATMENT, new ListHits(takes, hits, popular, hits + popular));
  }

  /** Ratings are few beside other events: lists that are clearly worse do not wait for them. */
  @Test
  void listsThatAreClearlyWorseGoBackBeforeEnoughWasRated() {
    promote(1, window(1_000, .9));
    look(1);
    learn(10, .9);
    lists = List.of(recall(0, 10_000, 1_000, 400), recall(1, 10_000, 930, 400));
    assertNull(look(1).back(), "by less than three standard errors");
    assertTrue(look(1).isOnProbation());

    lists = List.of(recall(0, 10_000, 1_000, 400), recall(1, 10_000, 500, 400));
    LiveWatch.Observation found = look(1);
    assertNotNull(found.back());
    assertFalse(found.isOnProbation());
    assertNull(look(1).back(), "what was found is noted");
  }

  /** One rating before it, and none after: what people take of lists ends the probation. */
  @Test
  void whatWasJudgedByListsAloneProvesItselfByLists() {
    promote(1, window(1, .9));
    Ranking judged = new Ranking(0, 600, .2, .1, .1, .01, 0, List.of());
    checkpoints.put(1, checkpoints.get(1).ranked(judged.published(1, 9, List.of(0L))));
    look(1);
    lists = List.of(recall(0, 1_000, 300, 100), recall(1, 499, 10, 50));
    assertTrue(look(1).isOnProbation(), "not enough yet");
    assertNull(look(1).back());

    lists = List.of(recall(0, 1_000, 300, 100), recall(1, 600, 10, 60));
    LiveWatch.Observation found = look(1);
    assertNotNull(found.back());
    assertFalse(look(1).isOnProbation());

    promote(2, window(1_000, .9));
    checkpoints.put(2, checkpoints.get(2).ranked(judged.published(2, 9, List.of(0L))));
    look(2);
    learn(1_000, 2);
    assertNotNull(look(2).back(), "ratings tell as well, once there are enough");
  }

  /** A small shop would wait for years. */
  @Test
  void probationEndsAfterASetTimeWithTheRatingsThatCame() {
    promote(1, window(1_000, .9));
    look(1);
    learn(40, .9);
    liveFor = Duration.ofDays(7).minusMillis(1);
    assertTrue(look(1).isOnProbation());

    liveFor = Duration.ofDays(7);
    LiveWatch.Observation over = look(1);

    assertFalse(over.isOnProbation());
    assertNull(over.back());
    assertEquals(40, Objects.requireNonNull(watch(over).after()).ratings());
    assertFalse(look(1).isOnProbation());
  }

  @Test
  void aModelThatDidFarWorseGoesBackWhenTheTimeIsOverIfTheRatingsAreEnoughToTell() {
    promote(1, window(1_000, .9));
    look(1);
    learn(600, 2);
    assertNull(look(1).back());
    liveFor = Duration.ofDays(7);
    assertNotNull(look(1).back());

    promote(2, window(1_000, .9));
    look(2);
    learn(40, 2);
    assertNull(look(2).back(), "forty are chance");
  }

  @Test
  void driftIsHeldAgainstTheFirstWholeWindowAfterAShortProbation() {
    promote(1, window(1_000, .9));
    look(1);
    learn(3, .1);
    liveFor = Duration.ofDays(7);
    look(1);
    pass(1, .9);
    assertNull(look(1).drift(), "three ratings are no measure");
    pass(1, .99);
    assertNotNull(look(1).drift());
  }

  @Test
  void probationEndsWithoutAnyRating() {
    promote(1, window(1_000, .9));
    look(1);
    liveFor = Duration.ofDays(8);

    LiveWatch.Observation over = look(1);

    assertFalse(over.isOnProbation());
    assertNull(over.back());
    assertNull(look(1).drift());
  }

  private void promote(int generation, ErrorSums before) {
    put(generation, Fate.PROMOTED, null, Watch.before(before));
  }

  private void put(int generation, Fate fate, @Nullable Integer restores, @Nullable Watch watch) {
    Checkpoint checkpoint =
        new Checkpoint(
            generation,
            new Checkpoint.Decision(fate, "", 0),
            new Checkpoint.Lineage(0, restores),
            9,
            Checkpoint.Judgement.NONE,
            Checkpoint.Seconds.NONE,
            List.of(),
            null,
            Trigger.GROWTH,
            watch,
            null,
            null);
    checkpoints.put(generation, checkpoint);
  }

  /** Looks, and notes what has to be noted, as the trainer does. */
  private LiveWatch.Observation look(int live) {
    LiveWatch.Observation found =
        LiveWatch.look(checkpoints, live, totals, lists, liveFor, SETTINGS);
    if (found.noted() != null) {
      checkpoints.put(live, found.noted());
    }
    return found;
  }

  private static Watch watch(LiveWatch.Observation found) {
    return Objects.requireNonNull(Objects.requireNonNull(found.noted()).watch());
  }

  /** A whole window of that relative error passes under the generation. */
  private void pass(int generation, double relative) {
    look(generation);
    learn(1_000, relative);
    look(generation);
  }

  private void learn(int ratings, double relative) {
    totals = totals.plus(window(ratings, relative));
  }

  /** Ratings of that relative RMSE; each difference of squared errors deviates by .1. */
  private static ErrorSums window(int ratings, double relative) {
    double d = relative * relative - 1;
    return new ErrorSums(ratings, relative * relative * ratings, ratings, (d * d + .01) * ratings);
  }
}
