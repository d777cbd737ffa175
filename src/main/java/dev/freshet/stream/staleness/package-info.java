/** The bound on how far the user side runs ahead of the movie side, and who holds it. */
@NullMarked
package dev.freshet.stream.staleness;

import org.jspecify.annotations.NullMarked;
