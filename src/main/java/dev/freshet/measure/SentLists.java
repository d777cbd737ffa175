package dev.freshet.measure;

import dev.freshet.data.Ratings;
import dev.freshet.online.InteractionWeights;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.Recommendations;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest list of each user, held against what the user did.
 *
 * @param complete lists that know all ratings and interactions of their user and are not empty
 * @param withRated lists with a movie that their user rated, or that an interaction hides
 */
record SentLists(long complete, long withRated) {

  /** Movies that one user did anything with, by what he did. */
  private record Known(Set<String> rated, Set<String> interacted, Set<String> hidden) {

    static final Known NOTHING = new Known(Set.of(), Set.of(), Set.of());

    static Known nothing() {
      return new Known(new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    void add(String movieId, @Nullable Interaction what, InteractionWeights weights) {
      if (what == null) {
        rated.add(movieId);
        hidden.add(movieId);
      } else if (weights.accepts(what.name())) {
        interacted.add(movieId);
        if (weights.hides(what.name())) {
          hidden.add(movieId);
        }
      }
    }

    boolean isAllIn(Recommendations list) {
      return list.ratings() == rated.size() && list.interactions() == interacted.size();
    }
  }

  /**
   * Reads {@code recommendations} to its present end.
   *
   * @param ratings what users did
   * @param weights of interactions
   */
  static SentLists read(
      String servers, String prefix, Ratings ratings, InteractionWeights weights) {
    Map<String, Known> known = new HashMap<>();
    for (int i = 0; i < ratings.size(); i++) {
      known
          .computeIfAbsent(ratings.userIds().get(ratings.user(i)), id -> Known.nothing())
          .add(ratings.movieIds().get(ratings.movie(i)), ratings.interaction(i), weights);
    }
    Map<String, Recommendations> newest = new HashMap<>();
    WholeTopic.read(
        servers,
        Topic.RECOMMENDATIONS.name(prefix),
        record ->
            newest.put(
                new String(record.key(), StandardCharsets.UTF_8),
                Recommendations.fromJson(record.value())));
    long complete = 0;
    long withRated = 0;
    for (Map.Entry<String, Recommendations> entry : newest.entrySet()) {
      Recommendations list = entry.getValue();
      Known of = known.getOrDefault(entry.getKey(), Known.NOTHING);
      if (of.isAllIn(list) && !list.items().isEmpty()) {
        complete++;
      }
      if (list.items().stream().anyMatch(item -> of.hidden().contains(item.movieId()))) {
        withRated++;
      }
    }
    return new SentLists(complete, withRated);
  }
}
