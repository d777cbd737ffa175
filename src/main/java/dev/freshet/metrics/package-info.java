/** Every meter: name, unit, description. */
@NullMarked
package dev.freshet.metrics;

import org.jspecify.annotations.NullMarked;
