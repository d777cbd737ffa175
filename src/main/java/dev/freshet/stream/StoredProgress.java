package dev.freshet.stream;

import dev.freshet.online.TakeMix;
import dev.freshet.stream.sources.OnlyOnce;
import dev.freshet.topics.Topic;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.StoredListHits;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.UnreadableException;
import dev.freshet.wire.UserProgress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counters of a partition of the user side and how far it has read, which are one value of a
 * store. Not thread-safe.
 */
final class StoredProgress {

  private static final Logger LOG = LoggerFactory.getLogger(StoredProgress.class);

  private final KeyValueStore<Bytes, byte[]> store;
  private final int partition;
  private final UserProgress counters;
  private final OnlyOnce once;
  private final TakeMix mix;
  private final StoredListHits listHits;
  private final ReportTurn reports = new ReportTurn();

  private StoredProgress(
      KeyValueStore<Bytes, byte[]> store,
      UserProgress counters,
      TakeMix mix,
      StoredListHits listHits,
      int partition,
      OnlyOnce once) {
    this.mix = mix;
    this.listHits = listHits;
    this.store = store;
    this.counters = counters;
    this.partition = partition;
    this.once = once;
  }

  /** Reads them as a task begins; zeros where nothing was counted yet. */
  static StoredProgress of(ProcessorContext<?, ?> context, UsersTopology.Parts parts) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(Store.USER_PROGRESS);
    int partition = context.taskId().partition();
    @Nullable UserProgress saved =
        Progress.read(
            Store.USER_PROGRESS, partition, store.get(Progress.KEY), UserProgress::fromBytes);
    UserProgress counters = saved == null ? new UserProgress() : saved;
    String order = "how partition " + partition + " orders lists is learned anew: ";
    TakeMix mix =
        orNew(store.get(Progress.MIX), StoredMix::fromBytes, TakeMix::new, order, parts.listener());
    String taken = "what partition " + partition + " takes of lists is counted anew: ";
    StoredListHits listHits =
        orNew(
            store.get(Progress.LIST_HITS),
            StoredListHits::fromBytes,
            StoredListHits::new,
            taken,
            parts.listener());
    String events = Topic.RATINGS_BY_USER.name(parts.prefix());
    OnlyOnce once = new OnlyOnce(new TopicPartition(events, partition), parts.logs());
    return new StoredProgress(store, counters, mix, listHits, partition, once);
  }

  /**
   * What is stored; a new one if it cannot be read: that loses nothing that does not come again.
   */
  private static <T> T orNew(
      byte @Nullable [] stored,
      Function<byte[], T> format,
      Supplier<T> anew,
      String warning,
      LearningListener listener) {
    try {
      return stored == null ? anew.get() : format.apply(stored);
    } catch (UnreadableException e) {
      LOG.warn("{}{}", warning, e.getMessage());
      listener.unreadable(Store.USER_PROGRESS);
      return anew.get();
    }
  }

  /** The counters. Whoever changes them {@linkplain #save saves} them. */
  UserProgress counters() {
    return counters;
  }

  /** Whether the record at this offset is to be taken in; counts it as repeated if not. */
  boolean takesIn(long offset) {
    return once.takesIn(counters, offset);
  }

  /** Whether an event is to be taken in by its place in {@code ratings}; counts it if not. */
  boolean takesIn(RoutedEvent event) {
    return once.takesIn(counters, counters.sources(), event);
  }

  /** Writes them, in the transaction of what they count. */
  void save() {
    store.put(Progress.KEY, counters.toBytes());
  }

  /** How the partition's users weigh what tells of takes. Whoever changes it saves it. */
  TakeMix mix() {
    return mix;
  }

  /** Writes the mix. */
  void saveMix() {
    store.put(Progress.MIX, StoredMix.toBytes(mix));
  }

  /** How often people take what they were listed. Whoever counts saves it. */
  StoredListHits listHits() {
    return listHits;
  }

  /** Writes what was counted of lists. */
  void saveListHits() {
    store.put(Progress.LIST_HITS, listHits.toBytes());
  }

  /** The report, if it is due now; null if not. */
  @Nullable LearningProgress report(long now) {
    return reports.isDue(counters.counted(), now)
        ? counters.report(partition, listHits.rows())
        : null;
  }

  /** The next report is due at once. */
  void reportSoon() {
    reports.restart();
  }
}
