package dev.freshet.config;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * A rule for the value of one setting.
 *
 * @param text completes "expected a whole number, ..."
 * @param holds whether a value keeps to it
 */
public record Constraint<T>(String text, Predicate<T> holds) {

  static Constraint<Integer> atLeast(int least) {
    return new Constraint<>("at least " + least, n -> n >= least);
  }

  static Constraint<Integer> between(int least, int most) {
    return new Constraint<>("from " + least + " to " + most, n -> n >= least && n <= most);
  }

  static Constraint<Duration> positive() {
    return new Constraint<>("more than 0", duration -> !duration.isZero());
  }

  static Constraint<Float> aboveZero() {
    return new Constraint<>("more than 0", number -> number > 0);
  }

  static Constraint<Float> notNegative() {
    return new Constraint<>("not negative", number -> number >= 0);
  }
}
