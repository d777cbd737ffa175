package dev.freshet.measure.lists;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.Ratings;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.Scale;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.models.RankingFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of movies that are fitted anew at every tenth of a stream, to all takes before that count
 * half of a liked rating or more.
 */
final class RetrainedVectors {

  private static final int PARTS = 10;

  private final int part;
  private final List<RankingVectors> byPart = new ArrayList<>();

  private RetrainedVectors(int part) {
    this.part = Math.max(1, part);
  }

  /** No movie has a vector, ever. */
  static RetrainedVectors none() {
    RetrainedVectors none = new RetrainedVectors(Integer.MAX_VALUE);
    none.byPart.add(RankingVectors.NONE);
    return none;
  }

  /** Those of a stream. */
  static RetrainedVectors of(Takes takes, Scale scale, Kernels kernels) {
    Ratings ratings = takes.ratings();
    RetrainedVectors all = new RetrainedVectors(ratings.size() / PARTS);
    all.byPart.add(RankingVectors.NONE);
    Fitting fitting = new Fitting(1, 1, kernels, epoch -> {}, () -> false);
    for (int end = all.part; end <= ratings.size() - all.part; end += all.part) {
      @Nullable RankingFit fit = RankingFit.of(table(takes, scale, end), fitting);
      all.byPart.add(fit == null ? RankingVectors.NONE : vectors(fit, all.byPart.size()));
    }
    return all;
  }

  /** The newest before an event. */
  RankingVectors at(int event) {
    return byPart.get(Math.min(event / part, byPart.size() - 1));
  }

  private static RatingTable table(Takes takes, Scale scale, int to) {
    Ratings ratings = takes.ratings();
    int[] events = IntStream.range(0, to).filter(takes::isWhole).toArray();
    float[] values = new float[events.length];
    Arrays.fill(values, scale.max());
    return new RatingTable(
        ratings.userIds().size(),
        ratings.movieIds().size(),
        scale,
        IntStream.of(events).map(ratings::user).toArray(),
        IntStream.of(events).map(ratings::movie).toArray(),
        values,
        new long[0]);
  }

  private static RankingVectors vectors(RankingFit fit, int generation) {
    RankingVectors vectors = new RankingVectors(generation);
    for (int m = 0; m < fit.movies().length; m++) {
      vectors.put(fit.movies()[m], fit.vector(m));
    }
    return vectors;
  }
}
