package dev.freshet.app;

import dev.freshet.metrics.FreshetMeters;
import dev.freshet.metrics.Outcome;
import dev.freshet.stream.Admission;
import dev.freshet.stream.LearningListener;
import dev.freshet.wire.Side;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns what the processors do into meters. */
final class MeterListener implements LearningListener {

  private final FreshetMeters meters;
  private final Map<Integer, Integer> due = new ConcurrentHashMap<>();
  private final AtomicInteger generationOfMovies = new AtomicInteger();

  MeterListener(FreshetMeters meters) {
    this.meters = meters;
    meters.listsDue(() -> due.values().stream().mapToLong(Integer::longValue).sum());
  }

  @Override
  public void rejected(String reason) {
    meters.rejected(reason);
  }

  @Override
  public void unreadable(String where) {
    meters.unreadable(where);
  }

  @Override
  public void unknownUntold() {
    meters.unknownUntold();
  }

  @Override
  public void outcome(Admission.Outcome outcome) {
    switch (outcome) {
      case LEARNED -> {} // counted with its errors
      case COUNTED -> meters.outcome(Outcome.COUNTED);
      case UNCHANGED -> meters.outcome(Outcome.UNCHANGED);
      case LATE -> meters.outcome(Outcome.LATE);
      case RETRACTED -> meters.outcome(Outcome.RETRACTED);
      case FORGOTTEN -> meters.outcome(Outcome.FORGOTTEN);
    }
  }

  @Override
  public void learned(float rating, float prediction, float baseline, float mean) {
    meters.learned(prediction, baseline, mean, rating);
  }

  @Override
  public void taken(Taken what) {
    meters.taken(what.generation(), what.arm(), what.place(), what.isPopular(), what.ageMillis());
  }

  @Override
  public void movieLearned() {
    meters.movieLearned();
  }

  @Override
  public void refused(Side side) {
    meters.stepRefused(side);
  }

  @Override
  public void listed(String reason, long freshnessMillis, long nanos) {
    meters.listSent(reason);
    meters.freshness(TimeUnit.MILLISECONDS.toNanos(freshnessMillis));
    meters.listComputed(nanos);
  }

  @Override
  public void due(int partition, int users) {
    due.put(partition, users);
  }

  @Override
  public void generationOfMovies(int partition, int generation) {
    generationOfMovies.accumulateAndGet(generation, Math::max);
  }

  /** The newest generation that a partition of the movie side has here. */
  int generationOfMovies() {
    return generationOfMovies.get();
  }

  @Override
  public void heldBack(long nanos) {
    meters.throttled(nanos);
  }
}
