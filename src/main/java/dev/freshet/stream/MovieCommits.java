package dev.freshet.stream;

import java.time.Duration;

/**
 * How often the movie side commits: seldom in a calm stream, for nobody waits for it and each
 * commit costs the broker as much as many ratings; after {@link #most()} updates of a partition in
 * a busy one, so that what users see of movies is not many ratings old.
 *
 * @param least time between commits; those asked for come at multiples of it, so that one serves
 *     all partitions of a thread
 * @param partitions of {@code movie-updates}
 */
record MovieCommits(Duration least, int partitions) {

  private static final Duration CALM = Duration.ofMillis(200);

  /** Updates of all partitions that may wait. */
  private static final int WAITING = 500;

  /** Time between commits that nobody asks for. */
  Duration usual() {
    return least.compareTo(CALM) < 0 ? CALM : least;
  }

  /** Updates of one partition that may wait: after so many a commit is asked for. */
  int most() {
    return Math.max(1, WAITING / partitions);
  }
}
