package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.retrain.Action.Announce;
import dev.freshet.retrain.Action.GoBack;
import dev.freshet.retrain.Action.Note;
import dev.freshet.retrain.Action.Publish;
import dev.freshet.retrain.Action.ReadReports;
import dev.freshet.retrain.Action.Retrain;
import dev.freshet.retrain.Action.Wait;
import dev.freshet.retrain.Agenda.Asked;
import dev.freshet.retrain.Agenda.Overview;
import dev.freshet.retrain.Agenda.Situation;
import dev.freshet.retrain.Agenda.Work;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.Checkpoint.Trigger;
import dev.freshet.wire.Checkpoint.Watch;
import dev.freshet.wire.ErrorSums;
import dev.freshet.wire.RetrainRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trainer does next, case by case. */
class AgendaTest {

  private static final long NOW = 1_000;
  private static final long FUTURE = NOW + 1;
  private static final Agenda AGENDA =
      new Agenda(
          new RetrainSettings.Cadence(1_000, .1f, Duration.ofMinutes(1)),
          new LiveWatch.Settings(.02f, new LiveWatch.Window(100, 2), .05f, Duration.ofDays(7)));

  private static final Wait LOOK_IN_A_MINUTE = new Wait(NOW + Duration.ofMinutes(1).toNanos());
  private static final Wait LOOK_SOON = new Wait(NOW + Agenda.AGAIN.toNanos());

  private static final RetrainRequest TRAIN = new RetrainRequest("please", null);
  private static final RetrainRequest BACK = new RetrainRequest("worse", 0);
  private static final Asked NOTHING_ASKED = new Asked(List.of(), -1);

  private static final ErrorSums GOOD = new ErrorSums(100, 80, 100, 10);
  private static final ErrorSums BAD = new ErrorSums(100, 120, 100, 10);

  /** Generation 1 is live, and it was seen that everybody has adopted it. */
  private static final Checkpoint LIVE = live(new Watch(null, GOOD, null, null));

  private static Checkpoint live(@Nullable Watch watch) {
    Checkpoint promoted = CheckpointsTest.record(1, Fate.PROMOTED, null, 1_000);
    return watch == null ? promoted : promoted.watched(watch);
  }

  /** A situation in which nothing is to be done, to be changed in what matters. */
  private static final class Case {
    private final Checkpoints checkpoints = new Checkpoints();
    private Work work = Work.NONE;
    private Asked asked = NOTHING_ASKED;
    private int awaited;
    private boolean isAdopted = true;
    private ErrorSums errors = GOOD;
    private long events = 1_050;
    private Set<Integer> reported = Set.of();
    private @Nullable String migration;
    private long restUntil = NOW;
    private long nextLook = NOW;

    static Case of(Checkpoint... all) {
      Case of = new Case();
      List.of(all).forEach(of.checkpoints::put);
      return of;
    }

    Case work(Work now) {
      work = now;
      return this;
    }

    Case asked(RetrainRequest... requests) {
      asked = new Asked(List.of(requests), 7);
      return this;
    }

    Case awaited(int generation) {
      awaited = generation;
      return this;
    }

    Case adopting() {
      isAdopted = false;
      return this;
    }

    Case errors(ErrorSums now) {
      errors = now;
      return this;
    }

    Case events(long now) {
      events = now;
      return this;
    }

    Case reported(int generation) {
      reported = Set.of(generation);
      return this;
    }

    Case migration(String why) {
      migration = why;
      return this;
    }

    Case resting() {
      restUntil = FUTURE;
      return this;
    }

    Case nextLook(long when) {
      nextLook = when;
      return this;
    }

    Situation before() {
      return new Situation(work, checkpoints, asked, awaited, null, NOW, nextLook, restUntil);
    }

    Situation seen() {
      Overview overview =
          new Overview(isAdopted, errors, List.of(), Duration.ZERO, events, reported, migration);
      return new Situation(work, checkpoints, asked, awaited, overview, NOW, NOW, restUntil);
    }
  }

  static Stream<Arguments> beforeALook() {
    return Stream.of(
        Arguments.of("a look is due", Case.of(), new ReadReports()),
        Arguments.of("none is due", Case.of().nextLook(FUTURE), new Wait(FUTURE)),
        Arguments.of(
            "a candidate is made", Case.of().work(Work.RUNNING).asked(TRAIN), new Wait(NOW)),
        Arguments.of(
            "a candidate is made", Case.of().work(Work.DONE).nextLook(FUTURE), new Publish()),
        Arguments.of("an earlier one goes on", Case.of().work(Work.EARLIER), new ReadReports()));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void beforeALook(String what, Case of, Action expected) {
    assertEquals(expected, AGENDA.next(of.before()));
  }

  private static Retrain train(
      int generation, Trigger trigger, String why, long upTo, long events) {
    Cause cause = new Cause(trigger, why);
    return new Retrain(
        new Attempt.Plan(generation, generation - 1, null, cause, upTo, events, null));
  }

  private static GoBack back(
      int generation, int to, Cause cause, long upTo, @Nullable Checkpoint noted) {
    return new GoBack(
        new Attempt.Plan(generation, generation - 1, to, cause, upTo, null, noted), to);
  }

  static Stream<Arguments> afterALook() {
    return Stream.of(
        Arguments.of("nothing", Case.of(LIVE), LOOK_IN_A_MINUTE),
        Arguments.of("adoption", Case.of(LIVE).awaited(1).adopting().asked(TRAIN), LOOK_SOON),
        Arguments.of("restart amid adoption", Case.of(LIVE).awaited(1).adopting(), LOOK_SOON),
        Arguments.of("others at work", Case.of(LIVE).work(Work.EARLIER).asked(TRAIN), LOOK_SOON),
        Arguments.of("adopted", Case.of(LIVE).awaited(1), new Announce(1, LOOK_SOON)),
        Arguments.of(
            "adopted, and asked for the next",
            Case.of(LIVE).awaited(1).asked(TRAIN),
            new Announce(1, train(2, Trigger.REQUEST, "1 request(s)", 7, 1_050))),
        Arguments.of("too few", Case.of().events(999), LOOK_IN_A_MINUTE),
        Arguments.of(
            "enough", Case.of().events(1_000), train(1, Trigger.FIRST, "1000 events", -1, 1_000)),
        Arguments.of(
            "growth",
            Case.of(LIVE).events(1_200),
            train(2, Trigger.GROWTH, "1200 events after 1000", -1, 1_200)),
        Arguments.of(
            "growth, but candidates failed",
            Case.of(LIVE).events(1_200).resting(),
            LOOK_IN_A_MINUTE),
        Arguments.of(
            "asked, though candidates failed",
            Case.of(LIVE).asked(TRAIN, TRAIN).resting(),
            train(2, Trigger.REQUEST, "2 request(s)", 7, 1_050)),
        Arguments.of(
            "other settings",
            Case.of(LIVE).migration("another rank"),
            train(2, Trigger.SETTINGS, "another rank", -1, 1_050)),
        Arguments.of(
            "a wish to go back goes before one to train",
            Case.of(LIVE).asked(BACK, TRAIN),
            back(2, 0, new Cause(Trigger.REQUEST, "2 request(s)"), 7, null)));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void afterALook(String what, Case of, Action expected) {
    assertEquals(expected, AGENDA.next(of.seen()));
  }

  @Test
  void whatIsNewOfTheLiveModelIsNotedBeforeAnythingElse() {
    Checkpoint unwatched = live(null);
    Checkpoint noted = live(new Watch(null, GOOD, null, null));

    assertEquals(
        new Announce(1, new Note(noted, LOOK_SOON)),
        AGENDA.next(Case.of(unwatched).awaited(1).seen()));
    assertEquals(
        new Note(noted, train(2, Trigger.REQUEST, "1 request(s)", 7, 1_050)),
        AGENDA.next(Case.of(unwatched).asked(TRAIN).seen()));
  }

  /** Its first window is worse than the one before it: noted only with the fate that follows. */
  @Test
  void aWorseModelGoesBackByItselfAndRequestsWait() {
    Checkpoint onProbation = live(new Watch(GOOD, ErrorSums.NONE, null, null));
    Case worse = Case.of(onProbation).errors(BAD).asked(TRAIN);

    GoBack action = (GoBack) AGENDA.next(worse.seen());

    assertEquals(0, action.back());
    assertEquals(Trigger.WATCH, action.plan().cause().trigger());
    assertEquals(-1, action.plan().answers(), "the request is not answered by it");
    assertNull(action.plan().events());
    assertEquals(BAD, Objects.requireNonNull(action.plan().noted()).watch().newest());
  }

  @Test
  void aModelThatBecameWorseIsRetrainedUnlessCandidatesFailed() {
    Checkpoint drifted = live(new Watch(null, GOOD, GOOD, BAD));

    Retrain action = (Retrain) AGENDA.next(Case.of(drifted).seen());

    assertEquals(Trigger.DRIFT, action.plan().cause().trigger());
    assertEquals(LOOK_IN_A_MINUTE, AGENDA.next(Case.of(drifted).resting().seen()));
  }

  /** Neither is it noted then that a window is full: the next look finds that again. */
  @Test
  void aWorseModelStaysWhileCandidatesFail() {
    Checkpoint onProbation = live(new Watch(GOOD, ErrorSums.NONE, null, null));

    assertEquals(LOOK_IN_A_MINUTE, AGENDA.next(Case.of(onProbation).errors(BAD).resting().seen()));
  }

  @Test
  void numbersThatPartitionsReportAreNotGivenAgain() {
    Retrain action = (Retrain) AGENDA.next(Case.of().asked(TRAIN).reported(1).seen());

    assertEquals(2, action.plan().generation(), "1 is reported, though its record is gone");
    assertEquals(0, action.plan().incumbent());
  }

  @Test
  void onlyAFateThatBringsAGenerationBackChangesTheLiveRecord() {
    Checkpoint noted = live(new Watch(GOOD, BAD, BAD, BAD));
    Cause watch = new Cause(Trigger.WATCH, "worse");
    Attempt.Plan byItself = back(2, 0, watch, -1, noted).plan();
    Attempt.Plan asked = back(2, 0, new Cause(Trigger.REQUEST, "please"), 7, null).plan();
    Checkpoint promoted = CheckpointsTest.record(2, Fate.PROMOTED, 0, 0);
    Checkpoint refused = promoted.with(Fate.REFUSED, "gone");
    Checkpoint failed = promoted.with(Fate.FAILED, "broken");
    Checkpoint trained = CheckpointsTest.record(2, Fate.PROMOTED, null, 0);

    assertEquals(noted.rolledBack(promoted), byItself.replaced(LIVE, promoted));
    assertEquals(LIVE.rolledBack(promoted), asked.replaced(LIVE, promoted));
    assertEquals(noted, byItself.replaced(LIVE, refused));
    assertNull(asked.replaced(LIVE, refused));
    assertNull(byItself.replaced(LIVE, failed));
    assertNull(asked.replaced(LIVE, trained));
    assertNull(asked.replaced(null, promoted));
  }
}
