package dev.freshet.measure.faults;

import dev.freshet.topics.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker knows of an instance that was killed: whether its groups still count on it, and
 * whether its transactions are open.
 */
final class LostMember implements AutoCloseable {

  private static final double NANOS = 1e9;

  private final Admin admin;
  private final String prefix;

  /** The names that its clients and transactions begin with, by group. */
  private Map<String, String> names = Map.of();

  private long begun;
  private double gone = Double.NaN;
  private double ended = Double.NaN;
  private double stable = Double.NaN;

  LostMember(String servers, String prefix) {
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.prefix = prefix;
  }

  /** Who is to be killed now: an instance that runs. */
  void is(Instance victim) {
    names = new HashMap<>();
    for (String group : groups()) {
      names.put(group, group + "-" + victim.processId(group) + "-");
    }
  }

  /** It was killed at {@code nanos}. */
  void killed(long nanos) {
    begun = nanos;
    gone = Double.NaN;
    ended = Double.NaN;
    stable = Double.NaN;
  }

  private List<String> groups() {
    return List.of(prefix + "users", prefix + "movies");
  }

  /** Ends of the ratings. */
  Map<TopicPartition, Long> ratings() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
      String topic = Topic.RATINGS.name(prefix);
      for (TopicDescription found :
          admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        found
            .partitions()
            .forEach(p -> ask.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> at :
          admin.listOffsets(ask).all().get().entrySet()) {
        ends.put(at.getKey(), at.getValue().offset());
      }
      return ends;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask for the ends of the ratings", e);
    }
  }

  /** Looks once. */
  void look() throws InterruptedException {
    try {
      Collection<ConsumerGroupDescription> groups =
          admin.describeConsumerGroups(groups()).all().get().values();
      double now = (System.nanoTime() - begun) / NANOS;
      if (Double.isNaN(gone) && groups.stream().noneMatch(this::hasIt)) {
        gone = now;
      }
      if (!Double.isNaN(gone)
          && Double.isNaN(stable)
          && groups.stream().allMatch(group -> group.groupState() == GroupState.STABLE)) {
        stable = now;
      }
      if (Double.isNaN(ended) && !hasOpen()) {
        ended = (System.nanoTime() - begun) / NANOS;
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask for groups and transactions", e);
    }
  }

  private boolean hasIt(ConsumerGroupDescription group) {
    String name = names.getOrDefault(group.groupId(), "?");
    return group.members().stream().anyMatch(member -> member.clientId().startsWith(name));
  }

  private boolean hasOpen() throws ExecutionException, InterruptedException {
    var open =
        new ListTransactionsOptions()
            .filterStates(
                Stream.of(
                        TransactionState.ONGOING,
                        TransactionState.PREPARE_ABORT,
                        TransactionState.PREPARE_COMMIT)
                    .toList());
    return admin.listTransactions(open).all().get().stream()
        .anyMatch(
            transaction ->
                names.values().stream().anyMatch(transaction.transactionalId()::startsWith));
  }

  /** Whether all three moments are known. */
  boolean isOver() {
    return !Double.isNaN(gone) && !Double.isNaN(stable) && !Double.isNaN(ended);
  }

  /** Seconds from the kill until both groups had dropped it. */
  double gone() {
    return gone;
  }

  /** Seconds from the kill until none of its transactions was open. */
  double ended() {
    return ended;
  }

  /** Seconds from the kill until both groups had shared the work anew. */
  double stable() {
    return stable;
  }

  @Override
  public void close() {
    admin.close();
  }
}
