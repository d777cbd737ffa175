package dev.freshet.stream;

import dev.freshet.wire.Arm;
import dev.freshet.wire.Side;

/**
 * Is told what the processors do, as they do it: on the hot path, before commits, for meters and
 * consoles.
 */
public interface LearningListener {

  /** Hears nothing. */
  LearningListener NONE = new LearningListener() {};

  /** An input record was refused for {@code reason}. */
  default void rejected(String reason) {}

  /** What a topic, named without its prefix, or a store held could not be read. */
  default void unreadable(String where) {}

  /**
   * A rating was taken though nobody could tell whether its movie is in the catalogue, which is
   * asked for.
   */
  default void unknownUntold() {}

  /** An accepted event had this outcome. */
  default void outcome(Admission.Outcome outcome) {}

  /** A rating was learned by the user side; the predictions were made before the step. */
  default void learned(float rating, float prediction, float baseline, float mean) {}

  /**
   * What a user took to whom a list was sent.
   *
   * @param generation of the list
   * @param arm of the list
   * @param place of the movie in it, 1 the best; 0 if it was not there
   * @param isPopular whether a list by popularity would have had it
   * @param ageMillis from sending the list to the arrival of the event
   */
  record Taken(int generation, Arm arm, int place, boolean isPopular, long ageMillis) {}

  /** A user to whom a list was sent took a movie. */
  default void taken(Taken what) {}

  /** A rating was learned by the movie side. */
  default void movieLearned() {}

  /** A step was not finite and not stored, or a record in a checkpoint topic was of none. */
  default void refused(Side side) {}

  /**
   * A list was handed to the producer.
   *
   * @param reason why it was refreshed
   * @param freshnessMillis since the oldest event that it answers was produced
   * @param nanos time to compute it
   */
  default void listed(String reason, long freshnessMillis, long nanos) {}

  /** This many users of one partition await a list. */
  default void due(int partition, int users) {}

  /** A partition of the movie side has this generation of factors. */
  default void generationOfMovies(int partition, int generation) {}

  /** The user side was held back this long so that the movie side can catch up. */
  default void heldBack(long nanos) {}
}
