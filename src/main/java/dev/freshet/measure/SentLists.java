package dev.freshet.measure;

import dev.freshet.data.Ratings;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Recommendations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The newest list of each user, held against what the user rated.
 *
 * @param complete lists that know all ratings of their user and are not empty
 * @param withRated lists with a movie that their user rated
 */
record SentLists(long complete, long withRated) {

  /** Reads {@code recommendations} to its present end. */
  static SentLists read(String servers, String prefix, Ratings ratings) {
    Map<String, Set<String>> rated = new HashMap<>();
    for (int i = 0; i < ratings.size(); i++) {
      rated
          .computeIfAbsent(ratings.userIds().get(ratings.user(i)), id -> new HashSet<>())
          .add(ratings.movieIds().get(ratings.movie(i)));
    }
    Map<String, Recommendations> newest = new HashMap<>();
    new TopicScan(Map.of("bootstrap.servers", servers))
        .read(
            Topic.RECOMMENDATIONS.name(prefix),
            record ->
                newest.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    Recommendations.fromJson(record.value())));
    long complete = 0;
    long withRated = 0;
    for (Map.Entry<String, Recommendations> entry : newest.entrySet()) {
      Recommendations list = entry.getValue();
      Set<String> known = rated.getOrDefault(entry.getKey(), Set.of());
      if (list.ratings() == known.size() && !list.items().isEmpty()) {
        complete++;
      }
      if (list.items().stream().anyMatch(item -> known.contains(item.movieId()))) {
        withRated++;
      }
    }
    return new SentLists(complete, withRated);
  }
}
