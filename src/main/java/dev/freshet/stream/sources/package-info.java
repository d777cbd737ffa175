/** Where records come from, and what of them was taken in before. */
@NullMarked
package dev.freshet.stream.sources;

import org.jspecify.annotations.NullMarked;
