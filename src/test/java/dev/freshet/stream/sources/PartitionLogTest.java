package dev.freshet.stream.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Leader epochs by offset, noted batch by batch; ids of topics, asked for seldom. */
public class PartitionLogTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 3);

  private final PartitionLog log = SourceLogs.withoutIds().of(PARTITION);

  @Test
  void eachRecordHasTheEpochUnderWhichItWasHandedOver() {
    log.note(batch(0, 9, 5));
    log.note(batch(10, 19, 5));
    List<ConsumerRecord<byte[], byte[]>> across = new ArrayList<>(batch(20, 24, 5));
    across.addAll(batch(27, 29, 7));
    log.note(across);

    assertEquals(5, log.epochAt(0));
    assertEquals(5, log.epochAt(24));
    assertEquals(7, log.epochAt(27));
    assertEquals(7, log.epochAt(29));
  }

  @Test
  void nothingIsKnownOfWhatWasNotHandedOver() {
    assertEquals(-1, log.epochAt(0));
    log.note(batch(10, 10, 5));
    assertEquals(-1, log.epochAt(9));
    log.note(List.of(record(11, Optional.empty())));
    assertEquals(-1, log.epochAt(11));
    assertEquals(5, log.epochAt(10));
  }

  @Test
  void afterGoingBackWhatStillWaitsKeepsItsEpoch() {
    log.note(batch(0, 9, 5));
    log.note(batch(10, 19, 6));

    log.note(batch(0, 4, 7));

    assertEquals(List.of(7, 7, 5, 5, 6), epochs(0, 4, 5, 9, 10));
  }

  /** Whatever is handed over, in whatever batches: the last word on an offset counts. */
  @Test
  void anyOrderOfBatchesIsNotedRight() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      PartitionLog log = SourceLogs.withoutIds().of(PARTITION);
      Map<Long, Integer> expected = new TreeMap<>();
      int epoch = 0;
      for (int poll = 0; poll < 20; poll++) {
        long first = random.nextInt(60);
        epoch += random.nextInt(3) / 2;
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        int ofRecord = Math.max(0, epoch - random.nextInt(2));
        for (long offset = first; offset < first + 1 + random.nextInt(20); offset++) {
          ofRecord = random.nextInt(8) == 0 ? ofRecord + 1 : ofRecord;
          batch.add(record(offset, Optional.of(ofRecord)));
          expected.put(offset, ofRecord);
        }
        log.note(batch);
        batch.forEach(
            record -> assertEquals(record.leaderEpoch().get(), log.epochAt(record.offset())));
      }
      expected.forEach((offset, of) -> assertEquals(of, log.epochAt(offset), "at " + offset));
    }
  }

  @Test
  void anIdIsAskedForAgainButNotInTheSameMoment() {
    Map<String, Uuid> broker = new HashMap<>(Map.of("t", new Uuid(1, 1)));
    long[] now = {0};
    SourceLogs logs = new SourceLogs(() -> broker, () -> now[0], true);
    PartitionLog of = logs.of(PARTITION);
    assertEquals(Uuid.ZERO_UUID, of.topicId(), "not asked for");

    of.settle();
    assertEquals(new Uuid(1, 1), of.topicId());

    broker.put("t", new Uuid(1, 2));
    now[0] += SourceLogs.PAUSE.toNanos() - 1;
    of.doubt();
    of.settle();
    assertEquals(new Uuid(1, 1), of.topicId());
    now[0] += 1;
    of.settle();
    assertEquals(new Uuid(1, 2), of.topicId());

    broker.clear();
    now[0] += SourceLogs.PAUSE.toNanos();
    of.doubt();
    of.settle();
    assertEquals(new Uuid(1, 2), of.topicId(), "what cannot be told stays");
  }

  @Test
  void aQuestionThatFailedIsAskedAgainUntilItIsAnswered() {
    Map<String, Uuid> broker = new HashMap<>();
    long[] now = {0};
    int[] asked = {0};
    SourceLogs logs =
        new SourceLogs(
            () -> {
              asked[0]++;
              now[0] += 5_000_000_000L; // that long nobody answers
              return broker;
            },
            () -> now[0],
            true);
    PartitionLog of = logs.of(PARTITION);
    PartitionLog other = logs.of(new TopicPartition("u", 0));
    for (int i = 0; i < 100; i++) {
      of.settle();
      other.settle();
    }
    assertEquals(1, asked[0], "not again in the same moment, whoever asks");

    broker.put("u", new Uuid(2, 1));
    now[0] += SourceLogs.PAUSE.toNanos();
    of.settle();
    other.settle();
    assertEquals(2, asked[0]);
    assertEquals(new Uuid(2, 1), other.topicId(), "in spite of the topic that is not told");
    assertEquals(Uuid.ZERO_UUID, of.topicId());

    broker.put("t", new Uuid(1, 1));
    now[0] += SourceLogs.PAUSE.toNanos();
    of.settle();
    assertEquals(new Uuid(1, 1), of.topicId());
    now[0] += SourceLogs.PAUSE.toNanos();
    of.settle();
    other.settle();
    assertEquals(3, asked[0], "both are known");
  }

  private List<Integer> epochs(long... offsets) {
    return LongStream.of(offsets).mapToObj(log::epochAt).toList();
  }

  public static List<ConsumerRecord<byte[], byte[]>> batch(long first, long last, int epoch) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(offset -> record(offset, Optional.of(epoch)))
        .toList();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, Optional<Integer> epoch) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        0L,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        epoch);
  }
}
