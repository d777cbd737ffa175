package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.TakeMix;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.UserState.Due;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Valid values of every binary format, mutated at random: whatever the bytes are, they are read,
 * unreadable, or of a newer format.
 */
class BinaryGarbageTest {

  private static final int ROUNDS = 20_000;
  private static final long TIME = 1_700_000_000_000L;
  private static final Factors FACTORS = new Factors(2, 7, 1, -0.5f, new float[] {0.25f, -2, 4.5f});

  /**
   * A format with values of it.
   *
   * @param read as everybody reads it, and looks at all there is
   */
  record Sample(String name, Function<byte[], ?> read, List<byte[]> valid) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    SourcePosition at = new SourcePosition(3, 41);
    UserState user =
        new UserState(
            FACTORS,
            20,
            Due.RATING,
            TIME,
            TIME,
            at,
            ListedMovies.of(List.of("m7", "Amélie"), TIME, 2, Arm.CONTROL),
            Long.MIN_VALUE,
            0,
            7,
            List.of());
    UserProgress taken = new UserProgress();
    taken.nextSequence();
    taken.learned(4, 3, 3, 3);
    taken.sources().take(at, new SourceLog(2, 17));
    UserProgress interacted = new UserProgress();
    interacted.interacted();
    StoredListHits hits = new StoredListHits();
    hits.count(3, Arm.CONTROL, true, false);
    hits.count(4, Arm.TREATMENT, false, true);
    return Stream.of(
        new Sample(
            "ratings-by-user",
            RoutedEvent::fromBytes,
            List.of(
                new RoutedEvent(Kind.RATE, "Amélie", 4.5f, TIME, TIME, at).toBytes(),
                interaction(Kind.INTERACT, 2.5f, at).toBytes(),
                interaction(Kind.UNDO, Float.NaN, at).toBytes(),
                new RoutedEvent(Kind.FORGET, null, Float.NaN, TIME, TIME, at).toBytes())),
        new Sample(
            "user-ratings",
            StoredRating::fromBytes,
            List.of(
                new StoredRating(3.5f, TIME, 1001, 2, 4, 2.5f).toBytes(),
                new StoredRating(3.5f, TIME, 1001, 2, 4, 2.5f)
                    .likedAt(TIME)
                    .asked(true)
                    .withTake(TAKE)
                    .toBytes(),
                new StoredRating(3.5f, TIME, 1001, 2, 4, 2.5f)
                    .likedAt(TIME)
                    .asked(true)
                    .withTake(TAKE)
                    .stoodAt(StoredRating.BEYOND, 1001)
                    .toBytes(),
                StoredRating.none().withTake(HALF).with(views()).toBytes(),
                StoredRating.retracted(TIME, 1, 0).toBytes())),
        new Sample(
            "key of user-ratings",
            key -> RatingKey.userId(key) + RatingKey.movieId(key),
            List.of(
                RatingKey.of("Zoë".getBytes(java.nio.charset.StandardCharsets.UTF_8), "m7").get())),
        new Sample(
            "movie-updates",
            MovieUpdate::fromBytes,
            List.of(
                new MovieUpdate(0.5f, FACTORS).toBytes(),
                new MovieUpdate(0.5f, FACTORS, true, FACTORS).toBytes(),
                new MovieUpdate(0.5f, FACTORS, false, null, TAKE).toBytes())),
        new Sample(
            "movie-updates",
            TakesChanged::fromBytes,
            List.of(new TakesChanged(TAKE).toBytes(), new TakesChanged(HALF, TAKE).toBytes())),
        new Sample(
            "movie-factors",
            StoredMovie::finite,
            List.of(
                new StoredMovie(FACTORS, MovieTakes.NONE.taken(TIME, TAKE.before())).toBytes(),
                MovieFactors.toBytes(FACTORS))),
        new Sample("list-hits", StoredListHits::fromBytes, List.of(hits.toBytes())),
        new Sample("take-mix", StoredMix::fromBytes, List.of(StoredMix.toBytes(new TakeMix()))),
        new Sample(
            "mark of a generation",
            GenerationMark::fromBytes,
            List.of(new GenerationMark(11, 2).toBytes())),
        new Sample(
            "end of a checkpoint",
            CheckpointEnd::fromBytes,
            List.of(new CheckpointEnd(2, 1001, 32).toBytes())),
        new Sample(
            "user-factors",
            bytes -> UserState.fromBytes(bytes).listed().ids(),
            List.of(
                user.had("m7").toBytes(),
                user.counting(20, 3, 1).toBytes(),
                UserState.NEW.toBytes())),
        new Sample(
            "user-progress",
            UserProgress::fromBytes,
            List.of(new UserProgress().toBytes(), interacted.toBytes())),
        new Sample(
            "movie-progress", MovieProgress::fromBytes, List.of(new MovieProgress().toBytes())));
  }

  private static final Take TAKE = new Take(TIME, List.of("m7", "Amélie"));
  private static final Take HALF = new Take(TIME, List.of("m7"), .5f);

  private static RoutedEvent interaction(Kind kind, float value, SourcePosition at) {
    return new RoutedEvent(
        kind,
        "Amélie",
        Float.NaN,
        TIME,
        TIME,
        at,
        SourceLog.UNKNOWN,
        new Interaction("view", value));
  }

  private static StoredInteraction views() {
    return StoredInteraction.none("view").with(TIME, 1, 1001).with(TIME + 1, .5f, 1002);
  }

  private final Random random = new Random(20261129);

  @ParameterizedTest
  @MethodSource("samples")
  void anyBytesAreReadOrUnreadableOrNewer(Sample format) {
    int read = 0;
    int unreadable = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(format.valid().get(random.nextInt(format.valid().size())));
      try {
        var unused = format.read().apply(bytes);
        read++;
      } catch (UnreadableException e) {
        unreadable++;
        assertEquals(1, e.getMessage().lines().count());
      } catch (NewerFormatException e) {
        assertTrue(e.getMessage().startsWith(format.name()), e.getMessage());
      }
    }
    assertTrue(read > ROUNDS / 100, read + " mutations were harmless");
    assertTrue(unreadable > ROUNDS / 10, "only " + unreadable + " mutations were unreadable");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noPartOfAValueIsOneAndNothingFollowsIt(Sample format) {
    byte[] whole = format.valid().get(0);
    boolean endsWithAnId =
        format.name().equals("ratings-by-user") || format.name().startsWith("key of");
    int shortest = endsWithAnId ? format.name().startsWith("key") ? 6 : 43 : whole.length;
    for (int length = 0; length < shortest; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(UnreadableException.class, () -> format.read().apply(cut), "cut to " + length);
    }
    byte[] more = Arrays.copyOf(whole, endsWithAnId ? 1_000 : whole.length + 1);
    if (!format.name().startsWith("key of")) {
      assertThrows(UnreadableException.class, () -> format.read().apply(more));
    }
    assertThrows(UnreadableException.class, () -> format.read().apply(null), "no value");
  }

  /** A length of gigabytes in a short record must not be allocated, nor a long one be looked at. */
  @Test
  void whatIsTooLargeForAnyVersionIsUnreadable() {
    byte[] vast = Arrays.copyOf(MovieFactors.toBytes(FACTORS), 2 << 20);
    assertThrows(UnreadableException.class, () -> MovieFactors.fromBytes(vast));
    vast[0]++;
    assertThrows(UnreadableException.class, () -> MovieFactors.fromBytes(vast));
  }

  private byte[] mutated(byte[] valid) {
    byte[] bytes = valid.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
      case 2 -> {
        byte[] tail = Arrays.copyOfRange(bytes, random.nextInt(bytes.length), bytes.length);
        int at = bytes.length;
        bytes = Arrays.copyOf(bytes, at + tail.length);
        System.arraycopy(tail, 0, bytes, at, tail.length);
      }
      case 3 -> bytes[0] = (byte) random.nextInt();
      default -> {
        int edits = 1 + random.nextInt(3);
        for (int edit = 0; edit < edits; edit++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }
}
