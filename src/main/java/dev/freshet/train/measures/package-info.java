/** How good predictions and lists are on held-out ratings. */
@NullMarked
package dev.freshet.train.measures;

import org.jspecify.annotations.NullMarked;
