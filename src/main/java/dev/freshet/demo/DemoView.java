package dev.freshet.demo;

import dev.freshet.wire.Checkpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the demo's console shows at one moment.
 *
 * @param title where the ratings come from
 * @param running for how long
 * @param phase what the feed is doing
 * @param ratingsPerSecond learned, over the last seconds
 * @param learned ratings since the start
 * @param rejected records since the start
 * @param errors over the newest ratings
 * @param staleness ratings that the movie side is behind
 * @param freshnessP50 half of the ratings are seen in a list within this time, ms; NaN: none yet
 * @param freshnessP99 99 of 100 are seen in a list within this time, ms; NaN: none yet
 * @param listsPerSecond seen, over the last seconds
 * @param lists seen since the start
 * @param candidate the newest that was trained and judged; null before the first
 * @param sample null before the first list
 * @param joinIn commands and addresses for other windows
 */
public record DemoView(
    String title,
    Duration running,
    String phase,
    double ratingsPerSecond,
    long learned,
    long rejected,
    List<DemoMeters.Errors> errors,
    long staleness,
    double freshnessP50,
    double freshnessP99,
    double listsPerSecond,
    long lists,
    @Nullable Candidate candidate,
    @Nullable Sample sample,
    List<Hint> joinIn) {

  /**
   * The newest list of one user.
   *
   * @param user id
   * @param guest whether the user joined in from outside
   * @param taste in words; null where unknown
   * @param ratings number of ratings of the user
   * @param items best first
   */
  record Sample(
      String user, boolean guest, @Nullable String taste, int ratings, List<ListedTitle> items) {}

  /**
   * What became of a candidate.
   *
   * @param after how long the demo ran when that was decided
   */
  record Candidate(Duration after, Checkpoint fate) {}

  /** A recommended movie: titles for people. */
  record ListedTitle(String title, float predicted, List<String> because) {}

  /** Something to try: what for, and what to type. */
  public record Hint(String purpose, String text) {}
}
