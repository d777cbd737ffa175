package dev.freshet.serve;

import java.util.Optional;

/** One named question about the health of the process; answered quickly, from any thread. */
@FunctionalInterface
public interface HealthCheck {

  /** What is wrong, in words for people; empty when all is well. */
  Optional<String> problem();

  /** Whether a problem means that the whole is not well; otherwise it is only told. */
  default boolean decides() {
    return true;
  }

  /** A check whose problem is told, while the whole stays well. */
  static HealthCheck informing(HealthCheck check) {
    return new HealthCheck() {
      @Override
      public Optional<String> problem() {
        return check.problem();
      }

      @Override
      public boolean decides() {
        return false;
      }
    };
  }
}
