package dev.freshet.measure.lists;

import java.util.Arrays;

/**
 * At which places the movies of all questions stood in one order, and what stood at the first ten.
 * Answers of different questions may come from several threads.
 */
public final class Answers {

  /** Places that count as shown. */
  static final int TOP = 10;

  /** Longest list: whatever stands behind counts as not listed. */
  static final int LONGEST = 100;

  private static final int[] NOTHING = {};

  private final int[] places;
  private final int[][] tops;

  /** No answer yet to so many questions. */
  Answers(int questions) {
    places = new int[questions];
    tops = new int[questions][];
    Arrays.fill(tops, NOTHING);
  }

  /**
   * Answers one question.
   *
   * @param place from 1; above {@value #LONGEST} counts as not listed
   * @param top movies at the first {@value #TOP} places, by their index in the stream; kept
   */
  void put(int question, int place, int[] top) {
    places[question] = place > LONGEST ? 0 : place;
    tops[question] = top;
  }

  /** Place of the movie asked for, from 1; 0 if it was not in the list. */
  int place(int question) {
    return places[question];
  }

  /** Movies at the first places. */
  int[] top(int question) {
    return tops[question];
  }
}
