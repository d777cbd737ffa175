package dev.freshet.doctor;

import dev.freshet.topics.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Asks partitions which transactions they keep open, and coordinators what they say of those. */
final class OpenTransactions {

  private final Admin admin;
  private final List<String> topics;

  /**
   * Asks through a client that stays the caller's.
   *
   * @param admin may read the topics and describe the transactional ids
   * @param prefix of the topics, which exist
   */
  OpenTransactions(Admin admin, String prefix) {
    this.admin = admin;
    this.topics = Stream.of(Topic.values()).map(topic -> topic.name(prefix)).toList();
  }

  /** Those at partitions of Freshet's topics now, by partition. */
  List<OpenTransaction> look() {
    try {
      return ask();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot ask which transactions are open", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private List<OpenTransaction> ask() throws ExecutionException, InterruptedException {
    // Partitions first: what has ended by the time that its coordinator is asked counts as over,
    // and
    // is not there at the next look.
    Map<TopicPartition, List<ProducerState>> open = atPartitions();
    Map<Long, String> ids = ids(open);
    Map<String, TransactionDescription> described =
        ids.isEmpty() ? Map.of() : admin.describeTransactions(ids.values()).all().get();
    List<OpenTransaction> transactions = new ArrayList<>();
    open.forEach(
        (partition, producers) -> {
          for (ProducerState producer : producers) {
            @Nullable String id = ids.get(producer.producerId());
            transactions.add(
                new OpenTransaction(
                    partition,
                    producer.currentTransactionStartOffset().orElseThrow(),
                    id == null ? "producer " + producer.producerId() : id,
                    OpenTransaction.told(id == null ? null : described.get(id), partition)));
          }
        });
    return transactions;
  }

  private Map<TopicPartition, List<ProducerState>> atPartitions()
      throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(topic, p.partition()))));
    Map<TopicPartition, List<ProducerState>> open =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    admin
        .describeProducers(partitions)
        .all()
        .get()
        .forEach(
            (partition, producers) -> {
              List<ProducerState> writing =
                  producers.activeProducers().stream()
                      .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                      .toList();
              if (!writing.isEmpty()) {
                open.put(partition, writing);
              }
            });
    return open;
  }

  /** Transactional ids of those who write, as far as coordinators tell them. */
  private Map<Long, String> ids(Map<TopicPartition, List<ProducerState>> open)
      throws ExecutionException, InterruptedException {
    List<Long> producers =
        open.values().stream().flatMap(List::stream).map(ProducerState::producerId).toList();
    Map<Long, String> ids = new HashMap<>();
    if (!producers.isEmpty()) {
      for (TransactionListing listing :
          admin
              .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
              .all()
              .get()) {
        ids.put(listing.producerId(), listing.transactionalId());
      }
    }
    return ids;
  }
}
