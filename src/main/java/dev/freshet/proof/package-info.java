/**
 * The proof: the real system over a whole rating file, and benchmarks, on a broker of their own.
 */
@NullMarked
package dev.freshet.proof;

import org.jspecify.annotations.NullMarked;
