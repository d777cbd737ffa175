package dev.freshet.doctor;

import dev.freshet.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What the two consumer groups have yet to take in. It counts committed records, not offsets: the
 * marks that end transactions have offsets too, and so has what was aborted.
 */
public final class Backlog {

  private static final Duration POLL = Duration.ofMillis(200);

  private static final Set<Topic> CHECKPOINTS =
      Set.of(Topic.CHECKPOINT_USERS, Topic.CHECKPOINT_MOVIES);
  private static final List<Topic> OF_USERS =
      List.of(Topic.RATINGS, Topic.MOVIES, Topic.RATINGS_BY_USER, Topic.CHECKPOINT_USERS);
  private static final List<Topic> OF_MOVIES =
      List.of(Topic.MOVIE_UPDATES, Topic.CHECKPOINT_MOVIES);

  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;
  private final SideGroups groups;
  private final long bound;
  private final String updates;
  private final OpenTransactions transactions;

  /**
   * The consumer groups of the two sides, and what their topics start with.
   *
   * @param prefix of the topics
   * @param users group of the user side
   * @param movies group of the movie side
   */
  public record SideGroups(String prefix, String users, String movies) {}

  /**
   * Asks through clients that stay the caller's.
   *
   * @param admin knows what the groups have committed, and which transactions are open
   * @param consumer read-committed, outside any group; its assignment is changed
   * @param groups whose backlog
   * @param bound most ratings that may be on the way to the movie side
   */
  public Backlog(Admin admin, Consumer<byte[], byte[]> consumer, SideGroups groups, long bound) {
    this.admin = admin;
    this.consumer = consumer;
    this.groups = groups;
    this.bound = bound;
    this.updates = Topic.MOVIE_UPDATES.name(groups.prefix());
    this.transactions = new OpenTransactions(admin, groups.prefix());
  }

  /** What has been counted of records that wait. */
  private final class Waiting {
    private long records;
    private long ratings;

    void add(ConsumerRecord<byte[], byte[]> record) {
      records++;
      if (record.topic().equals(updates)) {
        ratings++; // one that is learned again is on the way like any other
      }
    }
  }

  /**
   * Counts what both groups have yet to take in.
   *
   * @param isStill whether nothing was written since the last look
   */
  Evidence.Flow look(boolean isStill) {
    Map<TopicPartition, OffsetAndMetadata> users = committed(groups.users());
    Map<TopicPartition, OffsetAndMetadata> movies = committed(groups.movies());
    Waiting ofUsers = count(OF_USERS, users, 0);
    Waiting ofMovies = count(OF_MOVIES, movies, bound);
    return new Evidence.Flow(
        isStill,
        ofUsers.records + ofMovies.records == 0,
        ofMovies.ratings,
        bound,
        checkpointsRead(users) + checkpointsRead(movies),
        transactions.look());
  }

  private long checkpointsRead(Map<TopicPartition, OffsetAndMetadata> committed) {
    long sum = 0;
    for (Topic topic : CHECKPOINTS) {
      for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
        if (entry.getKey().topic().equals(topic.name(groups.prefix()))) {
          sum += entry.getValue().offset();
        }
      }
    }
    return sum;
  }

  /** Counts what is committed and not taken in, until there are more than {@code most}. */
  private Waiting count(
      List<Topic> topics, Map<TopicPartition, OffsetAndMetadata> committed, long most) {
    Map<TopicPartition, Long> ends = open(topics, committed);
    Waiting waiting = new Waiting();
    while (!isAt(ends) && (most == 0 ? waiting.records : waiting.ratings) <= most) {
      consumer.poll(POLL).forEach(waiting::add);
    }
    return waiting;
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  /** Puts the consumer where the group stands; gives the ends of partitions that it is not at. */
  private Map<TopicPartition, Long> open(
      List<Topic> topics, Map<TopicPartition, OffsetAndMetadata> committed) {
    List<TopicPartition> all = new ArrayList<>();
    for (Topic topic : topics) {
      consumer
          .partitionsFor(topic.name(groups.prefix()))
          .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition())));
    }
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : all) {
      @Nullable OffsetAndMetadata at = committed.get(partition);
      long begin = begins.getOrDefault(partition, 0L);
      starts.put(partition, at == null ? begin : Math.max(begin, at.offset()));
    }
    ends.entrySet().removeIf(e -> starts.getOrDefault(e.getKey(), 0L) >= e.getValue());
    consumer.assign(ends.keySet());
    ends.keySet().forEach(p -> consumer.seek(p, starts.getOrDefault(p, 0L)));
    return ends;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask how far the group " + group + " is", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
