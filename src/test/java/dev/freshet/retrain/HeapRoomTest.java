package dev.freshet.retrain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A heap of 100 MiB, of which a tenth stays free for others. */
class HeapRoomTest {

  private static final long MIB = 1 << 20;

  private final AtomicLong used = new AtomicLong();
  private final AtomicLong garbage = new AtomicLong();
  private final HeapRoom room =
      new HeapRoom(100 * MIB, used::get, () -> used.addAndGet(-garbage.getAndSet(0)));

  @Test
  void whatFitsBesideTheReserveFits() {
    used.set(50 * MIB);
    assertDoesNotThrow(() -> room.require(40 * MIB));
    assertThrows(HeapRoom.TooLittle.class, () -> room.require(40 * MIB + 1));
  }

  @Test
  void garbageCountsOnlyIfItCannotBeRemoved() {
    used.set(85 * MIB);
    garbage.set(30 * MIB);
    assertDoesNotThrow(() -> room.require(20 * MIB));
    assertEquals(55 * MIB, used.get());
  }

  @Test
  void itSaysHowMuchIsNeededAndHowMuchIsLeft() {
    used.set(89 * MIB);
    String said =
        assertThrows(HeapRoom.TooLittle.class, () -> room.require(5 * MIB + 1)).getMessage();
    assertEquals("6 MiB more are needed, 1 MiB of the heap's 100 are left", said);
  }
}
