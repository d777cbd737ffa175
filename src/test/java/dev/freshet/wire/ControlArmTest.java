package dev.freshet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stream.ListSettings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** Who gets lists by popularity is drawn once, whatever the partition. */
class ControlArmTest {

  private static final int USERS = 60_000;

  private static Bytes user(int number) {
    return Bytes.wrap(("user" + number).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isControl(ControlArm arms, int user) {
    return arms.of(user(user)) == Arm.CONTROL;
  }

  @Test
  void nobodyIsInTheControlArmByDefault() {
    ControlArm none = new ControlArm(ListSettings.defaults().control());

    for (int user = 0; user < 1_000; user++) {
      assertEquals(Arm.TREATMENT, none.of(user(user)));
    }
  }

  @Test
  void everybodyMayBe() {
    ControlArm all = new ControlArm(1);

    for (int user = 0; user < 1_000; user++) {
      assertEquals(Arm.CONTROL, all.of(user(user)));
    }
  }

  /** Five standard errors of a share of a tenth of 5,000 are .021. */
  @Test
  void everyPartitionHasTheShare() {
    ControlArm arms = new ControlArm(.1f);
    int[] users = new int[12];
    int[] control = new int[12];
    for (int user = 0; user < USERS; user++) {
      int partition = BuiltInPartitioner.partitionForKey(user(user).get(), 12);
      users[partition]++;
      control[partition] += isControl(arms, user) ? 1 : 0;
    }
    for (int partition = 0; partition < 12; partition++) {
      assertEquals(.1, (double) control[partition] / users[partition], .021);
    }
  }

  @Test
  void whoIsInItStaysThereWhenTheShareGrows() {
    ControlArm few = new ControlArm(.05f);
    ControlArm more = new ControlArm(.2f);
    int staying = 0;
    for (int user = 0; user < USERS; user++) {
      if (isControl(few, user)) {
        assertTrue(isControl(more, user));
        staying++;
      }
    }
    assertTrue(staying > 2_500, staying + " of " + USERS);
  }

  /** The arms of an installation must not change with a version of this program. */
  @Test
  void theArmsOfThreeUsersAreThese() {
    ControlArm arms = new ControlArm(.5f);

    assertEquals(Arm.CONTROL, arms.of(user(0)));
    assertEquals(Arm.CONTROL, arms.of(user(1)));
    assertEquals(Arm.TREATMENT, arms.of(user(2)));
  }
}
