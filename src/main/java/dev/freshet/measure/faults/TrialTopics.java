package dev.freshet.measure.faults;

import dev.freshet.measure.Replay;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpecs;
import dev.freshet.wire.Movie;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The topics of a trial, on a broker that has none yet. */
final class TrialTopics {

  /** What the names of all topics and groups start with. */
  static final String PREFIX = Prefix.DEFAULT;

  private TrialTopics() {}

  /** Creates all and fills the catalogue with movies of these ids. */
  static void create(String servers, int partitions, List<String> catalogue) {
    TopicSpecs specs =
        TopicSpecs.load(TopicSpecs.Settings.demo().withPrefix(PREFIX).withPartitions(partitions));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      new TopicAdmin(admin, specs).createMissing();
    }
    try (Replay replay = new Replay(Map.of("bootstrap.servers", servers), PREFIX)) {
      replay.movies(
          catalogue.stream().map(id -> new Movie(id, "Film " + id, List.of(), null)).toList());
    }
  }
}
