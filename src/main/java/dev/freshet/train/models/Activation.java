package dev.freshet.train.models;

import dev.freshet.autodiff.Elementwise;

/** What an autoencoder's layer applies to its sums. */
public enum Activation {
  /** x. */
  IDENTITY(Elementwise.IDENTITY),
  /** 1 / (1 + e^−x). */
  SIGMOID(Elementwise.SIGMOID);

  private final Elementwise function;

  Activation(Elementwise function) {
    this.function = function;
  }

  Elementwise function() {
    return function;
  }
}
