package dev.freshet.doctor;

import dev.freshet.doctor.Evidence.Counters;
import dev.freshet.doctor.Evidence.KnownMovie;
import dev.freshet.doctor.Evidence.Listed;
import dev.freshet.doctor.Evidence.MatrixRating;
import dev.freshet.doctor.Evidence.PublishedFactors;
import dev.freshet.doctor.Evidence.Shape;
import dev.freshet.doctor.Evidence.Taken;
import dev.freshet.doctor.Evidence.User;
import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.CheckpointEnd;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.Ids;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.MovieProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.NewerFormatException;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredListHits;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.StoredMovie;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UnreadableException;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** The newest value of each key of the topics that tell of the invariants. Not thread-safe. */
final class EvidenceTopics {

  /** What {@link #take} understands. */
  static final List<Topic> READ =
      List.of(
          Topic.USER_FACTORS_CHANGELOG,
          Topic.USER_RATINGS_CHANGELOG,
          Topic.USER_PENDING_CHANGELOG,
          Topic.USER_PROGRESS_CHANGELOG,
          Topic.MOVIE_FACTORS,
          Topic.MOVIE_PROGRESS_CHANGELOG,
          Topic.RECOMMENDATIONS,
          Topic.CATALOGUE,
          Topic.LEARNING_PROGRESS,
          Topic.CHECKPOINTS,
          Topic.RATINGS_BY_USER,
          Topic.MOVIE_UPDATES,
          Topic.CHECKPOINT_USERS,
          Topic.CHECKPOINT_MOVIES);

  /** Topics of which every record counts, not only the newest of a key. */
  private static final Set<Topic> NOT_COMPACTED =
      Set.of(
          Topic.CHECKPOINT_USERS,
          Topic.CHECKPOINT_MOVIES,
          Topic.RATINGS_BY_USER,
          Topic.MOVIE_UPDATES);

  private record Spot(Topic topic, int partition, @Nullable Bytes key) {}

  private record TrainedKey(Side side, String id, int generation) {}

  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, Map<String, MatrixRating>> ratings = new HashMap<>();
  private final Map<Integer, Counters> counters = new HashMap<>();
  private final Map<String, KnownMovie> movies = new TreeMap<>();
  private final Map<Integer, Integer> marks = new HashMap<>();
  private final Map<String, Listed> lists = new TreeMap<>();
  private final Map<String, Boolean> catalogue = new HashMap<>();
  private final Map<String, LearningProgress> reports = new TreeMap<>();
  private final Map<String, Checkpoint> checkpoints = new HashMap<>();
  private final Map<TrainedKey, PublishedFactors> trained = new HashMap<>();
  private final Map<Integer, Map<Integer, Long>> snapshots = new HashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  /** Places of those that the next record of the key replaces. */
  private final Map<Spot, String> replaceable = new LinkedHashMap<>();

  private final MovieParser movieParser = new MovieParser();

  /** One object for each movie's id, however many ratings name it. */
  private final Map<String, String> movieIds = new HashMap<>();

  /** Takes a record in; one that is not what the topic should hold is noted. */
  void take(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    Spot spot = new Spot(topic, record.partition(), key == null ? null : Bytes.wrap(key));
    replaceable.remove(spot);
    try {
      if (key == null) {
        throw new UnreadableException("there is no key");
      } else {
        put(topic, record.partition(), key, record.value());
      }
    } catch (RuntimeException e) {
      // Whatever the formats throw: the record is not one of theirs, and is reported as such.
      String place =
          "%s partition %d offset %d"
              .formatted(record.topic(), record.partition(), record.offset());
      String newer = e instanceof NewerFormatException ? " (of a newer Freshet)" : "";
      if (NOT_COMPACTED.contains(topic)) {
        unreadable.add(place + newer);
      } else {
        replaceable.put(spot, place + newer);
      }
    }
  }

  private void put(Topic topic, int partition, byte[] key, byte @Nullable [] value) {
    switch (topic) {
      case USER_RATINGS_CHANGELOG -> putRating(partition, key, value);
      case USER_FACTORS_CHANGELOG ->
          set(users, text(key), value == null ? null : user(partition, UserState.fromBytes(value)));
      case USER_PROGRESS_CHANGELOG -> putCounters(partition, key, value);
      case USER_PENDING_CHANGELOG -> checkPending(key, value);
      case MOVIE_PROGRESS_CHANGELOG -> {
        if (value != null) {
          MovieProgress.fromBytes(value);
        }
      }
      case MOVIE_FACTORS -> putMovie(partition, key, value);
      case RECOMMENDATIONS ->
          set(lists, text(key), value == null ? null : list(Recommendations.fromJson(value)));
      case CATALOGUE -> putCatalogue(key, value);
      case RATINGS_BY_USER -> check(key, RoutedEvent.fromBytes(value));
      case MOVIE_UPDATES ->
          check(
              key,
              TakesChanged.isIn(value)
                  ? TakesChanged.fromBytes(value)
                  : MovieUpdate.fromBytes(value));
      case LEARNING_PROGRESS -> set(reports, text(key), value == null ? null : report(value));
      case CHECKPOINTS ->
          set(checkpoints, text(key), value == null ? null : Checkpoint.fromJson(value));
      case CHECKPOINT_USERS ->
          putTrained(Side.USERS, partition, key, Objects.requireNonNull(value));
      case CHECKPOINT_MOVIES ->
          putTrained(Side.MOVIES, partition, key, Objects.requireNonNull(value));
      default -> throw new IllegalArgumentException(topic + " tells nothing");
    }
  }

  private void putCounters(int partition, byte[] key, byte @Nullable [] value) {
    if (StoredMix.isKey(key)) {
      readable(value, StoredMix::fromBytes);
    } else if (StoredListHits.isKey(key)) {
      readable(value, StoredListHits::fromBytes);
    } else {
      set(counters, partition, value == null ? null : counters(UserProgress.fromBytes(value)));
    }
  }

  /** A value of which nothing is kept: it is enough that it can be read. */
  private static void readable(byte @Nullable [] value, Consumer<byte[]> format) {
    if (value != null) {
      format.accept(value);
    }
  }

  /** A record of which nothing is kept: it is enough that it can be read. */
  private static void check(byte[] key, Object value) {
    if (!Ids.isId(key)) {
      throw new UnreadableException("the key of " + value + " is no id");
    }
  }

  private static void checkPending(byte[] key, byte @Nullable [] value) {
    if (value != null && CheckpointEnd.isKey(key)) {
      CheckpointEnd.fromBytes(value);
    } else if (value != null) {
      check(key, MovieFactors.finite(value));
    }
  }

  private void putCatalogue(byte[] key, byte @Nullable [] value) {
    try {
      movieParser.parse(key, value);
    } catch (RejectedException e) {
      throw new UnreadableException(e.getMessage());
    }
    set(catalogue, text(key), value == null ? null : Boolean.TRUE);
  }

  private static LearningProgress report(byte[] json) {
    @Nullable LearningProgress report = LearningProgress.fromJson(json);
    if (report == null || report.side() == null) {
      throw new UnreadableException("a report of no side");
    }
    return report;
  }

  private static <K, V> void set(Map<K, V> table, K key, @Nullable V value) {
    if (value == null) {
      table.remove(key);
    } else {
      table.put(key, value);
    }
  }

  private void putRating(int partition, byte[] key, byte @Nullable [] value) {
    String userId = RatingKey.userId(key);
    String movieId = movieId(RatingKey.movieId(key));
    @Nullable StoredRating stored = value == null ? null : StoredRating.fromBytes(value);
    Map<String, MatrixRating> rated = ratings.computeIfAbsent(userId, id -> new HashMap<>());
    if (stored == null) {
      rated.remove(movieId);
      if (rated.isEmpty()) {
        ratings.remove(userId);
      }
    } else {
      rated.put(
          movieId,
          new MatrixRating(
              partition,
              stored.newest(),
              stored.stands(),
              stored.oldest(),
              taken(stored.take()),
              stored.isInteracted()));
    }
  }

  private static @Nullable Taken taken(@Nullable Take take) {
    return take == null ? null : new Taken(take.weight(), take.time());
  }

  private void putMovie(int partition, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      movies.remove(text(key));
    } else if (GenerationMark.isKey(key)) {
      marks.put(partition, GenerationMark.fromBytes(value).generation());
    } else if (!GenreIds.isKey(key)) {
      StoredMovie movie = StoredMovie.fromBytes(value);
      MovieTakes takes = movie.takes();
      movies.put(
          text(key),
          new KnownMovie(
              partition, Shape.of(movie.factors()), takes.takes(), takes.counts(), takes.at()));
    }
  }

  private void putTrained(Side side, int partition, byte[] key, byte[] value) {
    if (side == Side.MOVIES && GenreIds.isKey(key)) {
      return; // no movie: adopted with them, and never stepped
    }
    if (!CheckpointEnd.isKey(key)) {
      Shape factors = Shape.of(MovieFactors.fromBytes(value));
      String id = text(key);
      trained.put(
          new TrainedKey(side, id, factors.generation()),
          new PublishedFactors(side, partition, id, factors));
    } else if (side == Side.USERS) {
      CheckpointEnd end = CheckpointEnd.fromBytes(value);
      snapshots
          .computeIfAbsent(end.generation(), generation -> new HashMap<>())
          .put(partition, end.sequence());
    }
  }

  private static User user(int partition, UserState state) {
    Factors factors = state.factors();
    return new User(
        partition,
        state.ratings(),
        state.isDue(),
        factors == null ? null : Shape.of(factors),
        state.forgottenUpTo(),
        state.startedAt(),
        state.dueSince(),
        state.interacted());
  }

  private static Counters counters(UserProgress progress) {
    return new Counters(
        progress.generation(),
        progress.adopted(),
        progress.sequence(),
        progress.sources().newest());
  }

  private Listed list(Recommendations list) {
    return new Listed(
        list.generation(),
        list.items().stream().map(item -> movieId(item.movieId())).toList(),
        list.items().stream()
            .flatMap(item -> item.because().stream())
            .map(this::movieId)
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private String movieId(String id) {
    return movieIds.computeIfAbsent(id, same -> same);
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  private static List<String> all(List<String> some, Collection<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** What was taken in, as a view: it changes with the next record. */
  Evidence evidence(int partitions, Background background, Evidence.Flow flow) {
    return new Evidence(
        partitions,
        users,
        ratings,
        counters,
        movies,
        marks,
        lists,
        catalogue.keySet(),
        reports.values(),
        checkpoints.values(),
        trained.values(),
        snapshots,
        all(unreadable, replaceable.values()),
        background,
        flow);
  }
}
