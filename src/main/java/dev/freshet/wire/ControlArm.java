package dev.freshet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.utils.Bytes;

/**
 * Says which users get lists by popularity alone: a share of them, always the same ones, whatever
 * partition they are in. Who is in the control arm stays there when the share grows. Not
 * thread-safe.
 */
public final class ControlArm {

  /** Parts this hash from any other of the same id. */
  private static final byte[] SALT =
      "freshet: control arm of lists".getBytes(StandardCharsets.UTF_8);

  private static final double ALL = 0x1p32;

  private final float share;
  private final MessageDigest sha256;

  /**
   * The arms.
   *
   * @param share of the users who are in the control arm, 0 to 1
   */
  public ControlArm(float share) {
    this.share = share;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The arm of a user. */
  public Arm of(Bytes user) {
    if (share == 0) {
      return Arm.TREATMENT;
    }
    return isControl(user.get()) ? Arm.CONTROL : Arm.TREATMENT;
  }

  /** Whether a user is in the control arm: then what he does tells nothing of the lists. */
  public boolean isControl(String userId) {
    return share > 0 && isControl(userId.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isControl(byte[] user) {
    sha256.update(SALT);
    long drawn = Integer.toUnsignedLong(ByteBuffer.wrap(sha256.digest(user)).getInt());
    return drawn < share * ALL;
  }
}
