package dev.freshet.stream;

import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.Recommendations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** What both sides have written to the topics that were looked at, in order. */
final class SideOutputs {

  /** Everything, by topic. */
  final Map<Topic, List<TestRecord<byte[], byte[]>>> written = new EnumMap<>(Topic.class);

  final List<String> rejectedReasons = new ArrayList<>();
  final List<TestRecord<byte[], byte[]>> rejected = new ArrayList<>();

  /** The newest list of each user who has one. */
  final Map<String, Recommendations> lists = new TreeMap<>();

  final List<Recommendations> allLists = new ArrayList<>();

  /** Users whose list was taken away, each time that it was. */
  final List<String> tombstones = new ArrayList<>();

  /** The newest report of each partition, such as {@code users-0}. */
  final Map<String, LearningProgress> progress = new HashMap<>();

  void take(Topic topic, List<TestRecord<byte[], byte[]>> records) {
    written.computeIfAbsent(topic, t -> new ArrayList<>()).addAll(records);
    for (TestRecord<byte[], byte[]> record : records) {
      if (topic == Topic.RATINGS_REJECTED) {
        rejected.add(record);
        rejectedReasons.add(TwoSides.header(record, Rejected.REASON));
      } else if (topic == Topic.RECOMMENDATIONS) {
        takeList(new String(record.key(), StandardCharsets.UTF_8), record.value());
      } else if (topic == Topic.LEARNING_PROGRESS) {
        LearningProgress report = LearningProgress.fromJson(record.value());
        progress.put(new String(report.key(), StandardCharsets.UTF_8), report);
      }
    }
  }

  private void takeList(String user, byte @Nullable [] json) {
    if (json == null) {
      tombstones.add(user);
      lists.remove(user);
    } else {
      lists.put(user, Recommendations.fromJson(json));
      allLists.add(Recommendations.fromJson(json));
    }
  }
}
