package dev.freshet.wire;

import java.nio.ByteBuffer;

/**
 * How often people take what their last list had, over takes of users to whom a list was sent.
 * Differences of two totals are sums over what came between.
 *
 * @param takes number of them
 * @param hits of which the movie was in the user's last list
 * @param popularHits of which the movie would have been in a list by popularity, of the same length
 * @param differing of which exactly one of the two lists had the movie
 */
public record ListHits(long takes, long hits, long popularHits, long differing) {

  /** No takes. */
  public static final ListHits NONE = new ListHits(0, 0, 0, 0);

  static final int SIZE = 4 * Long.BYTES;

  /** One take. */
  static ListHits of(boolean isHit, boolean isPopularHit) {
    return new ListHits(1, isHit ? 1 : 0, isPopularHit ? 1 : 0, isHit == isPopularHit ? 0 : 1);
  }

  /** Over these takes and the others. */
  public ListHits plus(ListHits others) {
    return new ListHits(
        takes + others.takes,
        hits + others.hits,
        popularHits + others.popularHits,
        differing + others.differing);
  }

  /** Share of the takes that the last list had: live recall; NaN without takes. */
  public double recall() {
    return (double) hits / takes;
  }

  /** Share of the takes that a list by popularity would have had; NaN without takes. */
  public double popularRecall() {
    return (double) popularHits / takes;
  }

  /** Standard error of {@link #recall} less {@link #popularRecall}, which are of the same takes. */
  public double error() {
    double mean = (double) (hits - popularHits) / takes;
    double variance = (differing - mean * mean * takes) / (takes - 1.0);
    return takes < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, variance) / takes);
  }

  void put(ByteBuffer out) {
    out.putLong(takes).putLong(hits).putLong(popularHits).putLong(differing);
  }

  static ListHits get(ByteBuffer in) {
    ListHits hits = new ListHits(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    Binary.checkCounts(hits.takes, hits.hits, hits.popularHits, hits.differing);
    return hits;
  }
}
