package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids stay bytes on their way, and are those that were put. */
class IdListTest {

  private static final List<String> IDS = List.of("m7", "é", "heat");

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] bytes(IdList list) {
    ByteBuffer out = ByteBuffer.allocate(list.size());
    list.put(out);
    return out.array();
  }

  @Test
  void whatIsReadInTheMiddleOfARecordIsWrittenAsItWas() {
    byte[] golden = hex("03 026d37 02c3a9 0468656174");
    assertArrayEquals(golden, bytes(IdList.of(IDS)));

    ByteBuffer in = ByteBuffer.wrap(hex("ffff 03 026d37 02c3a9 0468656174 ff")).position(2);
    IdList read = IdList.read(in);
    assertEquals(1, in.remaining());
    assertEquals(3, read.count());
    assertArrayEquals(golden, bytes(read));
    assertEquals(IDS, read.ids());
    assertEquals(IdList.of(IDS), read);
    assertEquals(IdList.of(IDS).hashCode(), read.hashCode());
    assertNotEquals(IdList.of(List.of("m7", "é", "heap")), read);
  }

  @Test
  void takesAreEqualByWhatTheySayNotByWhereTheirBytesAre() {
    Take take = new Take(5, IDS);
    ByteBuffer out = ByteBuffer.allocate(1 + take.size()).put((byte) 9);
    take.put(out);
    Take read = Take.get(out.position(1));

    assertEquals(take, read);
    assertEquals(take.hashCode(), read.hashCode());
    assertEquals("taken at 5 after [m7, é, heat]", read.toString());
    assertNotEquals(new Take(6, IDS), read);
    assertNotEquals(new Take(5, List.of()), read);
  }

  @Test
  void idsThatAreNoneAreUnreadableBeforeAnybodyAsks() {
    for (String hex : List.of("ff", "01 00", "01 0107", "01 02c328", "01 05 68656174")) {
      ByteBuffer in = ByteBuffer.wrap(hex(hex));
      assertThrows(UnreadableException.class, () -> IdList.read(in), hex);
    }
    assertThrows(
        BufferUnderflowException.class, () -> IdList.read(ByteBuffer.wrap(hex("02 0161"))));
  }
}
