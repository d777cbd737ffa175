package dev.freshet.train.models;

import dev.freshet.train.RatingTable;

/** What is subtracted from ratings before a model sees them, and added to its predictions. */
public enum Base {
  /** Ratings are taken as they are. */
  NONE,
  /** The mean of all ratings. */
  MEAN,
  /** Mean, damped user bias and damped movie bias. */
  BIASES;

  BiasTerms of(RatingTable train) {
    return switch (this) {
      case NONE -> BiasTerms.constant(train, 0);
      case MEAN -> BiasTerms.meanOnly(train);
      case BIASES -> BiasTerms.of(train);
    };
  }
}
