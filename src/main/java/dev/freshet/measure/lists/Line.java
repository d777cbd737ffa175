package dev.freshet.measure.lists;

/** A plain order of movies, learned event by event, that lists are held against. */
interface Line {

  /**
   * Scores all movies for the user of an event, from what came before it.
   *
   * @param scores by movie, overwritten; the higher the better, −∞ for what it would never list
   */
  void score(int event, double[] scores);

  /** Learns an event. Events come in the order of the stream. */
  void learn(int event);
}
