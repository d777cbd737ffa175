package dev.freshet.measure.lists;

import dev.freshet.data.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Reads a stream from its start, one event at a time, and asks one line each question before its
 * event is learned. Ranked are the movies with an event so far, less those that the user's lists
 * leave out: what he rated, and what other events hide.
 */
final class Reading {

  private final Questions questions;
  private final BitSet seen = new BitSet();
  private final List<BitSet> hidden = new ArrayList<>();
  private final double[] scores;

  private Reading(Questions questions) {
    this.questions = questions;
    questions.ratings().userIds().forEach(user -> hidden.add(new BitSet()));
    scores = new double[questions.ratings().movieIds().size()];
  }

  /**
   * The answers of a line.
   *
   * @param line that knows nothing yet
   * @param until place in the stream where reading ends; later questions stay without answer
   * @param progress is told how many events were read
   */
  static Answers of(Questions questions, Line line, int until, IntConsumer progress) {
    Answers answers = new Answers(questions.size());
    Reading reading = new Reading(questions);
    int next = 0;
    for (int event = 0; event < until; event++) {
      if (next < questions.size() && questions.event(next) == event) {
        reading.ask(line, next++, answers);
      }
      reading.learn(line, event);
      if (event % 1000 == 0) {
        progress.accept(event);
      }
    }
    return answers;
  }

  private void learn(Line line, int event) {
    Ratings ratings = questions.ratings();
    line.learn(event);
    seen.set(ratings.movie(event));
    if (questions.takes().hides(event)) {
      hidden.get(ratings.user(event)).set(ratings.movie(event));
    }
  }

  /** Ties are broken against the movie that is asked for. */
  private void ask(Line line, int question, Answers answers) {
    int event = questions.event(question);
    int asked = questions.ratings().movie(event);
    BitSet own = hidden.get(questions.ratings().user(event));
    line.score(event, scores);
    int place = 0;
    int[] top = new int[Answers.TOP];
    int size = 0;
    for (int movie = seen.nextSetBit(0); movie >= 0; movie = seen.nextSetBit(movie + 1)) {
      if (own.get(movie)) {
        continue;
      }
      place += scores[movie] >= scores[asked] ? 1 : 0; // the movie itself among them
      if (scores[movie] > Double.NEGATIVE_INFINITY) {
        size = insert(top, size, movie);
      }
    }
    answers.put(question, place, Arrays.copyOf(top, size));
  }

  private int insert(int[] top, int size, int movie) {
    if (size == top.length && !(scores[movie] > scores[top[size - 1]])) {
      return size;
    }
    int at = size < top.length ? size : size - 1;
    while (at > 0 && scores[top[at - 1]] < scores[movie]) {
      top[at] = top[at - 1];
      at--;
    }
    top[at] = movie;
    return Math.min(size + 1, top.length);
  }
}
