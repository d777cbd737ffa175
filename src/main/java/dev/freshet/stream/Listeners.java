package dev.freshet.stream;

import dev.freshet.wire.Side;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners, in order. */
public final class Listeners implements LearningListener {

  private final List<LearningListener> all;

  /** Tells {@code all}. */
  public Listeners(LearningListener... all) {
    this.all = List.of(all);
  }

  private void tell(Consumer<LearningListener> what) {
    for (LearningListener listener : all) {
      what.accept(listener);
    }
  }

  @Override
  public void rejected(String reason) {
    tell(listener -> listener.rejected(reason));
  }

  @Override
  public void unreadable(String where) {
    tell(listener -> listener.unreadable(where));
  }

  @Override
  public void unknownUntold() {
    tell(LearningListener::unknownUntold);
  }

  @Override
  public void outcome(Admission.Outcome outcome) {
    tell(listener -> listener.outcome(outcome));
  }

  @Override
  public void learned(float rating, float prediction, float baseline, float mean) {
    tell(listener -> listener.learned(rating, prediction, baseline, mean));
  }

  @Override
  public void taken(Taken what) {
    tell(listener -> listener.taken(what));
  }

  @Override
  public void movieLearned() {
    tell(LearningListener::movieLearned);
  }

  @Override
  public void refused(Side side) {
    tell(listener -> listener.refused(side));
  }

  @Override
  public void listed(String reason, long freshnessMillis, long nanos) {
    tell(listener -> listener.listed(reason, freshnessMillis, nanos));
  }

  @Override
  public void due(int partition, int users) {
    tell(listener -> listener.due(partition, users));
  }

  @Override
  public void generationOfMovies(int partition, int generation) {
    tell(listener -> listener.generationOfMovies(partition, generation));
  }

  @Override
  public void heldBack(long nanos) {
    tell(listener -> listener.heldBack(nanos));
  }
}
