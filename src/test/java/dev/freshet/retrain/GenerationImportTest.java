package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Checkpoint.Fate;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.UserState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of a generation from outside comes in, and what is refused before anything is read. */
class GenerationImportTest {

  private static final RetrainSettings SETTINGS =
      RetrainSettings.onRequest(
          new Deployment(KafkaSettings.NONE, "test.", 1),
          OnlineSgd.Settings.defaults().withRank(2),
          Scale.MOVIELENS);
  private static final Skipped SKIPPED = new Skipped(() -> {});
  private static final String STATES = "test.users-user-factors-changelog";
  private static final Checkpoint OF = CheckpointsTest.record(3, Fate.PROMOTED, null, 9);
  private static final String CRIME = GenreIds.of("Crime");

  private final Topics topics = new Topics();
  private final Checkpoints checkpoints = new Checkpoints();
  private final Map<String, Factors> users =
      new HashMap<>(Map.of("ada", factors(2), "ben", factors(1), "eve", factors(4)));
  private final Map<String, Factors> movies =
      new HashMap<>(Map.of("m1", factors(2), "m9", factors(1), CRIME, factors(0)));
  private @Nullable Map<String, Factors> vectors;

  private static Factors factors(int steps) {
    return new Factors(3, steps, .1f, .2f, new float[] {steps, 1});
  }

  private ImportedGeneration source() {
    return new ImportedGeneration(users, OF, movies, SETTINGS.space(), vectors);
  }

  private KnownHere known() {
    return KnownHere.of(source(), checkpoints, topics.scan(), SETTINGS, SKIPPED, () -> false);
  }

  private void states(UserState ofBen) {
    topics.write(STATES, Topics.utf8("ada"), UserState.NEW.toBytes());
    topics.write(STATES, Topics.utf8("ben"), ofBen.toBytes());
  }

  private void assertRefused(String why) {
    String message =
        assertThrows(
                ImportRefusedException.class,
                () ->
                    new GenerationImport(SETTINGS, () -> false)
                        .run(source(), GenerationImport.Unknown.LEFT_OUT, "a directory"))
            .getMessage();
    assertTrue(Objects.requireNonNull(message).contains(why), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void whatIsNoNumberIsRefused() {
    movies.put("m1", new Factors(3, 1, 0, 0, new float[] {1, Float.NaN}));
    assertRefused("the factors of movie m1 are not finite numbers; nothing was published");
  }

  @Test
  void aVectorOfAnotherLengthIsRefused() {
    users.put("ada", new Factors(3, 1, 0, 0, new float[] {1}));
    assertRefused("the factors of user ada have rank 1 instead of 2");
  }

  @Test
  void aRankingVectorOfAnotherLengthIsRefused() {
    vectors = Map.of("m1", factors(1));
    assertRefused("the factors of movie m1 have rank 2 instead of 64");
  }

  @Test
  void whoeverIsUnknownIsNamedAndLeftOut() {
    states(UserState.NEW);
    vectors = Map.of("m1", factors(1), "m8", factors(1));
    KnownHere here = known();
    here.movies(List.of("m1", "m2"));

    String message =
        assertThrows(ImportRefusedException.class, here::requireNoneUnknown).getMessage();
    assertTrue(
        Objects.requireNonNull(message)
            .startsWith("1 users (such as eve) and 2 movies (such as m8) of it are unknown here"),
        message);
    assertEquals(3, here.leftOut());
    assertNotNull(here.user("ben"));
    assertNull(here.user("eve"));
    assertNull(here.movie("m9"));
    List<String> published = new ArrayList<>();
    Objects.requireNonNull(here.vectors(7))
        .each((id, vector) -> published.add(id + " of " + vector.generation()));
    assertEquals(List.of("m1 of 7"), published);
  }

  @Test
  void whoWasForgottenStaysForgotten() {
    users.remove("eve");
    states(UserState.forgotten(5, 6, 7));
    KnownHere here = known();
    here.movies(List.of("m1", "m9"));

    here.requireNoneUnknown();
    assertNull(here.user("ben"));
    assertEquals(1, here.leftOut());
  }

  /** Whose marker is gone by then, but it is known when they began. */
  private static UserState began(long sequence) {
    return UserState.NEW.marked(5, 6, sequence).moved(factors(1)).withoutMarker();
  }

  @Test
  void whoBeganAfterTheSnapshotHasNothingOfItWhereItWasMadeHere() {
    checkpoints.put(OF);
    states(began(10));
    assertNull(known().user("ben"), "the snapshot ends at 9");
  }

  @Test
  void sequencesOfAnotherSystemSayNothing() {
    states(began(10));
    assertNotNull(known().user("ben"));
  }

  /** Stores keep older states for a while. */
  @Test
  void whoCameBackBeforeTheSnapshotHasWhatWasTrainedOfThem() {
    checkpoints.put(OF);
    states(UserState.NEW.marked(5, 6, 8).moved(factors(1)));
    topics.write(STATES, Topics.utf8("eve"), UserState.forgotten(5, 6, 10).toBytes());
    topics.write(STATES, Topics.utf8("eve"), began(9).toBytes());
    KnownHere here = known();
    assertNotNull(here.user("ben"), "forgotten at 8, before the snapshot");
    assertNotNull(here.user("eve"), "the newest state counts");
  }

  private static RatingMatrix matrix() {
    return new RatingMatrix(
        List.of("ada", "ben", "cleo"),
        List.of("m1", "m2"),
        new int[] {0, 1, 0, 0, 2},
        new int[] {0, 0, 1, 0, 1},
        new float[] {4, 3, 5, 2, 1},
        new float[5]);
  }

  private static Map<String, Integer> steps(Candidate candidate, KnownHere here) {
    Map<String, Integer> steps = new HashMap<>();
    candidate.users((id, learned) -> steps.put(id, learned.steps()));
    here.withGenres(candidate, 7).each((id, learned) -> steps.put(id, learned.steps()));
    return steps;
  }

  /** Steps do not tell which: one was taken back since, or replaced. */
  @Test
  void whatCameAfterTheSnapshotIsLearnedWhereThatCanBeTold() {
    users.remove("eve");
    movies.remove("m9");
    checkpoints.put(OF);
    states(began(10));
    KnownHere here = known();
    here.movies(List.of("m1", "m2"));
    OnlineSgd sgd = new OnlineSgd(SETTINGS.sgd(), SETTINGS.scale());
    Candidate candidate = Candidate.known(matrix(), sgd, 7, here);
    BitSet known = new BitSet();
    known.set(0, 2); // ada's first and ben's, who was forgotten since

    assertEquals(3, candidate.learnUnknown(known), "ada's later two, and what cleo rated");
    assertEquals(
        Map.of("ada", 4, "ben", 1, "cleo", 1, "m1", 3, "m2", 2, CRIME, 0), steps(candidate, here));
  }

  @Test
  void ratingsThatItDoesNotKnowAreLearnedOnTop() {
    users.remove("eve");
    movies.remove("m9");
    states(UserState.NEW);
    KnownHere here = known();
    here.movies(List.of("m1", "m2"));
    OnlineSgd sgd = new OnlineSgd(SETTINGS.sgd(), SETTINGS.scale());
    Candidate candidate = Candidate.known(matrix(), sgd, 7, here);

    assertEquals(2, candidate.learnUnknown(null), "ada's third, and what cleo rated");
    assertEquals(
        Map.of("ada", 3, "ben", 1, "cleo", 1, "m1", 3, "m2", 1, CRIME, 0), steps(candidate, here));
  }
}
