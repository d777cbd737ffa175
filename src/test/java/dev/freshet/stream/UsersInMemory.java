package dev.freshet.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Its iterators show older values than it has, as Kafka Streams' cached stores may. */
final class UsersInMemory implements KeyValueStore<Bytes, byte[]> {
  final NavigableMap<Bytes, byte[]> now = new TreeMap<>();
  private final NavigableMap<Bytes, byte[]> shown = new TreeMap<>();

  /** Users that iterators have shown. */
  int read;

  /** Keys of the widest range that was asked for. */
  int widest;

  void iteratorsShowWhatIsThereNow() {
    shown.clear();
    shown.putAll(now);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    NavigableMap<Bytes, byte[]> after = from == null ? shown : shown.tailMap(from, true);
    NavigableMap<Bytes, byte[]> between = to == null ? after : after.headMap(to, true);
    Deque<KeyValue<Bytes, byte[]>> entries = new ArrayDeque<>();
    between.forEach((key, value) -> entries.add(KeyValue.pair(key, value)));
    widest = Math.max(widest, entries.size());
    return new KeyValueIterator<>() {
      @Override
      public boolean hasNext() {
        return !entries.isEmpty();
      }

      @Override
      public KeyValue<Bytes, byte[]> next() {
        read++;
        return entries.remove();
      }

      @Override
      public Bytes peekNextKey() {
        return entries.element().key;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return range(null, null);
  }

  @Override
  public byte[] get(Bytes key) {
    return now.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    if (value == null) {
      now.remove(key);
    } else {
      now.put(key, value);
    }
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    return now.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte[] delete(Bytes key) {
    return now.remove(key);
  }

  @Override
  public long approximateNumEntries() {
    return now.size();
  }

  @Override
  public String name() {
    return "users";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
