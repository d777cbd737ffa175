package dev.freshet.train;

/** Orders movies for a user once it is trained. */
public interface TopNModel {

  /**
   * Scores all movies for a user: higher is better, the scale is the model's own. Movies that the
   * user rated in training are scored too.
   *
   * @param user index
   * @param scores one per movie, overwritten
   */
  void scores(int user, float[] scores);
}
