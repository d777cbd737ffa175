package dev.freshet.measure.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The consumer groups of both sides, seen by somebody who meddles with them while they are empty.
 */
final class ConsumerGroups {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final String servers;
  private final List<String> names;

  ConsumerGroups(String servers, String prefix) {
    this.servers = servers;
    this.names = List.of(prefix + "users", prefix + "movies");
  }

  /** Deletes the groups. */
  void delete() throws InterruptedException {
    untilDone(
        "delete the groups",
        admin -> {
          for (String group : names) {
            try {
              admin.deleteConsumerGroups(List.of(group)).all().get();
            } catch (ExecutionException e) {
              if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
              }
            }
          }
          return true;
        });
  }

  /** Sets them to the earliest record of each partition that they have read. */
  void toEarliest() throws InterruptedException {
    untilDone(
        "reset the groups",
        admin -> {
          for (String group : names) {
            Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
            committed(admin, group).keySet().forEach(p -> ask.put(p, OffsetSpec.earliest()));
            Map<TopicPartition, OffsetAndMetadata> earliest = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> at :
                admin.listOffsets(ask).all().get().entrySet()) {
              earliest.put(at.getKey(), new OffsetAndMetadata(at.getValue().offset()));
            }
            if (!earliest.isEmpty()) {
              admin.alterConsumerGroupOffsets(group, earliest).all().get();
            }
          }
          return true;
        });
  }

  /** Waits until the broker has forgotten what they had committed. */
  void awaitExpired() throws InterruptedException {
    untilDone(
        "see the offsets expire",
        admin -> {
          for (String group : names) {
            if (!committed(admin, group).isEmpty()) {
              return false;
            }
          }
          return true;
        });
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        new HashMap<>(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    offsets.values().removeIf(offset -> offset == null);
    return offsets;
  }

  /** Tries again while members are not yet known to be gone, or a transaction is not yet ended. */
  private void untilDone(String what, Attempt attempt) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Exception last = null;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      while (System.nanoTime() < end) {
        try {
          if (attempt.on(admin)) {
            return;
          }
        } catch (ExecutionException e) {
          last = e;
        }
        Thread.sleep(AGAIN.toMillis());
      }
    }
    throw new IllegalStateException("cannot " + what, last);
  }

  /** Something that may have to be tried again. */
  @FunctionalInterface
  private interface Attempt {
    boolean on(Admin admin) throws ExecutionException, InterruptedException;
  }
}
