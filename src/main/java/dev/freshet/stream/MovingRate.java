package dev.freshet.stream;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How many users of a partition may move to a new generation: fewer while fresh ratings wait longer
 * than is usual. A user who moves learns again all ratings that came since the snapshot; after a
 * rollback to generation 0 these are all ratings. That is more work than the move itself, so a user
 * counts for more the more they learn again. Not thread-safe: one per processor.
 */
final class MovingRate {

  /** Users in a second who learn nothing again. */
  private static final double MOST = 200;

  /** This many ratings learned again count like one more user. */
  private static final double LIKE_A_USER = 10;

  /** Users in a second however long waits are: an adoption must end. */
  private static final double LEAST = 20;

  /** Users in a second that each look adds while no wait is long; else the rate is halved. */
  private static final double STEP = 20;

  /** Users looked at in a second, most of whom moved when they were touched. */
  private static final double LOOKS = 10_000;

  private static final long LOOK = Duration.ofMillis(250).toMillis();

  /** The longest time that a late tick makes up for, milliseconds. */
  private static final long MOST_PASSED = Duration.ofSeconds(1).toMillis();

  private final BooleanSupplier hasRoom;
  private final Waits waits = new Waits();
  private double perSecond = LEAST;
  private double allowed;
  private int looks;
  private boolean wereHandedOver;
  private long looked;
  private long ticked;

  /**
   * The rate before the first generation.
   *
   * @param hasRoom whether the movie side can take what one more user learns again
   */
  MovingRate(BooleanSupplier hasRoom) {
    this.hasRoom = hasRoom;
  }

  /**
   * Notes how long a rating waited until it was learned.
   *
   * @param source partition of {@code ratings} that it came from
   * @param millis since it was sent to its user, by the clock of whoever sent it and by ours
   * @param isMoving whether users are moving: then the wait tells nothing of what is usual, unless
   *     nothing else is known
   * @param isBacklog whether many ratings wait
   */
  void waited(int source, long millis, boolean isMoving, boolean isBacklog) {
    waits.add(source, millis, isMoving, isBacklog);
  }

  /** Begins the move to a new generation, slowly at first. */
  void begin(long now) {
    perSecond = LEAST;
    allowed = 0;
    ticked = now;
  }

  /**
   * Lets more users move, as time has passed. What was allowed before and not used does not add up;
   * what was used before it was allowed does.
   *
   * @param areBehind whether ratings wait to be handed over: if none is meanwhile, nobody knows for
   *     how long, and the silence is no calm
   */
  void tick(long now, boolean areBehind) {
    long passed = Math.max(0, Math.min(now - ticked, MOST_PASSED)); // clocks are set back
    ticked = now;
    wereHandedOver |= !areBehind;
    if (Math.abs(now - looked) >= LOOK) {
      perSecond = isLong() ? Math.max(LEAST, perSecond / 2) : Math.min(MOST, perSecond + STEP);
      waits.begin();
      wereHandedOver = false;
      looked = now;
    }
    allowed = (allowed < 0 ? allowed : allowed % 1) + perSecond * passed / 1e3;
    looks = 1 + (int) (LOOKS * passed / 1e3);
  }

  private boolean isLong() {
    return waits.any() ? waits.wereLong() : !wereHandedOver;
  }

  /** Users that a walk may look at now. */
  int looks() {
    return looks;
  }

  /** Whether one more user may move now. */
  boolean hasMore() {
    return allowed >= 1 && hasRoom.getAsBoolean();
  }

  /** Counts a user who moved, and the ratings that were learned again. */
  void moved(int reapplied) {
    allowed -= 1 + reapplied / LIKE_A_USER;
  }
}
