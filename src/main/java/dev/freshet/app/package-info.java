/** What production starts: the two sides, the trainer, meters, health. */
@NullMarked
package dev.freshet.app;

import org.jspecify.annotations.NullMarked;
