/**
 * Retraining: the rating matrix is read from Kafka, a candidate is trained from it, judged on the
 * newest ratings, and published as a new generation if it proves better.
 */
@NullMarked
package dev.freshet.retrain;

import org.jspecify.annotations.NullMarked;
