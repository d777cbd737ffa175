package dev.freshet.retrain;

import dev.freshet.train.Fitting;
import dev.freshet.train.LikedTable;
import dev.freshet.train.models.RankingFit;
import org.jspecify.annotations.Nullable;

/** Fits the vectors of the ranking head. */
@FunctionalInterface
public interface RankingTraining {

  /** Fits by Adam. */
  RankingTraining ADAM = RankingFit::of;

  /**
   * Fits vectors to what was liked.
   *
   * @return null where too little was liked
   */
  @Nullable RankingFit fit(LikedTable table, Fitting fitting);
}
