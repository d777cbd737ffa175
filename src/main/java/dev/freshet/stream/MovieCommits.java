package dev.freshet.stream;

import java.time.Duration;

/**
 * How often the movie side commits. In a calm stream it commits seldom: nobody waits for a commit,
 * and it costs the broker as much as many ratings. In a busy stream it commits after {@link
 * #most()} updates of a partition, so that what users see of movies is not many ratings old. One
 * commit is of all partitions of a thread: where they are busy in turn there are more commits than
 * needed.
 *
 * @param least time between commits; those asked for come at multiples of it, so that one serves
 *     all partitions of a thread
 * @param partitions of {@code movie-updates}
 * @param bound ratings that the user side may be ahead: an instance learns from commits alone that
 *     the movie side of another is not far behind
 */
record MovieCommits(Duration least, int partitions, long bound) {

  private static final Duration CALM = Duration.ofMillis(200);

  /** Updates of all partitions that may wait. */
  private static final int WAITING = 500;

  /** Time between commits that nobody asks for. */
  Duration usual() {
    return least.compareTo(CALM) < 0 ? CALM : least;
  }

  /** Updates of one partition that may wait: after so many a commit is asked for. */
  int most() {
    return (int) Math.max(1, Math.min(WAITING, bound / 3) / partitions);
  }
}
