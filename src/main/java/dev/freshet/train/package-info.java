/**
 * Models built on the autodiff engine, and what trains, splits, measures and saves them. Knows
 * nothing of Kafka or of files of ratings.
 */
@NullMarked
package dev.freshet.train;

import org.jspecify.annotations.NullMarked;
