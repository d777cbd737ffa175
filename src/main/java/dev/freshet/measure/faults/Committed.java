package dev.freshet.measure.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.topics.Topic;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.GenreIds;
import dev.freshet.wire.MovieFactors;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.StoredRating;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What Freshet has committed: the last value of each key. */
final class Committed {

  static final List<Topic> FOLLOWED =
      List.of(
          Topic.RATINGS_REJECTED,
          Topic.RECOMMENDATIONS,
          Topic.LEARNING_PROGRESS,
          Topic.CHECKPOINTS,
          Topic.USER_RATINGS_CHANGELOG,
          Topic.MOVIE_FACTORS);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> reports = new TreeMap<>();
  private final Map<String, JsonNode> fates = new TreeMap<>();
  private final Map<String, Listed> lists = new TreeMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Map<String, StoredRating>> ratings = new TreeMap<>();
  private final Map<String, Integer> movieSteps = new HashMap<>();
  private final Set<String> rejected = new HashSet<>();

  /**
   * A list.
   *
   * @param ratings of the user's that it says to contain; -1 where it does not say
   * @param movies that are listed
   * @param reasons movies that it names as reasons
   */
  record Listed(int ratings, List<String> movies, List<String> reasons) {
    Listed {
      movies = List.copyOf(movies);
      reasons = List.copyOf(reasons);
    }
  }

  /** Takes in the next record of a topic that is followed. */
  void take(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    switch (topic) {
      case RATINGS_REJECTED -> rejected.add(source(record));
      case RECOMMENDATIONS -> list(record);
      case LEARNING_PROGRESS -> put(reports, record);
      case CHECKPOINTS -> put(fates, record);
      case USER_RATINGS_CHANGELOG -> rating(record.key(), record.value());
      case MOVIE_FACTORS -> movie(record.key(), record.value());
      default -> throw new IllegalStateException("not followed: " + record.topic());
    }
  }

  /** Where the rejected record came from: what reads it twice rejects it twice. */
  private static String source(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder place = new StringBuilder();
    for (String part : List.of("topic", "partition", "offset")) {
      Header header = record.headers().lastHeader("__streams.errors." + part);
      place.append(header == null ? "?" : text(header.value())).append(' ');
    }
    return place.toString();
  }

  private void list(ConsumerRecord<byte[], byte[]> record) {
    String key = text(record.key());
    if (record.value() == null) {
      lists.remove(key);
    } else {
      JsonNode list = json(record, key);
      List<String> movies = new ArrayList<>();
      Set<String> reasons = new TreeSet<>();
      for (JsonNode item : list.path("items")) {
        movies.add(once(item.path("movieId").asText()));
        item.path("because").forEach(reason -> reasons.add(once(reason.asText())));
      }
      lists.put(key, new Listed(list.path("ratings").asInt(-1), movies, List.copyOf(reasons)));
    }
  }

  /** One object for each id: there are many lists of few movies. */
  private String once(String id) {
    return ids.computeIfAbsent(id, same -> same);
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record, String key) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + record.topic() + " " + key, e);
    }
  }

  private static void put(Map<String, JsonNode> values, ConsumerRecord<byte[], byte[]> record) {
    String key = text(record.key());
    if (record.value() == null) {
      values.remove(key);
    } else {
      values.put(key, json(record, key));
    }
  }

  private void rating(byte[] key, byte @Nullable [] value) {
    Map<String, StoredRating> rated =
        ratings.computeIfAbsent(RatingKey.userId(key), id -> new HashMap<>());
    if (value == null) {
      rated.remove(RatingKey.movieId(key));
    } else {
      rated.put(RatingKey.movieId(key), StoredRating.fromBytes(value));
    }
  }

  private void movie(byte[] key, byte @Nullable [] value) {
    if (!GenerationMark.isKey(key) && !GenreIds.isKey(key)) {
      if (value == null) {
        movieSteps.remove(text(key));
      } else {
        movieSteps.put(text(key), MovieFactors.fromBytes(value).steps());
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Sum of one count over the partitions of a side. */
  long sum(String side, String count) {
    return reports.values().stream()
        .filter(report -> report.path("side").asText().equals(side))
        .mapToLong(report -> report.path(count).asLong())
        .sum();
  }

  /** Number of different records that were rejected. */
  long rejected() {
    return rejected.size();
  }

  /** The newest list of each user. */
  Map<String, Listed> lists() {
    return lists;
  }

  /** What the rating matrix holds of a user, retractions included, by movie. */
  Map<String, StoredRating> ratings(String userId) {
    return ratings.getOrDefault(userId, Map.of());
  }

  /** Everybody of whom the rating matrix has ever held something. */
  Set<String> raters() {
    return ratings.keySet();
  }

  /** Steps of each movie in its generation. */
  Map<String, Integer> movieSteps() {
    return movieSteps;
  }

  /** Number of candidates of which it was decided what becomes of them. */
  int decided() {
    return fates.size();
  }

  /** Generations that were promoted or restored. */
  List<Integer> generations() {
    return fates.values().stream()
        .filter(fate -> fate.path("fate").asText().equals("promoted"))
        .map(fate -> fate.path("generation").asInt())
        .toList();
  }
}
