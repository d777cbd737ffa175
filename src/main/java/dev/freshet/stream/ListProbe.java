package dev.freshet.stream;

import java.util.List;

/**
 * Looks at the lists that users would be sent just before an event of theirs is learned: whoever
 * measures lists asks where the movie of the event stood. Called by the threads that learn.
 */
public interface ListProbe {

  /** Asks for nothing. */
  ListProbe NONE =
      new ListProbe() {
        @Override
        public boolean asks(String userId, String movieId, long eventTime) {
          return false;
        }

        @Override
        public void answered(String userId, String movieId, List<Place> list) {}
      };

  /**
   * One place of a list.
   *
   * @param movieId what stands there
   * @param score by which the list is ordered
   */
  record Place(String movieId, float score) {}

  /** Movies in the lists that are looked at, at most. */
  default int length() {
    return 100;
  }

  /** Whether the list before this rating, or interaction, is wanted. */
  boolean asks(String userId, String movieId, long eventTime);

  /**
   * The list that the user would be sent.
   *
   * @param list best first; empty while none can be made
   */
  void answered(String userId, String movieId, List<Place> list);
}
