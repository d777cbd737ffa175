/** Freshet: a Kafka-native recommender that learns online. */
@NullMarked
package dev.freshet;

import org.jspecify.annotations.NullMarked;
