package dev.freshet.train.models;

import dev.freshet.autodiff.Csr;
import dev.freshet.train.Fitting;
import java.util.SplittableRandom;

/**
 * Hides part of what an autoencoder is shown in training, so that it learns to tell an entry from
 * the others instead of from itself (Vincent et al. 2008, "Extracting and Composing Robust Features
 * with Denoising Autoencoders").
 */
final class Corruption {

  private final float share;
  private final SplittableRandom[] random;

  /**
   * Hides a share of the entries.
   *
   * @param share of the entries that is hidden, from 0 to below 1
   * @param fitting its seed decides which; each thread draws from a stream of its own
   */
  Corruption(float share, Fitting fitting) {
    this.share = share;
    this.random = new SplittableRandom[fitting.threads()];
    for (int shard = 0; shard < random.length; shard++) {
      random[shard] = new SplittableRandom(fitting.seed() * 31 + shard);
    }
  }

  /** Sets the hidden entries to 0. Modifies values. */
  void hide(Csr entries, int shard) {
    for (int e = 0; e < entries.size(); e++) {
      if (random[shard].nextDouble() < share) {
        entries.values()[e] = 0;
      }
    }
  }
}
