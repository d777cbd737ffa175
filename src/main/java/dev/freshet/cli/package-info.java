/** Commands, settings, start and stop. Nobody imports this package. */
@NullMarked
package dev.freshet.cli;

import org.jspecify.annotations.NullMarked;
