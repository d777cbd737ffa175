package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import dev.freshet.stream.ListProbe;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Notes at which place of the live list the movie of each question stands. A list is taken as it
 * would be sent: what nobody has rated yet holds its place in it. Where a user has several events
 * on the movie at the time of the question, it is the list before the first of them. Thread-safe.
 */
public final class PlaceProbe implements ListProbe {

  private final Questions questions;
  private final LongSupplier behind;
  private final Map<String, Map<String, Integer>> questionOf = new HashMap<>();
  private final Map<String, Integer> movieOf = new HashMap<>();
  private final Answers answers;
  private final long[] staleness;
  private final boolean[] isAnswered;
  private final AtomicInteger answered = new AtomicInteger();

  /**
   * A probe for one replay.
   *
   * @param behind ratings that the movie side is behind now
   */
  public PlaceProbe(Questions questions, LongSupplier behind) {
    this.questions = questions;
    this.behind = behind;
    this.answers = new Answers(questions.size());
    this.staleness = new long[questions.size()];
    this.isAnswered = new boolean[questions.size()];
    Ratings ratings = questions.ratings();
    ratings.movieIds().forEach(id -> movieOf.put(id, movieOf.size()));
    for (int q = 0; q < questions.size(); q++) {
      int event = questions.event(q);
      questionOf
          .computeIfAbsent(ratings.userIds().get(ratings.user(event)), id -> new HashMap<>())
          .put(ratings.movieIds().get(ratings.movie(event)), q);
    }
  }

  @Override
  public int length() {
    return Answers.LONGEST;
  }

  @Override
  public boolean asks(String userId, String movieId, long eventTime) {
    int question = questionOf(userId, movieId);
    return question >= 0
        && questions.ratings().eventTime(questions.event(question)) == eventTime
        && !isAnswered[question];
  }

  @Override
  public void answered(String userId, String movieId, List<Place> list) {
    int question = questionOf(userId, movieId);
    isAnswered[question] = true;
    staleness[question] = Math.max(0, behind.getAsLong());
    int[] top =
        list.stream()
            .limit(Answers.TOP)
            .mapToInt(place -> movieOf.getOrDefault(place.movieId(), -1))
            .filter(movie -> movie >= 0)
            .toArray();
    answers.put(question, place(movieId, list), top);
    answered.incrementAndGet();
  }

  private int questionOf(String userId, String movieId) {
    return questionOf.getOrDefault(userId, Map.of()).getOrDefault(movieId, -1);
  }

  /**
   * The last of the places in a row whose score is that of the movie: ties are broken against it. 0
   * if it has none.
   */
  static int place(String movieId, List<Place> list) {
    int at = 0;
    while (at < list.size() && !list.get(at).movieId().equals(movieId)) {
      at++;
    }
    if (at == list.size()) {
      return 0;
    }
    float score = list.get(at).score();
    while (at + 1 < list.size() && list.get(at + 1).score() == score) {
      at++;
    }
    return at + 1;
  }

  /** The answers so far. */
  public Answers answers() {
    return answers;
  }

  /** Questions that were answered. */
  public int answered() {
    return answered.get();
  }

  /** How far the movie side was behind at all questions of these. */
  public static ListFindings.Staleness staleness(Collection<PlaceProbe> probes) {
    long[] ascending =
        probes.stream().flatMapToLong(probe -> Arrays.stream(probe.staleness)).sorted().toArray();
    return new ListFindings.Staleness(quantile(ascending, .5), quantile(ascending, .99));
  }

  private static long quantile(long[] ascending, double share) {
    return ascending.length == 0 ? 0 : ascending[(int) Math.ceil(share * ascending.length) - 1];
  }
}
