/** Rating files of the field, and generators of synthetic ones. */
@NullMarked
package dev.freshet.data;

import org.jspecify.annotations.NullMarked;
