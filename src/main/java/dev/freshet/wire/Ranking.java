package dev.freshet.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranking head beside a candidate's factors. JSON has finite numbers only: figures that are not
 * finite become null.
 *
 * @param generation of the ranking head that is live after the candidate's fate; 0 for none
 * @param judged newest takes on which lists of candidate and live model are compared; 0 where there
 *     were too few
 * @param ndcg mean NDCG@10 of the candidate; null if not judged
 * @param ndcgLive mean NDCG@10 of the live model's lists; null if not judged
 * @param gain mean of (NDCG of the candidate − that of the live model); null if not judged
 * @param gainError standard error of the gain, clustered by users; null if not judged
 * @param movies with a vector of that generation
 * @param from offset at which they begin in each partition of {@code ranking-vectors}
 */
public record Ranking(
    int generation,
    long judged,
    @Nullable Double ndcg,
    @Nullable Double ndcgLive,
    @Nullable Double gain,
    @Nullable Double gainError,
    long movies,
    List<Long> from) {

  /** There is no ranking head. */
  public static final Ranking NONE = new Ranking(0, 0, null, null, null, null, 0, List.of());

  /** Copies the offsets and drops figures that are not finite. */
  public Ranking {
    from = List.copyOf(from);
    ndcg = Checkpoint.Judgement.finite(ndcg);
    ndcgLive = Checkpoint.Judgement.finite(ndcgLive);
    gain = Checkpoint.Judgement.finite(gain);
    gainError = Checkpoint.Judgement.finite(gainError);
  }

  /** These figures of a candidate that leaves the live ranking head as it is. */
  public Ranking staying(Ranking live) {
    return new Ranking(
        live.generation, judged, ndcg, ndcgLive, gain, gainError, live.movies, live.from);
  }

  /** These figures of a candidate whose vectors were published. */
  public Ranking published(int newGeneration, long newMovies, List<Long> newFrom) {
    return new Ranking(newGeneration, judged, ndcg, ndcgLive, gain, gainError, newMovies, newFrom);
  }
}
