package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same events end in the same ratings, markers and list, whatever the order in which they
 * arrive. Each order has a user of its own; the events of all of them come in turns, so that a
 * generation is adopted at the same place of every order.
 */
class OrderOfArrivalTest {

  private static final long T = TwoSides.EVENT;
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TwoSides freshet = new TwoSides();
  private final List<Order> orders = new ArrayList<>();
  private int produced;

  @AfterEach
  void close() {
    freshet.close();
  }

  /** An event; {@code movie} is null for a request to be forgotten. */
  private record Event(Kind kind, String movie, float rating, long time) {}

  private static Event rate(String movie, float rating, long time) {
    return new Event(Kind.RATE, movie, rating, T + time);
  }

  private static Event retract(String movie, long time) {
    return new Event(Kind.RETRACT, movie, Float.NaN, T + time);
  }

  private static Event forget(long time) {
    return new Event(Kind.FORGET, "", Float.NaN, T + time);
  }

  private record Order(String user, List<Event> events, End end) {}

  /**
   * What a set of events must end in.
   *
   * @param said by movie, the newest word: its time and rating, none where it was taken back
   */
  private record End(Map<String, Said> said, long forgottenUpTo) {

    static End of(List<Event> events) {
      long upTo = Long.MIN_VALUE;
      for (Event event : events) {
        upTo = event.kind() == Kind.FORGET ? Math.max(upTo, event.time()) : upTo;
      }
      Map<String, Said> said = new TreeMap<>();
      for (Event event : events) {
        if (event.kind() != Kind.FORGET && event.time() > upTo) {
          said.merge(event.movie(), Said.of(event), Said::stronger);
        }
      }
      return new End(said, upTo);
    }

    int standing() {
      return (int) said.values().stream().filter(s -> !s.isRetracted()).count();
    }

    boolean hasMarker() {
      return forgottenUpTo > Long.MIN_VALUE;
    }
  }

  private record Said(long time, boolean isRetracted, float rating) {

    static Said of(Event event) {
      boolean isRetracted = event.kind() == Kind.RETRACT;
      return new Said(event.time(), isRetracted, isRetracted ? 0 : event.rating());
    }

    Said stronger(Said other) {
      if (time != other.time) {
        return time > other.time ? this : other;
      }
      if (isRetracted || other.isRetracted) {
        return isRetracted ? this : other;
      }
      return rating >= other.rating ? this : other;
    }
  }

  private static final List<List<Event>> SETS =
      List.of(
          List.of(
              rate("m0", 4, 100),
              rate("m0", 2, 300),
              retract("m0", 200),
              rate("m1", 5, 250),
              forget(200)),
          List.of(rate("m0", 3, 200), rate("m0", 5, 200), retract("m0", 200), forget(100)),
          List.of(rate("m0", 3, 200), rate("m0", 5, 200), rate("m0", 5, 200), forget(200)),
          List.of(
              forget(100), forget(300), rate("m0", 4, 200), rate("m1", 1, 400), retract("m1", 500)),
          List.of(
              rate("m0", 4, 400),
              rate("m0", 2, 400),
              rate("m1", 2, 300),
              forget(300),
              rate("m2", 5, 301)),
          List.of(retract("m0", 200), rate("m0", 4, 100), rate("m1", 4, 100), forget(150)),
          List.of(rate("m0", 4, 100), retract("m0", 100), retract("m1", 50)));

  private void everyOrderOf(List<List<Event>> sets) {
    for (int set = 0; set < sets.size(); set++) {
      End end = End.of(sets.get(set));
      List<List<Event>> all = new ArrayList<>();
      permute(new ArrayList<>(sets.get(set)), 0, all);
      for (int i = 0; i < all.size(); i++) {
        orders.add(new Order("set%d order%d".formatted(set, i), all.get(i), end));
      }
    }
  }

  private static void permute(List<Event> events, int from, List<List<Event>> all) {
    if (from == events.size()) {
      all.add(List.copyOf(events));
    }
    for (int i = from; i < events.size(); i++) {
      java.util.Collections.swap(events, from, i);
      permute(events, from + 1, all);
      java.util.Collections.swap(events, from, i);
    }
  }

  private void catalogue() {
    for (String movie : List.of("m0", "m1", "m2", "m3", "m4")) {
      freshet.movie(movie);
    }
  }

  private void produce(int place) {
    for (Order order : orders) {
      if (place < order.events().size()) {
        Event event = order.events().get(place);
        produced++;
        switch (event.kind()) {
          case RATE -> freshet.rate(order.user(), event.movie(), event.rating(), event.time());
          case RETRACT -> freshet.retract(order.user(), event.movie(), event.time());
          case FORGET -> freshet.forget(order.user(), event.time());
          case INTERACT, UNDO -> throw new IllegalArgumentException("not of this test");
        }
      }
    }
  }

  private void assertEnds() {
    freshet.pass(INTERVAL);
    freshet.pass(INTERVAL);
    orders.forEach(this::assertEnd);
    LearningProgress users = freshet.usersProgress();
    assertEquals(produced, users.sequence());
    assertEquals(
        produced,
        users.learned() + users.unchanged() + users.late() + users.retracted() + users.forgotten());
    LearningProgress movies = freshet.moviesProgress();
    assertEquals(users.learned(), movies.learned() + movies.dropped());
  }

  private void assertEnd(Order order) {
    String message = order.toString();
    End end = order.end();
    UserState user = freshet.user(order.user());
    assertNotNull(user, message);
    assertEquals(end.forgottenUpTo(), user.forgottenUpTo(), message);
    assertEquals(end.standing(), user.ratings(), message);
    for (String movie : List.of("m0", "m1", "m2")) {
      assertEquals(end.said().get(movie), said(order.user(), movie), message);
    }
    Recommendations list = freshet.out.lists.get(order.user());
    if (end.standing() == 0 && end.hasMarker()) {
      assertNull(list, message);
      assertTrue(freshet.out.tombstones.contains(order.user()), message);
      assertNull(user.factors(), message);
    } else {
      assertNotNull(list, message);
      assertEquals(end.standing(), list.ratings(), message);
      assertReasons(end, list, message);
    }
  }

  private Said said(String user, String movie) {
    StoredRating stored = freshet.rating(user, movie);
    return stored == null
        ? null
        : new Said(
            stored.eventTime(), stored.isRetracted(), stored.isRetracted() ? 0 : stored.rating());
  }

  private static void assertReasons(End end, Recommendations list, String message) {
    TreeSet<String> standing = new TreeSet<>();
    end.said()
        .forEach((movie, said) -> standing.addAll(said.isRetracted() ? List.of() : List.of(movie)));
    for (Recommendations.Item item : list.items()) {
      assertTrue(standing.containsAll(item.because()), message);
      assertTrue(!standing.contains(item.movieId()), message);
    }
  }

  @Test
  void anyOrderEndsInTheSame() {
    catalogue();
    everyOrderOf(SETS);
    for (int place = 0; place < 5; place++) {
      produce(place);
    }
    assertEnds();
  }

  /** Lists are sent in between, so that some that were sent have to go. */
  @Test
  void anyOrderEndsInTheSameWhileListsGoOutInBetween() {
    catalogue();
    everyOrderOf(SETS.subList(0, 5));
    for (int place = 0; place < 5; place++) {
      produce(place);
      freshet.pass(INTERVAL);
    }
    assertEnds();
  }

  @Test
  void anyOrderEndsInTheSameInGenerationsThatComeAndGoInBetween() {
    catalogue();
    everyOrderOf(SETS);
    Map<Integer, Long> snapshots = new HashMap<>();
    for (int place = 0; place < 5; place++) {
      produce(place);
      if (place < 3) {
        snapshots.put(place + 1, freshet.usersProgress().sequence());
      }
      if (place == 2) {
        adopt(1, snapshots.get(2)); // what came while it was trained comes after its snapshot
      } else if (place == 3) {
        publish(2, snapshots.get(3)); // not adopted yet when the next ones come
      }
    }
    freshet.moveEverybody();
    assertEnds();
    adopt(3, snapshots.get(1)); // back to before most of it
    assertEnds();
  }

  /** As many steps on both sides as ratings stand, once everybody starts afresh. */
  @Test
  void whateverTheOrderWhatStandsIsLearnedOnceWhenGeneration0ComesBack() {
    catalogue();
    everyOrderOf(SETS);
    for (int place = 0; place < 5; place++) {
      produce(place);
      if (place == 2) {
        adopt(1, freshet.usersProgress().sequence());
      }
    }
    freshet.moveEverybody();
    freshet.checkpoint(2, 0, Map.of(), Map.of());
    freshet.moveEverybody();
    assertEnds();
    Map<String, Integer> standing = new TreeMap<>(Map.of("m0", 0, "m1", 0, "m2", 0));
    for (Order order : orders) {
      order
          .end()
          .said()
          .forEach((m, s) -> standing.merge(m, s.isRetracted() ? 0 : 1, Integer::sum));
      Factors user = Objects.requireNonNull(freshet.user(order.user())).factors();
      assertEquals(order.end().standing(), user == null ? 0 : user.steps(), order.toString());
    }
    standing.forEach((m, n) -> assertEquals(n, freshet.movieFactors(m).steps(), m));
  }

  @Test
  void anyOrderOfInventedEventsEndsInTheSame() {
    catalogue();
    Random random = new Random(11);
    for (int set = 0; set < 60; set++) {
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        events.add(invented(random));
      }
      End end = End.of(events);
      for (int order = 0; order < 4; order++) {
        java.util.Collections.shuffle(events, random);
        orders.add(new Order("set%d order%d".formatted(set, order), List.copyOf(events), end));
      }
    }
    for (int place = 0; place < 8; place++) {
      produce(place);
      if (place == 3) {
        adopt(1, freshet.usersProgress().sequence() / 2);
      }
    }
    freshet.moveEverybody();
    assertEnds();
  }

  /** Few movies, times and ratings: many ties. */
  private static Event invented(Random random) {
    String movie = "m" + random.nextInt(3);
    long time = 100L * random.nextInt(5);
    return switch (random.nextInt(8)) {
      case 0 -> forget(time);
      case 1, 2 -> retract(movie, time);
      default -> rate(movie, 1 + random.nextInt(5), time);
    };
  }

  private void adopt(int generation, long sequence) {
    publish(generation, sequence);
    freshet.moveEverybody();
  }

  /** A generation that knows every user, also those who are not in its snapshot. */
  private void publish(int generation, long sequence) {
    Map<String, Factors> users = new HashMap<>();
    orders.forEach(order -> users.put(order.user(), trained(generation)));
    Map<String, Factors> movies = new HashMap<>();
    List.of("m0", "m1", "m2").forEach(movie -> movies.put(movie, trained(generation)));
    freshet.checkpoint(generation, sequence, users, movies);
  }

  private static Factors trained(int generation) {
    float[] vector = new float[OnlineSgd.Settings.defaults().rank()];
    java.util.Arrays.fill(vector, .1f);
    return new Factors(generation, 1, .1f, 0, vector);
  }
}
