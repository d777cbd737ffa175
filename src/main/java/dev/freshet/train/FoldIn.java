package dev.freshet.train;

/** A model that can recommend to users it was not trained on, from their ratings. */
public interface FoldIn {

  /**
   * Scores all movies for someone with these ratings: higher is better.
   *
   * @param movies index of each rated movie
   * @param ratings of each; same length
   * @param scores one per movie of the training data, overwritten
   */
  void scores(int[] movies, float[] ratings, float[] scores);
}
