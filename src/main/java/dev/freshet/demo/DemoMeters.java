package dev.freshet.demo;

import dev.freshet.metrics.SlidingRmse;
import dev.freshet.stream.Admission;
import dev.freshet.stream.LearningListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What the demo shows of learning. Thread-safe. */
final class DemoMeters implements LearningListener {

  private final List<Window> windows = Stream.of(1_000, 10_000).map(Window::new).toList();
  private final AtomicLong learned = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();

  /**
   * Errors over the newest ratings; NaN while there are none.
   *
   * @param window ratings that it spans when full
   */
  record Errors(int window, int ratings, double online, double biases, double mean) {}

  private static final class Window {
    private final int size;
    private final SlidingRmse online;
    private final SlidingRmse biases;
    private final SlidingRmse mean;

    Window(int size) {
      this.size = size;
      online = new SlidingRmse(size);
      biases = new SlidingRmse(size);
      mean = new SlidingRmse(size);
    }

    Errors errors() {
      return new Errors(size, online.count(), online.value(), biases.value(), mean.value());
    }
  }

  @Override
  public void learned(float rating, float prediction, float baseline, float globalMean) {
    learned.incrementAndGet();
    for (Window window : windows) {
      window.online.add(prediction, rating);
      window.biases.add(baseline, rating);
      window.mean.add(globalMean, rating);
    }
  }

  @Override
  public void outcome(Admission.Outcome outcome) {
    accepted.incrementAndGet();
  }

  @Override
  public void rejected(String reason) {
    rejected.incrementAndGet();
  }

  /** Ratings learned by the user side. */
  long learned() {
    return learned.get();
  }

  /** Events that were learned or came to something else, and records refused. */
  long handled() {
    return accepted.get() + rejected.get();
  }

  /** Records refused. */
  long rejected() {
    return rejected.get();
  }

  /** Errors, the shortest window first. */
  List<Errors> errors() {
    return windows.stream().map(Window::errors).toList();
  }
}
