package dev.freshet.serve;

import java.util.Optional;

/** One named question about the health of the process; answered quickly, from any thread. */
@FunctionalInterface
public interface HealthCheck {

  /** What is wrong, in words for people; empty when all is well. */
  Optional<String> problem();
}
