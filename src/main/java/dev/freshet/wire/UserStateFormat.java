package dev.freshet.wire;

import dev.freshet.online.Factors;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link UserState}.
 *
 * <pre>
 *  0  version       1 byte = 3, or 4 with interacted; version 1 had no startedAt, 1 and 2 no recent,
 *                     and of listed no more than the movies
 *  1  due           1 byte: 0 no, 1 rating, 2 checkpoint, 3 catalogue
 *  2  flags         1 byte: 1 factors present, 2 source present
 *  3  ratings       int, ratings that stand
 *  7  dueSince      long, arrival of the oldest event that no list contains, ms since the epoch
 * 15  listedAt      long, when the last list was sent that was not for a new generation alone, ms
 *                     since the epoch; 0 never
 * 23  forgottenUpTo long, event time up to which events are ignored; Long.MIN_VALUE never forgotten
 * 31  forgottenAt   long, when the user asked, ms since the epoch
 * 39  startedAt     long, sequence at which this user began; 0 not known
 * 47  interacted    int, movies with an interaction that stands; version 4 alone
 * 51  hidden        int, of these left out of lists for it; version 4 alone
 *     source        int partition, long offset (where present)
 *     factors       as in {@link MovieFactors} from its byte 1 (where present)
 *     recent        an {@link IdList}
 *     listed        as in {@link ListedMovies}
 * </pre>
 */
final class UserStateFormat {

  static final byte VERSION = 3;

  /** The first version that has the last movies, and what is counted of lists. */
  static final byte WITH_RECENT = 3;

  /** The newest version, where there are interactions. */
  static final byte WITH_INTERACTED = 4;

  private static final int HEADER = 47;

  /** Bytes that a value of any version has at least. */
  static final int SHORTEST = header((byte) 1) + Short.BYTES;

  private static final Format FORMAT =
      new Format(
          "user-factors",
          1,
          WITH_INTERACTED,
          HEADER + 1 + ListedMovies.HEADER + Short.BYTES,
          1 << 20);
  static final int FACTORS = 1;
  static final int SOURCE = 2;
  static final int SOURCE_BYTES = Integer.BYTES + Long.BYTES;

  private UserStateFormat() {}

  static byte[] toBytes(UserState of) {
    IdList last = IdList.of(of.recent());
    @Nullable SourcePosition source = of.source();
    @Nullable Factors factors = of.factors();
    byte version = of.interacted() > 0 ? WITH_INTERACTED : VERSION;
    int size = header(version) + last.size() + of.listed().size();
    size += source == null ? 0 : SOURCE_BYTES;
    size += factors == null ? 0 : Binary.sizeOf(factors);
    ByteBuffer out = ByteBuffer.allocate(size).put(version);
    out.put(of.due().code());
    out.put((byte) ((factors == null ? 0 : FACTORS) | (source == null ? 0 : SOURCE)));
    out.putInt(of.ratings()).putLong(of.dueSince()).putLong(of.listedAt());
    out.putLong(of.forgottenUpTo()).putLong(of.forgottenAt()).putLong(of.startedAt());
    if (version == WITH_INTERACTED) {
      out.putInt(of.interacted()).putInt(of.hidden());
    }
    if (source != null) {
      out.putInt(source.partition()).putLong(source.offset());
    }
    if (factors != null) {
      Binary.put(out, factors);
    }
    last.put(out);
    of.listed().put(out);
    return out.array();
  }

  /** Bytes of a version before the source. */
  static int header(byte version) {
    return switch (version) {
      case 1 -> HEADER - Long.BYTES;
      case WITH_INTERACTED -> HEADER + 2 * Integer.BYTES;
      default -> HEADER;
    };
  }

  static UserState fromBytes(byte @Nullable [] bytes) {
    return FORMAT.read(bytes, UserStateFormat::read);
  }

  private static UserState read(ByteBuffer in, int version) {
    UserState.Due due = UserState.Due.of(in.get());
    byte flags = in.get();
    int ratings = in.getInt();
    if (flags < 0 || flags > (FACTORS | SOURCE) || ratings < 0) {
      throw new UnreadableException("flags " + flags + " with " + ratings + " ratings");
    }
    long dueSince = in.getLong();
    long listedAt = in.getLong();
    long forgottenUpTo = in.getLong();
    long forgottenAt = in.getLong();
    long startedAt = version == 1 ? 0 : in.getLong();
    int interacted = version == WITH_INTERACTED ? in.getInt() : 0;
    int hidden = version == WITH_INTERACTED ? in.getInt() : 0;
    Binary.checkCounts(interacted, hidden);
    SourcePosition source =
        (flags & SOURCE) == 0 ? null : new SourcePosition(in.getInt(), in.getLong());
    Factors factors = (flags & FACTORS) == 0 ? null : Binary.getFactors(in);
    List<String> recent = version < WITH_RECENT ? List.of() : IdList.read(in).ids();
    ListedMovies listed =
        version < WITH_RECENT
            ? ListedMovies.get(
                in, listedAt, factors == null ? 0 : factors.generation(), Arm.TREATMENT)
            : ListedMovies.get(in);
    return new UserState(
        factors,
        ratings,
        due,
        dueSince,
        listedAt,
        source,
        listed,
        forgottenUpTo,
        forgottenAt,
        startedAt,
        recent,
        interacted,
        hidden);
  }
}
