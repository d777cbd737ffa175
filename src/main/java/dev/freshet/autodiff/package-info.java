/**
 * Reverse-mode automatic differentiation over EJML matrices, and the optimisers that use its
 * gradients. Knows nothing of ratings.
 */
@NullMarked
package dev.freshet.autodiff;

import org.jspecify.annotations.NullMarked;
