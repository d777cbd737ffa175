/**
 * Factors, prediction, the online step and the choice of the best: pure arithmetic, free of Kafka.
 */
@NullMarked
package dev.freshet.online;

import org.jspecify.annotations.NullMarked;
