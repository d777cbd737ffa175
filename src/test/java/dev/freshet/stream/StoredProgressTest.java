package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.TakeMix;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ListHits;
import dev.freshet.wire.LiveRecall;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task keeps of itself is there again when it begins anew with the same store. */
class StoredProgressTest {

  private final TwoSides freshet = new TwoSides();
  private MockProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void begin(@TempDir Path stateDir) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "users");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    context = new MockProcessorContext<>(properties, new TaskId(0, 3), stateDir.toFile());
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Store.USER_PROGRESS),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  @AfterEach
  void close() {
    freshet.close();
  }

  private StoredProgress progress() {
    return StoredProgress.of(context, freshet.parts());
  }

  private void learnAndCount(StoredProgress progress) {
    float[] head = new float[2 * TakeMix.SIGNALS];
    head[TakeMix.SIGNALS] = 1;
    progress.mix().learn(head, 2, 1);
    progress.saveMix();
    progress.listHits().count(2, Arm.CONTROL, true, false);
    progress.saveListHits();
  }

  @Test
  void theMixAndWhatWasCountedOfListsGoOn() {
    StoredProgress first = progress();
    learnAndCount(first);
    StoredProgress second = progress();

    assertArrayEquals(first.mix().weights(), second.mix().weights());
    assertArrayEquals(first.mix().squares(), second.mix().squares());
    learnAndCount(second);
    progress().counters().nextSequence();
    assertEquals(
        List.of(new LiveRecall(2, Arm.CONTROL, new ListHits(2, 2, 0, 2))),
        progress().listHits().rows());
    assertEquals(
        progress().listHits().rows(),
        Objects.requireNonNull(reported()).lists(),
        "what is kept is reported");
  }

  private dev.freshet.wire.LearningProgress reported() {
    StoredProgress progress = progress();
    progress.counters().nextSequence();
    return Objects.requireNonNull(progress.report(Long.MAX_VALUE / 2));
  }

  @Test
  void whatCannotBeReadBeginsAnewAndIsCounted() {
    learnAndCount(progress());
    store.put(Progress.MIX, new byte[] {1, 2, 3});
    store.put(Progress.LIST_HITS, new byte[] {1, 5});

    StoredProgress anew = progress();

    assertArrayEquals(new TakeMix().weights(), anew.mix().weights());
    assertEquals(List.of(), anew.listHits().rows());
    assertEquals(
        List.of(Store.USER_PROGRESS, Store.USER_PROGRESS),
        freshet.heard.unreadable,
        "where, twice: " + Topic.USER_PROGRESS_CHANGELOG);
  }
}
