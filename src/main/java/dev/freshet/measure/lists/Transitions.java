package dev.freshet.measure.lists;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Orders movies by what followed a user's last movies with others.
 *
 * <pre>
 *   at each take of i     t(j_d → i) += w · .8^d   j_0, j_1, ... the user's last ten, newest first;
 *                                                  w what the take gained
 *   score of i            Σ_d .8^d · t(j_d → i)
 * </pre>
 */
final class Transitions implements Line {

  private static final int LAST = 10;
  private static final double DECAY = .8;

  private final Takes takes;
  private final List<Deque<Integer>> last = new ArrayList<>();
  private final List<SparseCounts> next = new ArrayList<>();

  Transitions(Takes takes) {
    this.takes = takes;
    takes.ratings().userIds().forEach(user -> last.add(new ArrayDeque<>()));
    takes.ratings().movieIds().forEach(movie -> next.add(new SparseCounts()));
  }

  @Override
  public void score(int event, double[] scores) {
    java.util.Arrays.fill(scores, 0);
    double weight = 1;
    for (int before : last.get(takes.ratings().user(event))) {
      next.get(before).addTo(scores, weight);
      weight *= DECAY;
    }
  }

  @Override
  public void learn(int event) {
    if (!takes.isHad(event)) {
      return;
    }
    Integer movie = takes.ratings().movie(event);
    Deque<Integer> recent = last.get(takes.ratings().user(event));
    recent.remove(movie);
    double weight = takes.gain(event);
    if (weight > 0) {
      for (int before : recent) {
        next.get(before).add(movie, weight);
        weight *= DECAY;
      }
    }
    recent.addFirst(movie);
    if (recent.size() > LAST) {
      recent.removeLast();
    }
  }
}
