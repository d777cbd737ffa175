package dev.freshet.retrain;

import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the factors of generations that are no longer kept: all records before the oldest kept
 * one begins. To do it twice, or after a crash, changes nothing more.
 */
final class Trimming {

  private static final Logger LOG = LoggerFactory.getLogger(Trimming.class);

  private Trimming() {}

  /**
   * Offset in each partition before which nothing is needed any more; empty where all is.
   * Generations lie one after the other, so this deletes none of the newest {@code keep}. Vectors
   * stay for one generation more: no adoption tells that every instance has read them.
   *
   * @param keep promoted generations, counted from the newest, which is the live one
   */
  static Map<TopicPartition, Long> before(
      Collection<Checkpoint> checkpoints, int keep, String prefix) {
    List<Checkpoint> promoted =
        checkpoints.stream()
            .filter(Checkpoint::wasPromoted)
            .sorted(Comparator.comparingInt(Checkpoint::generation).reversed())
            .toList();
    Map<TopicPartition, Long> before = new HashMap<>();
    Checkpoint.Content content = promoted.size() < keep ? null : promoted.get(keep - 1).content();
    if (content != null) { // else published before offsets were noted
      put(before, Topic.CHECKPOINT_USERS.name(prefix), content.usersFrom());
      put(before, Topic.CHECKPOINT_MOVIES.name(prefix), content.moviesFrom());
    }
    if (promoted.size() > keep) {
      List<Long> vectors = promoted.get(keep).rankingOrNone().from();
      put(before, Topic.RANKING_VECTORS.name(prefix), vectors);
    }
    return before;
  }

  private static void put(Map<TopicPartition, Long> before, String topic, List<Long> offsets) {
    for (int p = 0; p < offsets.size(); p++) {
      before.put(new TopicPartition(topic, p), offsets.get(p));
    }
  }

  /**
   * Deletes. Only once the live generation is adopted everywhere: then nobody has yet to read an
   * older one. If the cluster does not let it, all stays, and it is said.
   */
  static void trim(RetrainSettings settings, Collection<Checkpoint> checkpoints) {
    Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
    before(checkpoints, settings.keep(), settings.prefix())
        .forEach((p, offset) -> deletions.put(p, RecordsToDelete.beforeOffset(offset)));
    if (deletions.isEmpty()) {
      return;
    }
    try (Admin admin = Admin.create(settings.consumer())) {
      admin.deleteRecords(deletions).all().get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      LOG.warn("old generations stay in the checkpoint topics: {}", String.valueOf(e.getCause()));
    }
  }
}
