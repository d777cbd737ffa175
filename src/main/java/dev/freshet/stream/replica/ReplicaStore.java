package dev.freshet.stream.replica;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What Kafka Streams asks for to let a global processor follow a topic; the state itself is in
 * {@link MovieReplica}. Not persistent: at start the topic is read from its beginning, through the
 * same processor.
 */
public final class ReplicaStore implements StateStore {

  private final String name;
  private boolean open;

  private ReplicaStore(String name) {
    this.name = name;
  }

  public static StoreBuilder<ReplicaStore> builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(
        root,
        (key, value) -> {
          throw new IllegalStateException(name + " is restored through its processor");
        });
    open = true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private static final class Builder implements StoreBuilder<ReplicaStore> {
    private final String name;

    Builder(String name) {
      this.name = name;
    }

    @Override
    public StoreBuilder<ReplicaStore> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<ReplicaStore> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<ReplicaStore> withLoggingEnabled(Map<String, String> config) {
      throw new IllegalStateException(name + " is global: its topic is its log");
    }

    @Override
    public StoreBuilder<ReplicaStore> withLoggingDisabled() {
      return this;
    }

    @Override
    public ReplicaStore build() {
      return new ReplicaStore(name);
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public String name() {
      return name;
    }
  }
}
