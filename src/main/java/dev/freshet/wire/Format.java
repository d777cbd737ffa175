package dev.freshet.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A binary format: which of its versions are read, and what counts as one that is yet to come.
 * Whatever the bytes are, {@link #read} gives a value, an {@link UnreadableException} or a {@link
 * NewerFormatException}.
 *
 * @param name of the topic or store that holds it
 * @param oldest version that is read
 * @param newest version that is read, and the one that is written
 * @param least bytes that every value of the newest version has
 * @param most bytes that a value of any version may have
 */
record Format(String name, int oldest, int newest, int least, int most) {

  /** Versions above the newest that a rolling upgrade may bring; what is higher is garbage. */
  static final int AHEAD = 8;

  /** The most that values of a format have whose versions differ by a few numbers. */
  static final int SMALL = 1_024;

  /** Reads what follows the version byte, all of it. */
  interface Decoder<T> {
    T read(ByteBuffer in, int version);
  }

  /** The value that {@code bytes} hold. */
  <T> T read(byte @Nullable [] bytes, Decoder<T> layout) {
    if (bytes == null || bytes.length == 0 || bytes.length > most) {
      throw unreadable(bytes == null ? "no bytes" : bytes.length + " bytes");
    }
    int version = bytes[0];
    if (version < oldest || version > newest) {
      throw unknown(version, bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    T value;
    try {
      value = layout.read(in, version);
    } catch (BufferUnderflowException e) {
      throw unreadable("it ends after " + bytes.length + " bytes, too early");
    } catch (UnreadableException e) {
      throw unreadable(e.getMessage());
    }
    if (in.hasRemaining()) {
      throw unreadable(in.remaining() + " bytes follow its end");
    }
    return value;
  }

  private RuntimeException unknown(int version, int length) {
    return version > newest && version <= newest + AHEAD && length >= least
        ? new NewerFormatException(this, version)
        : unreadable("version " + version + " is not known here, this program reads " + versions());
  }

  private UnreadableException unreadable(String why) {
    return new UnreadableException(name + ": " + why);
  }

  /** The versions that are read, for people. */
  String versions() {
    return oldest == newest ? Integer.toString(newest) : oldest + " to " + newest;
  }
}
