package dev.freshet.retrain;

import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each generation in {@code checkpoints}. A record without a value removes its
 * generation's; one that cannot be read changes nothing. Not thread-safe.
 */
public final class Checkpoints {

  /** A number further above all known ones than this was not given by a trainer. */
  private static final int GAP = 1_000;

  private final TreeMap<Integer, Checkpoint> newest = new TreeMap<>();

  /** Numbers that keys name whose record was removed or cannot be read. */
  private final SortedSet<Integer> gone = new TreeSet<>();

  /**
   * Reads all.
   *
   * @param prefix of the topic
   * @param stop true ends it early
   * @param skipped is told what cannot be read
   */
  public static Checkpoints read(
      TopicScan scan, String prefix, BooleanSupplier stop, Skipped skipped) {
    Checkpoints all = new Checkpoints();
    scan.read(Topic.CHECKPOINTS.name(prefix), 1, stop, record -> all.take(record, skipped));
    return all;
  }

  /** Takes a record in. */
  void take(ConsumerRecord<byte[], byte[]> record, Skipped skipped) {
    Integer generation = generation(record.key());
    if (generation == null) {
      skipped.skip(record, "its key is no generation");
      return;
    }
    byte @Nullable [] value = record.value();
    if (value == null) {
      newest.remove(generation);
      gone.add(generation);
      return;
    }
    try {
      Checkpoint checkpoint = Checkpoint.fromJson(value);
      if (checkpoint.generation() == generation) {
        newest.put(generation, checkpoint);
      } else {
        skipped.skip(record, "its key is another generation");
      }
    } catch (RuntimeException e) {
      gone.add(generation);
      skipped.skip(record, Failure.words(e));
    }
  }

  private static @Nullable Integer generation(byte @Nullable [] key) {
    try {
      int generation = key == null ? 0 : Integer.parseInt(new String(key, StandardCharsets.UTF_8));
      return generation < 1 ? null : generation;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Notes what became of a generation. */
  void put(Checkpoint checkpoint) {
    newest.put(checkpoint.generation(), checkpoint);
  }

  /** The newest record of a generation; null if there is none. */
  @Nullable Checkpoint get(int generation) {
    return newest.get(generation);
  }

  /** The newest record of each generation, by generation; a view. */
  public NavigableMap<Integer, Checkpoint> byGeneration() {
    return Collections.unmodifiableNavigableMap(newest);
  }

  /** The newest record of each generation, in order of generations; a view. */
  Collection<Checkpoint> all() {
    return byGeneration().values();
  }

  /** The newest promoted generation; 0 where there is none. */
  int live() {
    return newest.values().stream()
        .filter(c -> c.fate() == Checkpoint.Fate.PROMOTED)
        .mapToInt(Checkpoint::generation)
        .max()
        .orElse(0);
  }

  /**
   * A number that no generation had before: that of a record which is gone may still be the one
   * that everybody has adopted.
   *
   * @param adopted generations that are reported
   */
  int next(Collection<Integer> adopted) {
    SortedSet<Integer> others = new TreeSet<>(gone);
    others.addAll(adopted);
    int last = newest.isEmpty() ? 0 : newest.lastKey();
    for (int other : others) {
      last = other > last && other - last <= GAP ? other : last;
    }
    return last + 1;
  }

  /**
   * Whether a generation is newer than all that are known, and near enough to be a trainer's.
   *
   * @param adopted generations that are reported
   */
  boolean isBehind(Collection<Integer> adopted) {
    int last = newest.isEmpty() ? 0 : newest.lastKey();
    return adopted.stream()
        .anyMatch(other -> other > last && other - last <= GAP && !gone.contains(other));
  }

  /** Candidates that failed after the newest one that did not, the newest first. */
  List<Checkpoint> failures() {
    List<Checkpoint> failed = new ArrayList<>();
    for (Checkpoint checkpoint : newest.descendingMap().values()) {
      if (checkpoint.fate() != Checkpoint.Fate.FAILED) {
        break;
      }
      failed.add(checkpoint);
    }
    return failed;
  }
}
