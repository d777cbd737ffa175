package dev.freshet.stream;

import dev.freshet.wire.StoredListHits;
import dev.freshet.wire.StoredMix;
import dev.freshet.wire.UnreadableException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters of a task. Without them nobody knows what was learned already. A task that
 * cannot read them stops: with zeros it would learn again what the topics still have.
 */
final class Progress {

  /** The key of the counters. */
  static final Bytes KEY = Bytes.wrap(new byte[] {0});

  /** The key of the mix of signals of taking, on the user side. */
  static final Bytes MIX = Bytes.wrap(StoredMix.key());

  /** The key of what is counted of lists, on the user side. */
  static final Bytes LIST_HITS = Bytes.wrap(StoredListHits.key());

  private Progress() {}

  /**
   * The counters of a task; null where nothing was counted yet.
   *
   * @param store that has them
   * @param partition of the task
   * @param saved what it has
   */
  static <T> @Nullable T read(
      String store, int partition, byte @Nullable [] saved, Function<byte[], T> format) {
    try {
      return saved == null ? null : format.apply(saved);
    } catch (UnreadableException e) {
      throw new LostProgressException(store, partition, e);
    }
  }
}
