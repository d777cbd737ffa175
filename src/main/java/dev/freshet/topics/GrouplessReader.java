package dev.freshet.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Settings of consumers that read committed records in no group, and commit nothing. */
public final class GrouplessReader {

  private static final int FETCH_WAIT_MILLIS = 10;

  private GrouplessReader() {}

  /**
   * Settings of a reader that begins at the earliest record, also where its place was deleted.
   *
   * @param client where the cluster is and who asks
   * @return a map of its own
   */
  public static Map<String, Object> config(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config
        .keySet()
        .removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return config;
  }

  /**
   * Settings of such a reader that is asked now and then and must answer at once. A broker answers
   * a connection in order: a question waits behind the last fetch, which the broker holds back for
   * {@code fetch.max.wait.ms} (500 by default) where it finds nothing.
   *
   * @param client Kafka Streams' settings of a consumer; what no consumer knows is left out
   * @return a map of its own
   */
  public static Map<String, Object> promptConfig(Map<String, Object> client) {
    Map<String, Object> config = config(client);
    config.keySet().retainAll(ConsumerConfig.configNames());
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    return config;
  }
}
