/**
 * Retraining. The rating matrix is read from Kafka. A candidate is trained from it and judged on
 * the newest ratings. It is published as a new generation if it proves better.
 */
@NullMarked
package dev.freshet.retrain;

import org.jspecify.annotations.NullMarked;
