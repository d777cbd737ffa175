/**
 * Evaluations: the real system over a whole rating file, and benchmarks, on a broker of their own.
 */
@NullMarked
package dev.freshet.measure;

import org.jspecify.annotations.NullMarked;
