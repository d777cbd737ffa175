package dev.freshet.train;

/** Predicts ratings once it is trained. */
public interface RatingModel {

  /**
   * Predicts ratings of pairs of user and movie.
   *
   * @param users index of the user of each pair
   * @param movies index of the movie of each pair; same length
   * @return predictions, clipped to the scale; users and movies without ratings in the training
   *     data are predicted too
   */
  float[] predict(int[] users, int[] movies);
}
